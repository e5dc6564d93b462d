"""What we are compared with: each is one ASGI application `app` that answers POST /webhook."""
