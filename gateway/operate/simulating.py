"""Serve the simulator with this deployment's credentials, so that only our own adapters can use it."""

import signal
from types import FrameType

from werkzeug.serving import make_server

from gateway.setup.settings import Settings
from gateway.setup.wiring import load_agencies
from gateway.simulator import SimulatorConfig, create_simulator


def serve(settings: Settings) -> None:
    """Serve until SIGTERM. Its state is in memory: phones are empty after a restart."""
    host = "127.0.0.1"
    server = make_server(
        host,
        settings.simulator_port,
        create_simulator(simulator_config(settings)),
        threaded=True,
    )
    signal.signal(signal.SIGTERM, _leave)
    try:
        server.serve_forever()
    except (KeyboardInterrupt, SystemExit):
        server.server_close()


def simulator_config(settings: Settings) -> SimulatorConfig:
    """The simulator's side of these settings."""
    desks = load_agencies(settings).by_code.values()
    return SimulatorConfig(
        gateway_url=f"http://127.0.0.1:{settings.port}",
        public_url=settings.public_url,
        account_sid=settings.twilio_account_sid,
        auth_token=settings.twilio_auth_token,
        sms_number=settings.twilio_sms_number,
        whatsapp_number=settings.twilio_whatsapp_number,
        bot_token=settings.telegram_bot_token,
        webhook_secret=settings.telegram_webhook_secret
        if settings.telegram_mode == "webhook"
        else "",
        administrators=tuple(
            dict.fromkeys(
                (person.name, str(address))
                for desk in desks
                for person in desk.administrators
                for address in person.notify
            )
        ),
        own_url=f"http://127.0.0.1:{settings.simulator_port}",
    )


def _leave(_signal: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)
