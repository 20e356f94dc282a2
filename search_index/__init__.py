"""Precedents: find like decisions, say why, compare a draft with them. See docs/search.md."""
