"""Who calls: the network address we count tries by, and whether it is somebody of our own house.

The address is the caller's own. Behind a proxy that is the proxy, so there the last entry of
X-Forwarded-For counts, which our proxy wrote; the entries before it are whatever the caller liked.
A stranger who reaches us directly is not believed, whatever headers they send (OWASP ASVS 5.0, 15.3.4).
"""

import hmac
from ipaddress import ip_address
from wsgiref.types import WSGIEnvironment

from channels.fetching import OFFICE

FORWARDED = (
    "HTTP_X_FORWARDED_FOR",
    "HTTP_FORWARDED",
    "HTTP_X_REAL_IP",
    "HTTP_VIA",
)  # headers of proxies
BEARER = "Bearer "


def caller(environ: WSGIEnvironment) -> str:
    """The network address of whoever calls."""
    peer = str(environ.get("REMOTE_ADDR", ""))
    last = str(environ.get("HTTP_X_FORWARDED_FOR", "")).rpartition(",")[2].strip()
    return last if last and _is_near(peer) else peer


def is_of_the_house(environ: WSGIEnvironment, token: str) -> bool:
    """Whether counts are for this caller: with the token; without one set, from our own network directly."""
    if token:
        given = str(environ.get("HTTP_AUTHORIZATION", ""))
        sent = given.removeprefix(BEARER).encode("latin-1", "replace")
        return given.startswith(BEARER) and hmac.compare_digest(sent, token.encode())
    direct = not any(name in environ for name in FORWARDED)
    return direct and _is_near(str(environ.get("REMOTE_ADDR", "")))


def _is_near(peer: str) -> bool:
    """This machine, or a private network."""
    try:
        address = ip_address(peer)
    except ValueError:
        return not peer  # a server on a Unix socket
    real = getattr(address, "ipv4_mapped", None) or address
    return real.is_loopback or any(
        real in net for net in OFFICE if net.version == real.version
    )
