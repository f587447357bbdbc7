"""The web application: providers' webhooks, administrators' pages, health, and a front page."""

from flask import Flask, Response, render_template

from gateway.admin import create_admin
from gateway.cases import act_on
from gateway.health import create_health
from gateway.parts import Parts
from gateway.webhooks import MOST_BYTES, create_webhooks
from gateway.words import tell_address


def create_app(parts: Parts) -> Flask:
    """The WSGI application over these parts."""
    app = Flask("gateway")
    app.secret_key = parts.settings.secret_key
    app.config["MAX_CONTENT_LENGTH"] = MOST_BYTES
    app.register_blueprint(create_webhooks(parts))
    app.register_blueprint(create_health(parts))
    app.register_blueprint(
        create_admin(
            parts,
            lambda tracking_id, action: act_on(parts, tracking_id, action),
            lambda address, text: tell_address(parts, address, text),
        ),
        url_prefix="/admin",
    )

    @app.get("/")
    def front() -> str:
        return render_template("front.html", settings=parts.settings)

    @app.after_request
    def harden(response: Response) -> Response:
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Referrer-Policy", "no-referrer")
        response.headers.setdefault("Content-Security-Policy", "default-src 'self'; frame-ancestors 'none'")
        return response

    return app
