"""The only place that builds things: engine, queue, channels, clock, the core's data."""

import secrets
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Literal

from requests import Session

from channels.android_sms import AndroidAccount, AndroidSmsChannel
from channels.contract import Channel
from channels.email import EmailChannel, Mailer
from channels.gammu import GammuChannel, Modem
from channels.kannel import KannelAccount, KannelChannel
from channels.sms import party, prefix
from channels.sms_sources import SmsSource, SmsSources
from channels.telegram import TelegramChannel
from channels.templates import NO_TEMPLATES, BrokenTemplates, Templates, read_templates
from channels.twilio import SharedKey, TwilioChannel, twilio_client
from gateway.setup.links import Links
from gateway.setup.parts import Parts
from gateway.setup.settings import BadSettings, Settings, listed, secrets_in
from intake.places.gazetteer import Gazetteer
from intake.places.nearest import Places
from intake.reading.language import LanguageScorer
from intake.wording.catalogue import SOURCE_LANGUAGE, Catalogue, Words, read_catalogue
from routing.agencies import Agencies, BrokenAgencies, read_agencies
from routing.clocks import Calendar, indonesian_holidays
from routing.complete import check_verbs
from routing.verbs import VERBS
from storage.crypto import BadKey, KeyRing
from storage.embedded_redis import url_of
from storage.limits import RATES, Limiter, Rate, Rates
from storage.media import BadMediaUrl, MediaStore
from storage.queue import Doorbell
from storage.spool import Spool
from storage.unit_of_work import open_store

EXAMPLE = "sumba-timur.yaml"
YEARS_AHEAD = 2
TWILIO_API = "https://api.twilio.com"
NEARBY = 30  # SMS a second


def build(settings: Settings, clock: Callable[[], datetime] | None = None) -> Parts:
    """Join the parts; BadSettings, naming every fault, when the settings or the agencies file are broken."""
    agencies = load_agencies(settings)
    keys = load_keys(settings)
    check_verbs(VERBS, load_officers_catalogue(), load_catalogue())
    now = clock or (lambda: datetime.now(settings.zone))  # noqa: TID251  (here, and only here, is the clock)
    return Parts(
        settings=settings,
        store=open_store(settings.database_url, keys),
        bell=Doorbell(redis_url(settings)),
        spool=Spool(settings.var_dir / "spool", keys),
        media=load_media(settings),
        channels=build_channels(settings),
        agencies=agencies,
        calendar=Calendar(
            indonesian_holidays(range(now().year - 1, now().year + YEARS_AHEAD)), settings.zone
        ),
        catalogue=load_catalogue(),
        gazetteer=load_gazetteer,
        scorer=load_scorer,
        places=load_places,
        links=Links(settings.secret_key, settings.public_url),
        limiter=Limiter(redis_url(settings), load_rates(settings)),
        templates=load_templates(settings),
        nap=time.sleep,
        clock=now,
        draw=secrets.randbelow,
        words=load_words(settings.language),
        verbs=VERBS,
    )


def warm_up(settings: Settings) -> None:
    """Read what every process needs before any is forked: it is read, and in memory, once.

    The parts joined here are thrown away; nothing has connected yet. BadSettings as `build`.
    """
    build(settings)
    load_gazetteer()
    load_scorer()


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


def load_media(settings: Settings) -> MediaStore:
    """Where attachments are kept; BadSettings when MEDIA_URL names nowhere."""
    try:
        return MediaStore(settings.media_url)
    except BadMediaUrl as error:
        raise BadSettings([f"MEDIA_URL: {error}"]) from error


def load_templates(settings: Settings) -> Templates:
    """The approved WhatsApp templates; BadSettings when their file cannot be used."""
    path = settings.whatsapp_templates
    try:
        return read_templates(Path(path).read_text(encoding="utf-8")) if path else NO_TEMPLATES
    except (OSError, UnicodeDecodeError) as error:
        raise BadSettings([f"WHATSAPP_TEMPLATES cannot be read: {error}"]) from error
    except BrokenTemplates as error:
        raise BadSettings([f"WHATSAPP_TEMPLATES {path}, {fault}" for fault in error.faults]) from error


def load_rates(settings: Settings) -> Mapping[str, Rates]:
    """How fast each channel may be written to. A gateway of our own queues for its modems."""
    twilio = settings.sms_sources == ("twilio",) and settings.twilio_api_url == TWILIO_API
    sms = settings.sms_per_second or (1 if twilio else NEARBY)
    return {**RATES, "sms": Rates(Rate(sms, 1, burst=10 * sms))}


def build_channels(settings: Settings) -> Mapping[str, Channel]:
    """The channels whose credentials are set."""
    channels: dict[str, Channel] = {}
    if settings.sms_sources:
        channels["sms"] = SmsSources(tuple(SMS_SOURCES[name](settings) for name in settings.sms_sources))
    if "whatsapp" in settings.channels:
        channels["whatsapp"] = _twilio(settings, "whatsapp", settings.twilio_whatsapp_number)
    if "telegram" in settings.channels:
        channels["telegram"] = build_telegram(settings)
    if "email" in settings.channels:
        channels["email"] = EmailChannel(_mailer(settings))
    return channels


