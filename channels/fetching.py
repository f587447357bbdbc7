"""Files from a provider, and from nobody else (OWASP ASVS 5.0: 1.3.6, 5.2.1, 13.2.5, 15.3.2).

A link arrives inside a message, so it is a stranger's suggestion of what our server
should connect to. It is read by one strict pattern, must name one of the provider's
own hosts, is resolved once, and the connection goes to the very addresses that were
judged. Each redirect is judged the same way, and the credentials stay at the first host.

Errors and logs name the host at most: a path may hold a token.
"""

import re
import socket
import ssl
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from http import HTTPStatus
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any
from urllib.parse import urljoin

import httpcore

from channels.contract import (
    Fetched,
    Misconfigured,
    Missing,
    SendError,
    Throttled,
    Unreachable,
    Unwanted,
    Why,
)

IP = IPv4Address | IPv6Address
Resolve = Callable[[str, int], list[str]]  # a host and a port -> every address it has

LINK = re.compile(
    r"(?P<scheme>https?)://(?P<host>[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?|\[[0-9a-f:.]{2,45}\])"
    r"(?::(?P<port>[0-9]{1,5}))?(?P<target>/[!-\[\]-~]*)?",  # printable ASCII, no backslash
    re.IGNORECASE,
)
PORTS = {"https": 443, "http": 80}
CLIMBING = re.compile(
    r"(?:\.|%2e){2}", re.IGNORECASE
)  # whose "up" is meant depends on who reads it

LARGEST = 20 * 1024 * 1024  # bytes
WHOLE = 120.0  # seconds for a file, redirects included: 20 MB at 1.4 Mbit/s
STEP = 15.0  # seconds without a byte
WAITS = ("connect", "read", "write", "pool")  # what STEP bounds, as httpcore calls it
HOPS = 3  # redirects; Twilio needs two
RETRY_AFTER, RETRY_AFTER_MOST = 60.0, 3600.0  # seconds

