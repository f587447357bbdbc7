"""What an installation needs, step by step: a row is all there is to a step but how it is talked through."""

import base64
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from gateway.operate.installing import connecting
from gateway.setup.readers import KEY_BYTES
from gateway.setup.settings import Settings

Connect = Callable[[Settings], list[str]]
Suggest = Callable[[Mapping[str, str]], str]  # from what is known so far


@dataclass(frozen=True, slots=True)
class SetupStep:
    """One thing to set up.

    `asks` are the settings that are asked for; without the first the step is left out. `made` are
    those that nobody types. `connect` tells the provider where we are, and says what was done or is
    left to do by hand; `proves` names the channel that is then asked whether all is well.
    """

    name: str
    title: str
    why: str
    asks: tuple[str, ...]
    made: Mapping[str, Suggest] = field(default_factory=dict)
    proves: str = ""
    connect: Connect | None = None
    suggests: Mapping[str, Suggest] = field(default_factory=dict)


def _key(name: str) -> Suggest:
    """The one a first run has made and used already, or a new one."""

    def make(known: Mapping[str, str]) -> str:
        kept = Path(known.get("VAR_DIR") or "var") / name
        fresh = base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()
        return kept.read_text().strip() if kept.is_file() else fresh

    return make


def _word(_known: Mapping[str, str]) -> str:
    return secrets.token_hex(16)


def _telegram_mode(known: Mapping[str, str]) -> str:
    """Telegram brings messages to https addresses only."""
    public = known.get("PUBLIC_URL", "").startswith("https://")
    return "webhook" if public else "polling"


SETUP: tuple[SetupStep, ...] = (
    SetupStep(
        "place",
        "Where this installation is",
        "Providers bring messages to PUBLIC_URL and links in messages lead to it: https://, as the proxy in"
        " front of us serves it. Without one only what needs none works: Telegram by polling, a phone or"
        " a modem in the office.",
        ("TIMEZONE", "PUBLIC_URL"),
        made={"SECRET_KEY": _key("secret_key"), "DATA_KEY": _key("data_key")},
    ),
    SetupStep(
        "agencies",
        "Who looks after what",
        "A YAML file of your desks, their people and how they are reached (README, The agencies file)."
        " Without it real messages would go to the people of the worked example, so nothing starts.",
        ("AGENCIES_FILE",),
        connect=connecting.agencies,
    ),
    SetupStep(
        "telegram",
        "Telegram",
        "Free both ways, with photos and pins. Write /newbot to @BotFather and copy the token it answers.",
        ("TELEGRAM_BOT_TOKEN", "TELEGRAM_MODE"),
        made={"TELEGRAM_WEBHOOK_SECRET": _word},
        proves="telegram",
        connect=connecting.telegram,
        suggests={"TELEGRAM_MODE": _telegram_mode},
    ),
    SetupStep(
        "whatsapp",
        "WhatsApp by Twilio",
        "Account SID and Auth Token stand on the first page of Twilio's console; the number is a WhatsApp"
        " sender there.",
        ("TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "TWILIO_WHATSAPP_NUMBER"),
        proves="whatsapp",
        connect=connecting.whatsapp,
    ),
    SetupStep(
        "phone",
        "SMS by a SIM in an Android phone",
        "The open app of sms-gate.app on a phone in the office: start its local server and copy address, user"
        " and password from its first screen, the signing key from Settings, Webhooks.",
        (
            "ANDROID_SMS_URL",
            "ANDROID_SMS_USERNAME",
            "ANDROID_SMS_PASSWORD",
            "ANDROID_SMS_SECRET",
            "ANDROID_SMS_NUMBER",
        ),
        proves="sms",
        connect=connecting.phone,
    ),
    SetupStep(
        "mail",
        "Mail to administrators",
        "A further way to reach those who have no chat; one way only.",
        ("SMTP_HOST", "SMTP_FROM", "SMTP_USERNAME", "SMTP_PASSWORD"),
        proves="email",
    ),
    SetupStep(
        "backup",
        "A back-up every day",
        "A folder on another disk or machine, or any fsspec URL; sealed, so DATA_KEY must be kept elsewhere.",
        ("BACKUP_TO",),
    ),
)
BY_NAME: Mapping[str, SetupStep] = {step.name: step for step in SETUP}
SECRETS = ("TOKEN", "SECRET", "PASSWORD", "KEY")


def is_secret(setting: str) -> bool:
    """Whether it is not shown while it is typed."""
    return setting.endswith(SECRETS)
