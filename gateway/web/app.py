"""The web application: providers' webhooks, administrators' pages, health, and a front page."""

import logging
from collections.abc import Callable
from typing import Any

from flask import Flask, Response, render_template
from markupsafe import Markup

from gateway.setup.parts import Parts
from gateway.web.admin import create_admin
from gateway.web.health import create_health
from gateway.web.own_data import create_own_data
from gateway.web.webhooks import MOST_BYTES, Webhooks, headers_of_all
from intake.wording.catalogue import CHAT, Words
from storage.door import tell_fault
from storage.tracing import TRACE, new_trace

log = logging.getLogger(__name__)


class WebApp(Flask):
    """Flask, which tells of a page that failed without its address: that may hold somebody's link."""

    def log_exception(self, exc_info: Any) -> None:
        """One line, as of any fault."""
        tell_fault(log, "a page failed", exc_info[1])


def create_app(parts: Parts) -> Flask:
    """The WSGI application over these parts."""
    app, headers = WebApp("gateway.web"), headers_of_all(secure=parts.settings.public)
    app.secret_key = parts.settings.secret_key
    app.config["MAX_CONTENT_LENGTH"] = MOST_BYTES
    app.jinja_env.globals.update(
        t=sentence_in(parts.words), language=parts.words.language
    )
    app.wsgi_app = Webhooks(parts, app.wsgi_app)  # type: ignore[method-assign]  # Flask's way to go in front
    app.register_blueprint(create_health(parts))
    app.register_blueprint(create_own_data(parts))
    app.register_blueprint(create_admin(parts), url_prefix="/admin")

    @app.before_request
    def trace() -> None:
        TRACE.set(new_trace())

    @app.teardown_request
    def end_trace(_error: BaseException | None) -> None:
        TRACE.set("")

    @app.get("/")
    def front() -> str:
        return render_template("front.html", settings=parts.settings)

    @app.after_request
    def harden(response: Response) -> Response:
        for name, value in headers.items():
            response.headers.setdefault(name, value)
        return response

    return app


def sentence_in(words: Words) -> Callable[..., Markup]:
    """How templates say a sentence of the catalogue: its own tags are HTML, what fills its places is text."""

    def sentence(key: str, /, **args: object) -> Markup:
        return Markup(words.catalogue.text(key, words.language, CHAT)).format(**args)  # noqa: S704  (ours)

    return sentence
