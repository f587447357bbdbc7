"""The only place that builds things: engine, queue, channels, clock, the core's data."""

import secrets
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Literal

from channels.contract import Channel
from channels.telegram import TelegramChannel
from channels.twilio import TwilioChannel, twilio_client
from gateway.admin.links import Links
from gateway.parts import Parts
from gateway.settings import BadSettings, Settings
from intake.catalogue import Catalogue, read_catalogue
from intake.gazetteer import Gazetteer
from intake.language import LanguageScorer
from routing.agencies import Agencies, BrokenAgencies, read_agencies
from routing.clocks import Calendar, indonesian_holidays
from storage.crypto import BadKey, KeyRing
from storage.embedded_redis import url_of
from storage.queue import Doorbell
from storage.spool import Spool
from storage.unit_of_work import open_store

EXAMPLE = "sumba-timur.yaml"
YEARS_AHEAD = 2


def build(settings: Settings, clock: Callable[[], datetime] | None = None) -> Parts:
    """Join the parts; BadSettings, naming every fault, when the settings or the agencies file are broken."""
    agencies = load_agencies(settings)
    keys = load_keys(settings)
    now = clock or (lambda: datetime.now(settings.zone))  # noqa: TID251  (here, and only here, is the clock)
    return Parts(
        settings=settings,
        store=open_store(settings.database_url, keys),
        bell=Doorbell(redis_url(settings)),
        spool=Spool(settings.var_dir / "spool", keys),
        channels=build_channels(settings),
        agencies=agencies,
        calendar=Calendar(
            indonesian_holidays(range(now().year - 1, now().year + YEARS_AHEAD)), settings.zone
        ),
        catalogue=load_catalogue(),
        gazetteer=load_gazetteer,
        scorer=load_scorer,
        links=Links(settings.secret_key, settings.public_url),
        clock=now,
        draw=secrets.randbelow,
    )


def redis_url(settings: Settings) -> str:
    """Where Redis is: as set, or the embedded one of this VAR_DIR."""
    return settings.redis_url or url_of(settings.var_dir)


def load_agencies(settings: Settings) -> Agencies:
    """The agencies file, or the worked example; BadSettings with each fault's line."""
    path = settings.agencies_file
    try:
        text = Path(path).read_text(encoding="utf-8") if path else _example()
        return read_agencies(text)
    except (OSError, UnicodeDecodeError) as error:
        raise BadSettings([f"AGENCIES_FILE cannot be read: {error}"]) from error
    except BrokenAgencies as error:
        raise BadSettings([f"AGENCIES_FILE {path or EXAMPLE}, {fault}" for fault in error.faults]) from error


def load_keys(settings: Settings) -> KeyRing:
    """The key ring of DATA_KEY."""
    try:
        return KeyRing.from_text(settings.data_key)
    except BadKey as error:
        raise BadSettings([f"DATA_KEY: {error}"]) from error


def build_channels(settings: Settings) -> Mapping[str, Channel]:
    """The channels whose credentials are set."""
    channels: dict[str, Channel] = {}
    names: tuple[Literal["sms", "whatsapp"], ...] = ("sms", "whatsapp")
    numbers = {"sms": settings.twilio_sms_number, "whatsapp": settings.twilio_whatsapp_number}
    for name in names:
        if name in settings.channels:
            client = twilio_client(
                settings.twilio_account_sid, settings.twilio_auth_token, settings.twilio_api_url
            )
            channels[name] = TwilioChannel(
                name,
                numbers[name],
                client,
                (settings.twilio_auth_token,),
                settings.twilio_account_sid,
                status_callback=f"{settings.public_url}/webhooks/twilio/status",
            )
    if "telegram" in settings.channels:
        channels["telegram"] = build_telegram(settings)
    return channels


def build_telegram(settings: Settings) -> TelegramChannel:
    """The Telegram channel; its webhook secret may be empty when it polls."""
    return TelegramChannel(
        settings.telegram_bot_token,
        tuple(filter(None, [settings.telegram_webhook_secret])),
        settings.telegram_api_url,
    )


@cache
def load_gazetteer() -> Gazetteer:
    """The regions of Indonesia; read once a process, in under a second."""
    return Gazetteer.from_bytes(resources.files("intake").joinpath("data", "regions.txt.xz").read_bytes())


@cache
def load_scorer() -> LanguageScorer:
    """langdetect's own Indonesian and English profiles."""
    profiles = resources.files("langdetect").joinpath("profiles")
    return LanguageScorer.from_profiles(
        *(profiles.joinpath(code).read_text(encoding="utf-8") for code in ("id", "en"))
    )


@cache
def load_catalogue() -> Catalogue:
    """Every sentence we say."""
    texts = resources.files("intake").joinpath("texts")
    return read_catalogue(
        {
            file.name.removesuffix(".po"): file.read_bytes()
            for file in texts.iterdir()
            if file.name.endswith(".po")
        }
    )


def _example() -> str:
    return resources.files("routing").joinpath("data", EXAMPLE).read_text(encoding="utf-8")
