"""The providers on this machine: a Twilio-shaped and a Telegram-shaped API, and a web page with phones.

The gateway's own adapters talk to it as they do to the real ones, so what works here
works there: the same requests, the same signatures, the same refusals.

    phones.js / tests -> phones_api -> twilio_line   | telegram_line -> the gateway's webhooks
    the gateway       -> twilio_rest | telegram_rest -> state        -> phones.js / tests
"""

from gateway.simulator.app import create_simulator
from gateway.simulator.config import SimulatorConfig

__all__ = ["SimulatorConfig", "create_simulator"]
