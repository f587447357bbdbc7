"""Joins the parts of the simulator into one Flask application."""

from flask import Flask, Response, jsonify, render_template, request

from gateway.simulator.config import SimulatorConfig
from gateway.simulator.phones_api import CITIZENS, PhonesApi, phones_blueprint
from gateway.simulator.post import Postman
from gateway.simulator.state import Phones
from gateway.simulator.telegram_line import TelegramLine
from gateway.simulator.telegram_rest import TelegramRest, telegram_blueprint
from gateway.simulator.twilio_content import Contents
from gateway.simulator.twilio_line import TwilioLine
from gateway.simulator.twilio_rest import TwilioRest, twilio_blueprint

LARGEST_REQUEST = 32 * 1024 * 1024  # bytes
HEADERS = {
    "Content-Security-Policy": "default-src 'self'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}


def create_simulator(config: SimulatorConfig) -> Flask:
    """The providers and the page of phones. Run it in one process: its state is in memory."""
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_REQUEST
    app.config["MAX_FORM_MEMORY_SIZE"] = LARGEST_REQUEST
    state, postman = Phones(config.clock), Postman()
    twilio = TwilioLine(
        config, state, postman, lambda: (config.own_url or request.host_url).rstrip("/")
    )
    telegram = TelegramLine(config, state, postman)
    contents = Contents(config.account_sid, config.clock)
    app.register_blueprint(
        twilio_blueprint(TwilioRest(config, state, twilio, contents), contents)
    )
    app.register_blueprint(telegram_blueprint(TelegramRest(config, state, telegram)))
    app.register_blueprint(
        phones_blueprint(PhonesApi(config, state, twilio, telegram), postman)
    )
    app.add_url_rule("/", "page", lambda: render_template("phones.html"))
    app.add_url_rule("/health", "health", lambda: jsonify(status="ok"))
    app.after_request(_harden)
    _hand_out(config, state)
    return app


def _hand_out(config: SimulatorConfig, state: Phones) -> None:
    """Citizens get a name; administrators have also talked to us before, so that we may write first."""
    for label, channel, id_ in CITIZENS:
        state.phone(channel, id_, label)
    for label, address in config.known_administrators():
        state.phone(address.channel, address.id, label).heard_at = config.clock()


def _harden(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    return response
