"""衡鉴: how people reach a case. `app.factory.create_app` puts the web application together; nothing is built here."""
