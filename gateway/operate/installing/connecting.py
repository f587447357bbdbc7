"""Telling each provider where we are; each returns what was done, or is left to be done by hand."""

from collections.abc import Iterable

from requests import Session
from requests.auth import HTTPBasicAuth

from channels.sms import ask
from gateway.setup.channels import build_telegram
from gateway.setup.settings import Settings
from gateway.setup.wiring import load_agencies

# https://docs.sms-gate.app/features/webhooks/
EVENTS = ("sms:received", "sms:sent", "sms:delivered", "sms:failed")


def telegram(settings: Settings) -> list[str]:
    """The webhook, or none where we fetch; and the commands people see. SendError."""
    channel = build_telegram(settings)
    channel.set_commands()
    if settings.telegram_mode == "polling":
        channel.delete_webhook()
        return ["Telegram: messages are fetched, no webhook is needed"]
    url = f"{settings.public_url}/webhooks/telegram"
    channel.set_webhook(url)
    return [f"Telegram: brings messages to {url}"]


def agencies(settings: Settings) -> list[str]:
    """Whether the file can be used. BadSettings with each fault's line."""
    read = load_agencies(settings)
    people = sum(len(one.administrators) for one in read.by_code.values())
    return [
        f"{len(read.by_code)} desks, {people} people; `satupintu agencies check` tells of gaps"
    ]


def whatsapp(settings: Settings) -> list[str]:
    """Twilio has no public call for a WhatsApp sender's webhook: it is pasted into the console."""
    url = f"{settings.public_url}/webhooks/twilio/whatsapp"
    return [
        f"Twilio: in the console, Messaging, WhatsApp senders, paste {url} as webhook, method POST"
    ]


def phone(settings: Settings) -> list[str]:
    """The app's webhooks, each under an id of ours, so that a second time replaces the first. SendError."""
    url = f"{settings.public_url}/webhooks/android-sms"
    session = Session()
    access = HTTPBasicAuth(settings.android_sms_username, settings.android_sms_password)
    for webhook in _webhooks(url):
        ask(
            session,
            "POST",
            f"{settings.android_sms_url}/webhooks",
            auth=access,
            json=webhook,
        )
    return [f"The phone: brings messages to {url}"]


def _webhooks(url: str) -> Iterable[dict[str, str]]:
    for event in EVENTS:
        name = event.replace(":", "-")
        yield {"id": f"satupintu-{name}", "url": url, "event": event}
