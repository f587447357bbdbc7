"""What a WSGI server imports: `granian --interface wsgi gateway.wsgi:app`, or gunicorn the same."""

from gateway.app import create_app
from gateway.settings import settings_here
from gateway.wiring import build

app = create_app(build(settings_here()))
