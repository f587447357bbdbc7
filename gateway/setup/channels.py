"""The channels there are, one row each: its adapter, and how wiring builds it.

A row is all that the rest of the program needs: limits, window, label and capabilities are
read from the adapter, of channels that are switched off, too, because people who once wrote
by them are still in the database.
"""

import secrets
from collections.abc import Callable, Mapping
from pathlib import Path

from requests import Session
from twilio.rest import Client

from channels.android_sms import AndroidAccount, AndroidSmsChannel
from channels.contract import Channel, lacking
from channels.email import EmailChannel, Mailer
from channels.gammu import GammuChannel, Modem
from channels.kannel import KannelAccount, KannelChannel
from channels.sms import Sms, party, per_second, prefix
from channels.sms_sources import SmsSource, SmsSources
from channels.telegram import TelegramChannel
from channels.twilio import Secret, SharedKey, TwilioSms, TwilioWhatsApp, twilio_client
from gateway.setup.readers import listed
from gateway.setup.settings import Settings
from intake.messages import Capabilities, Rates

TWILIO_API = "https://api.twilio.com"


def load_rates(settings: Settings) -> Mapping[str, Rates]:
    """How fast each channel may be written to; of SMS the settings know more than the adapter."""
    return {name: adapter.rates for name, adapter in KNOWN.items()} | {
        "sms": _sms_rates(settings)
    }


def _sms_rates(settings: Settings) -> Rates:
    if settings.sms_per_second:
        return per_second(settings.sms_per_second)
    by_twilio = (
        settings.sms_sources == ("twilio",) and settings.twilio_api_url == TWILIO_API
    )
    return TwilioSms.rates if by_twilio else Sms.rates


def build_channels(settings: Settings) -> Mapping[str, Channel]:
    """The channels whose credentials are set."""
    return {
        adapter.name: build(settings)
        for adapter, build in ADAPTERS
        if adapter.name in settings.channels
    }


def by_name(adapters: tuple[type[Channel], ...]) -> Mapping[str, type[Channel]]:
    """The adapters by the name of their channel; TypeError when one leaves out what is demanded of it."""
    faults = [fault for adapter in adapters for fault in lacking(adapter)]
    if faults:
        raise TypeError("; ".join(faults))
    return {adapter.name: adapter for adapter in adapters}


def _sms(settings: Settings) -> Channel:
    return SmsSources(
        tuple(SMS_SOURCES[name](settings) for name in settings.sms_sources)
    )


def _whatsapp(settings: Settings) -> Channel:
    return TwilioWhatsApp(settings.twilio_whatsapp_number, *_twilio(settings))


def build_telegram(settings: Settings) -> TelegramChannel:
    """The Telegram channel; its webhook secret may be empty when it polls."""
    return TelegramChannel(
        settings.telegram_bot_token,
        listed(settings.telegram_webhook_secret),
        settings.telegram_api_url,
        webhook_url=f"{settings.public_url}/webhooks/telegram"
        if settings.telegram_mode == "webhook"
        else "",
    )


def _email(settings: Settings) -> Channel:
    mailer = Mailer(
        settings.smtp_host,
        settings.smtp_port,
        settings.smtp_from,
        settings.smtp_tls,
        settings.smtp_username,
        settings.smtp_password,
    )
    return EmailChannel(mailer)


ADAPTERS: tuple[tuple[type[Channel], Callable[[Settings], Channel]], ...] = (
    (SmsSources, _sms),
    (TwilioWhatsApp, _whatsapp),
    (TelegramChannel, build_telegram),
    (EmailChannel, _email),
)
KNOWN = by_name(tuple(adapter for adapter, _ in ADAPTERS))
CAPABILITIES: Mapping[str, Capabilities] = {
    name: one.capabilities for name, one in KNOWN.items()
}


# --- What the rows are built from


def _twilio(settings: Settings) -> tuple[Client, tuple[Secret, ...], str, str]:
    """The client, the secrets webhooks are signed with, the account, and where reports come to."""
    tokens = listed(settings.twilio_auth_token)
    keys = (one.partition(":") for one in listed(settings.twilio_signing_keys))
    return (
        twilio_client(settings.twilio_account_sid, tokens[0], settings.twilio_api_url),
        (*tokens, *(SharedKey(id_, secret) for id_, _, secret in keys)),
        settings.twilio_account_sid,
        f"{settings.public_url}/webhooks/twilio/status",
    )


def _sms_by_twilio(settings: Settings) -> SmsSource:
    number = settings.twilio_sms_number
    return SmsSource("twilio", TwilioSms(number, *_twilio(settings)), (number,))


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
        "kannel",
        KannelChannel(account, Session(), _new_id),
        numbers,
        _prefixes(settings.kannel_prefixes),
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
    return SmsSource(
        "android-sms",
        channel,
        (account.number,),
        _prefixes(settings.android_sms_prefixes),
    )


def _sms_by_gammu(settings: Settings) -> SmsSource:
    modem = Modem(
        Path(settings.gammu_database).absolute(),
        settings.gammu_secret,
        settings.gammu_number,
        settings.zone,
    )
    return SmsSource(
        "gammu",
        GammuChannel(modem, _new_id),
        (modem.number,),
        _prefixes(settings.gammu_prefixes),
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
