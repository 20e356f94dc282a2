"""衡鉴: how people reach a case."""
