"""What a WSGI server imports: `granian --interface wsgi gateway.web.wsgi:app`, or gunicorn the same."""

from gateway.setup.settings import settings_here
from gateway.setup.wiring import build
from gateway.web.app import create_app

app = create_app(build(settings_here()))
