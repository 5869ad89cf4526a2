"""What gunicorn serves: `gunicorn -c webapp/gunicorn_conf.py webapp.wsgi:app`."""

from __future__ import annotations

from webapp import create_app

app = create_app()
