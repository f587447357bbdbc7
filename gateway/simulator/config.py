"""What the simulator must know: the gateway it serves and the credentials both sides share."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from intake.messages import Address

CHANNELS = ("sms", "whatsapp", "telegram")


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulatorConfig:
    """Credentials as in the gateway's settings. Numbers are E.164."""

    gateway_url: str  # where webhooks are posted: http://127.0.0.1:8000
    public_url: str  # what the gateway believes its address is: signatures cover it
    account_sid: str
    auth_token: str
    sms_number: str
    whatsapp_number: str
    bot_token: str
    webhook_secret: (
        str  # empty: the bot starts without a webhook, updates wait for getUpdates
    )
    administrators: tuple[
        tuple[str, str], ...
    ] = ()  # (label, "telegram:1001"); other channels are ignored
    own_url: str = (
        ""  # where the gateway finds us, for media links; empty: as the page was called
    )
    clock: Callable[[], float] = time.time  # seconds since 1970

    def reach(self, url: str) -> str:
        """The address to post to for a public URL: the public host may not be reachable from here."""
        public = self.public_url.rstrip("/")
        return (
            self.gateway_url.rstrip("/") + url.removeprefix(public)
            if url.startswith(public)
            else url
        )

    def known_administrators(self) -> list[tuple[str, Address]]:
        """The administrators who have a phone here."""
        accounts = [
            (label, Address.from_text(address))
            for label, address in self.administrators
        ]
        return [
            (label, address)
            for label, address in accounts
            if address.channel in CHANNELS
        ]