NAT64 = ip_network("64:ff9b::/96")  # RFC 6052: the last 32 bits are an IPv4 address
OFFICE = tuple(
    map(ip_network, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"))
)
PROTOCOL = ip_network(
    "192.0.0.0/24"
)  # RFC 6890; one cloud keeps its secrets there, and Python calls it public
METADATA = {
    ip_address("fd00:ec2::254")
}  # a cloud's own secrets; its other addresses are in no list of ours

REDIRECTS = {
    HTTPStatus.MOVED_PERMANENTLY,
    HTTPStatus.FOUND,
    HTTPStatus.SEE_OTHER,
    HTTPStatus.TEMPORARY_REDIRECT,
    HTTPStatus.PERMANENT_REDIRECT,
}
STATUS_FAULTS: dict[int, tuple[type[SendError], str]] = {
    HTTPStatus.UNAUTHORIZED: (Misconfigured, "kredensial ditolak"),
    HTTPStatus.FORBIDDEN: (Misconfigured, "kredensial ditolak"),
    HTTPStatus.NOT_FOUND: (Missing, "berkas tidak ada"),
    HTTPStatus.GONE: (Missing, "berkas tidak ada"),
}


@dataclass(frozen=True, slots=True)
class Source:
    """Where one provider keeps its files.

    A host is a name, or `*.` before one for every name below it, with a path it must
    begin with if there is one; each is reached by https on port 443 only, and at public
    addresses only. `api_url` is a host, too. When it is an office's own server instead
    of the provider's, it may be at a loopback or private address.
    """

    api_url: str
    trusted: tuple[str, ...]  # get `authorization`, when a link begins there
    others: tuple[str, ...] = ()
    authorization: str = ""  # the header's value


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of our time and memory a file may take."""

    largest: int = LARGEST
    whole: float = WHOLE
    step: float = STEP


@dataclass(frozen=True, slots=True)
class _Link:
    """A link as far as we understand it; what we do not understand we do not call."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def origin(self) -> tuple[str, str, int]:
        return self.scheme, self.host, self.port


def resolve(host: str, port: int) -> list[str]:
    """Every address of a host, in the system's order; OSError when there is none."""
    found = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


class Downloader:
    """Fetches files from one source."""

    def __init__(
        self, source: Source, limits: Limits = Limits(), lookup: Resolve = resolve
    ) -> None:
        self._source = source
        self._limits = limits
        self._lookup = lookup
        self._api = _read(source.api_url)
        self._own_server = not _listed(self._api, (*source.trusted, *source.others))

    def get(self, url: str) -> Fetched:
        """The file at `url`. Unwanted: too big, or elsewhere; any other SendError: try again later."""
        deadline = time.monotonic() + self._limits.whole
        link, headers = self._judged(url), self._credentials(url)
        for _ in range(HOPS + 1):
            answer = self._ask(link, headers, deadline)
            if isinstance(answer, Fetched):
                return answer
            link, headers = self._judged(urljoin(_text(link), answer)), {}
        raise Unreachable(f"{link.host}: terlalu banyak pengalihan")

    def _judged(self, url: str) -> _Link:
        """The link, if it leads to the provider; Unwanted otherwise."""
        link = _read(url)
        if link.origin == self._api.origin or _listed(
            link, self._source.trusted + self._source.others
        ):
            return link
        raise Unwanted(Why.HOST)

    def _credentials(self, url: str) -> dict[str, str]:
        link = _read(url)
        ours = link.origin == self._api.origin or _listed(link, self._source.trusted)
        return (
            {"Authorization": self._source.authorization}
            if ours and self._source.authorization
            else {}
        )

    def _ask(
        self, link: _Link, headers: dict[str, str], deadline: float
    ) -> Fetched | str:
        """The file, or where else it is."""
        try:
            with (
                httpcore.ConnectionPool(
                    ssl_context=_tls(link.scheme),
                    max_connections=1,
                    network_backend=self._wire(link, deadline),
                ) as pool,
                pool.stream(
                    "GET",
                    httpcore.URL(
                        scheme=link.scheme,
                        host=link.host,
                        port=link.port,
                        target=link.target,
                    ),
                    headers=[
                        *headers.items(),
                        ("Host", _netloc(link)),
                        ("Accept-Encoding", "identity"),
                    ],
                    extensions={"timeout": dict.fromkeys(WAITS, self._limits.step)},
                ) as response,
            ):
                return self._read_answer(link, response)
        except (
            httpcore.NetworkError,
            httpcore.TimeoutException,
            httpcore.ProtocolError,
            OSError,
        ) as error:
            raise Unreachable(
                f"{link.host} tidak menjawab ({type(error).__name__})"
            ) from None

    def _read_answer(self, link: _Link, response: httpcore.Response) -> Fetched | str:
        headers = {
            name.lower().decode(): value.decode("latin-1")
            for name, value in response.headers
        }
        if response.status in REDIRECTS and "location" in headers:
            return headers["location"]
        if response.status != HTTPStatus.OK:
            raise _fault(link, response.status, headers.get("retry-after", ""))
        if headers.get("content-encoding", "identity") != "identity":
            raise Unreachable(
                f"{link.host} memampatkan berkas"
            )  # unasked: what it grows to is unknown
        content = self._body(response.iter_stream(), headers.get("content-length", ""))
        if not content:
            raise Unreachable(f"{link.host} memberi berkas kosong")
        return Fetched(
            content, headers.get("content-type", "").partition(";")[0].strip().lower()
        )

    def _body(self, chunks: Iterable[bytes], announced: str) -> bytes:
        if announced.isdecimal() and int(announced) > self._limits.largest:
            raise Unwanted(Why.BIG)
        content = bytearray()
        for chunk in chunks:
            content += chunk
            if len(content) > self._limits.largest:
                raise Unwanted(Why.BIG)
        return bytes(content)

    def _wire(self, link: _Link, deadline: float) -> "_Wire":
        may_be_near = self._own_server and link.origin == self._api.origin
        return _Wire(self._lookup, _near if may_be_near else _public, deadline)


# --- Reading links


def _read(url: str) -> _Link:
    """A link without a user, a fragment or anything two readers could read in two ways; Unwanted else."""
    found = LINK.fullmatch(url.partition("#")[0])
    if found is None or CLIMBING.search(found["target"] or ""):
        raise Unwanted(Why.HOST)
    scheme = found["scheme"].lower()
    port = int(found["port"] or PORTS[scheme])
    return _Link(scheme, found["host"].lower(), port, found["target"] or "/")


def _listed(link: _Link, hosts: Iterable[str]) -> bool:
    return (
        link.scheme == "https"
        and link.port == PORTS["https"]
        and any(_fits(link, one) for one in hosts)
    )


def _fits(link: _Link, pattern: str) -> bool:
    name, slash, path = pattern.partition("/")
    if not link.target.startswith(slash + path):
        return False
    return link.host.endswith(name[1:]) if name.startswith("*.") else link.host == name


def _netloc(link: _Link) -> str:
    return link.host if link.port == PORTS[link.scheme] else f"{link.host}:{link.port}"


def _text(link: _Link) -> str:
    return f"{link.scheme}://{_netloc(link)}{link.target}"


def _fault(link: _Link, status: int, retry_after: str) -> SendError:
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        wait = float(retry_after) if retry_after.isdecimal() else RETRY_AFTER
        return Throttled(f"{link.host} minta jeda", min(wait, RETRY_AFTER_MOST))
    kind, words = STATUS_FAULTS.get(status, (Unreachable, f"menjawab {status}"))
    return kind(f"{link.host}: {words}")


# --- Judging addresses


def _public(address: IP) -> bool:
    """Whether anybody may be there: no loopback, private, link-local, shared or reserved network."""
    return (
        address.is_global
        and not address.is_multicast
        and not address.is_reserved
        and address not in PROTOCOL
    )


def _near(address: IP) -> bool:
    """Whether an office's own server may be there."""
    return address.is_loopback or _public(address) or _in_office(address)


def _in_office(address: IP) -> bool:
    return address not in METADATA and any(address in network for network in OFFICE)


def _meant(text: str) -> IP:
    """The address that is reached in the end, when an IPv6 address wraps an IPv4 one."""
    address = ip_address(text.partition("%")[0])
    if isinstance(address, IPv4Address):
        return address
    inner = (
        address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
    )
    if inner is None and (
        address in NAT64 or (int(address) >> 32 == 0 and int(address) > 1)
    ):
        inner = IPv4Address(int(address) & 0xFFFFFFFF)
    return inner or address


# --- Connecting


class _Wire(httpcore.SyncBackend):
    """Connects to addresses that were judged, so that no second look at the name can change them."""

    def __init__(
        self, lookup: Resolve, fits: Callable[[IP], bool], deadline: float
    ) -> None:
        self._lookup = lookup
        self._fits = fits
        self._deadline = deadline

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        *args: Any,
        **kwargs: Any,
    ) -> httpcore.NetworkStream:
        addresses = self._lookup(host, port)
        if not addresses or not all(
            self._fits(_meant(address)) for address in addresses
        ):
            raise httpcore.ConnectError(f"{host} has an address that is not public")
        for address in addresses[:-1]:
            try:
                return self._connected(address, port, timeout, *args, **kwargs)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return self._connected(addresses[-1], port, timeout, *args, **kwargs)

    def _connected(
        self, address: str, port: int, timeout: float | None, *args: Any, **kwargs: Any
    ) -> httpcore.NetworkStream:
        seconds = _left(self._deadline, timeout)
        return _Hurried(
            super().connect_tcp(address, port, seconds, *args, **kwargs), self._deadline
        )


class _Hurried(httpcore.NetworkStream):
    """A stream that ends by the deadline, however slowly the other side drips."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: float) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _left(self._deadline, timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _left(self._deadline, timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        seconds = _left(self._deadline, timeout)
        return _Hurried(
            self._stream.start_tls(ssl_context, server_hostname, seconds),
            self._deadline,
        )

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _left(deadline: float, timeout: float | None) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout("the whole file took too long")
    return min(left, STEP if timeout is None else timeout)


def _tls(scheme: str) -> ssl.SSLContext | None:
    return ssl.create_default_context() if scheme == "https" else None
