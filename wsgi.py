"""What gunicorn serves: `gunicorn wsgi:app`."""

import gc

from app.factory import create_app

app = create_app()
# What was read at the start stays: looking through it again and again for rubbish would hold up whoever asks then.
gc.freeze()