def _mailer(settings: Settings) -> Mailer:
    return Mailer(
        settings.smtp_host,
        settings.smtp_port,
        settings.smtp_from,
        settings.smtp_tls,
        settings.smtp_username,
        settings.smtp_password,
    )


def _twilio(settings: Settings, name: Literal["sms", "whatsapp"], number: str) -> TwilioChannel:
    tokens = secrets_in(settings.twilio_auth_token)
    keys = (one.partition(":") for one in secrets_in(settings.twilio_signing_keys))
    return TwilioChannel(
        name,
        number,
        twilio_client(settings.twilio_account_sid, tokens[0], settings.twilio_api_url),
        (*tokens, *(SharedKey(id_, secret) for id_, _, secret in keys)),
        settings.twilio_account_sid,
        status_callback=f"{settings.public_url}/webhooks/twilio/status",
    )


def _sms_by_twilio(settings: Settings) -> SmsSource:
    number = settings.twilio_sms_number
    return SmsSource("twilio", _twilio(settings, "sms", number), (number,))


def _sms_by_kannel(settings: Settings) -> SmsSource:
    numbers = _numbers(settings.kannel_number)
    account = KannelAccount(
        settings.kannel_send_url,
        settings.kannel_username,
        settings.kannel_password,
        settings.kannel_secret,
        numbers,
        listed(settings.kannel_allowed),
        f"{settings.public_url}/webhooks/kannel/dlr",
        settings.kannel_dialect,
    )
    return SmsSource(
        "kannel", KannelChannel(account, Session(), _new_id), numbers, _prefixes(settings.kannel_prefixes)
    )


def _sms_by_android(settings: Settings) -> SmsSource:
    account = AndroidAccount(
        settings.android_sms_url,
        settings.android_sms_username,
        settings.android_sms_password,
        settings.android_sms_secret,
        settings.android_sms_number,
    )
    channel = AndroidSmsChannel(account, Session(), _new_id)
    return SmsSource("android-sms", channel, (account.number,), _prefixes(settings.android_sms_prefixes))


def _sms_by_gammu(settings: Settings) -> SmsSource:
    modem = Modem(
        Path(settings.gammu_database).absolute(), settings.gammu_secret, settings.gammu_number, settings.zone
    )
    return SmsSource(
        "gammu", GammuChannel(modem, _new_id), (modem.number,), _prefixes(settings.gammu_prefixes)
    )


SMS_SOURCES: dict[str, Callable[[Settings], SmsSource]] = {
    "kannel": _sms_by_kannel,
    "android-sms": _sms_by_android,
    "gammu": _sms_by_gammu,
    "twilio": _sms_by_twilio,
}


def _numbers(raw: str) -> tuple[str, ...]:
    return tuple(party(one)[0] for one in listed(raw))


def _prefixes(raw: str) -> tuple[str, ...]:
    return tuple(prefix(one) for one in listed(raw))


def _new_id() -> str:
    return secrets.token_hex(12)


def build_telegram(settings: Settings) -> TelegramChannel:
    """The Telegram channel; its webhook secret may be empty when it polls."""
    return TelegramChannel(
        settings.telegram_bot_token,
        secrets_in(settings.telegram_webhook_secret),
        settings.telegram_api_url,
        webhook_url=f"{settings.public_url}/webhooks/telegram" if settings.telegram_mode == "webhook" else "",
    )


@cache
def load_gazetteer() -> Gazetteer:
    """The regions of Indonesia; read once a process, in under a second."""
    return Gazetteer.from_bytes(_data("regions.txt.xz"))


@cache
def load_places() -> Places:
    """The towns and larger villages of GeoNames."""
    return Places.from_bytes(_data("places.txt.xz"))


@cache
def load_scorer() -> LanguageScorer:
    """langdetect's own Indonesian and English profiles."""
    profiles = resources.files("langdetect").joinpath("profiles")
    return LanguageScorer.from_profiles(
        *(profiles.joinpath(code).read_text(encoding="utf-8") for code in ("id", "en"))
    )


def load_words(language: str) -> Words:
    """What officers read, in this language where we have it, else in Indonesian."""
    catalogue = load_officers_catalogue()
    return Words(catalogue, language if language in catalogue.languages else SOURCE_LANGUAGE)


@cache
def load_officers_catalogue() -> Catalogue:
    """Every sentence that officers read."""
    return _catalogue("routing").joined(_catalogue("gateway"))


@cache
def load_catalogue() -> Catalogue:
    """Every sentence that citizens read."""
    return _catalogue("intake.wording")


def _catalogue(package: str) -> Catalogue:
    texts = resources.files(package).joinpath("texts")
    return read_catalogue(
        {
            file.name.removesuffix(".po"): file.read_bytes()
            for file in texts.iterdir()
            if file.name.endswith(".po")
        }
    )


def _data(name: str) -> bytes:
    return resources.files("intake.places").joinpath("data", name).read_bytes()


def _example() -> str:
    return resources.files("routing").joinpath("data", EXAMPLE).read_text(encoding="utf-8")
