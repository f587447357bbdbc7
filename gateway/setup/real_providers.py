"""With real providers nobody may be written to whom the operator did not name.

Without an agencies file of one's own the worked example is used, whose numbers look real and are
somebody's: good for a first look at the simulator, or at fake providers on this machine.
"""

from collections.abc import Iterator
from ipaddress import ip_address
from urllib.parse import urlsplit

from gateway.setup.settings import BadSettings, Settings


def demand_own_agencies(settings: Settings) -> None:
    """BadSettings when real providers would carry our words to the people of the worked example."""
    if fault := example_fault(settings):
        raise BadSettings([f"AGENCIES_FILE {fault}"])


def example_fault(settings: Settings) -> str:
    """Why the worked example does not do here, in a sentence; "" when it does."""
    real = [host for url in _addresses(settings) if (host := _elsewhere(url))]
    if settings.agencies_file or not real:
        return ""
    return (
        f"is missing: {', '.join(real)} would write to the people of the worked example,"
        " whom nobody here knows"
    )


def _addresses(settings: Settings) -> Iterator[str]:
    """Where what we write to administrators goes, of the providers that are on."""
    if settings.twilio_account_sid:
        yield settings.twilio_api_url
    if settings.telegram_bot_token:
        yield settings.telegram_api_url
    yield settings.kannel_send_url
    yield settings.android_sms_url
    if settings.smtp_host:
        yield f"smtp://{settings.smtp_host}"


def _elsewhere(url: str) -> str:
    """The machine behind an address; "" for this one."""
    host = urlsplit(url).hostname or ""
    try:
        return "" if ip_address(host).is_loopback else host
    except ValueError:
        return "" if host == "localhost" else host
