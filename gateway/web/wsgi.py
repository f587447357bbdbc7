"""What a WSGI server imports: `granian --interface wsgi gateway.web.wsgi:app`, or gunicorn the same."""

from gateway.setup.logs import set_up_logs
from gateway.setup.settings import settings_here
from gateway.setup.wiring import build
from gateway.web.app import create_app

settings = settings_here()
set_up_logs(settings.log_format, settings.log_level)
app = create_app(build(settings))
