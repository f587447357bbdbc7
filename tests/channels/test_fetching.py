"""What we connect to for a file, and what we take. Every connection this process makes is watched."""

import json
import logging
import socket
import sys
import threading
from base64 import b64encode
from collections.abc import Callable, Iterator
from itertools import product

import pytest
from files_server import Answer, FilesServer, photo, serving

from channels.contract import (
    Misconfigured,
    Missing,
    Throttled,
    Unreachable,
    Unwanted,
    Why,
)
from channels.fetching import LARGEST, Downloader, Limits, Source, resolve
from channels.telegram import TelegramChannel
from channels.twilio import MEDIA_HOSTS, TRUSTED_HOSTS, TwilioWhatsApp, twilio_client

SID, TOKEN = "AC" + "0" * 32, "twilio-token"
BASIC = f"Basic {b64encode(f'{SID}:{TOKEN}'.encode()).decode()}"
BOT = "1708:telegram-token"
TOKEN_PART = "telegram-token"
PUBLIC = ["93.184.216.34"]

_watching: list[list[object]] = []


def _watch(event: str, arguments: tuple[object, ...]) -> None:
    if event == "socket.connect" and _watching:
        _watching[-1].append(arguments[1])


sys.addaudithook(_watch)


@pytest.fixture
def connected() -> Iterator[list[object]]:
    """Every address this process connects to."""
    _watching.append([])
    yield _watching[-1]
    _watching.pop()


@pytest.fixture
def listener() -> Iterator[int]:
    """A port of this machine where nobody may call; the system would let any caller in."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0)
        yield server.getsockname()[1]
        with pytest.raises(BlockingIOError):
            server.accept()


@pytest.fixture
def files() -> Iterator[FilesServer]:
    with serving() as server:
        yield server


def twilio_files(
    api_url: str, lookup: Callable[[str, int], list[str]] = resolve, **limits: float
) -> Downloader:
    return Downloader(
        Source(api_url, TRUSTED_HOSTS, MEDIA_HOSTS, BASIC), Limits(**limits), lookup
    )


def at(*addresses: str) -> Callable[[str, int], list[str]]:
    return lambda _host, _port: list(addresses)


# {p} is the listener's port
ELSEWHERE = [
    "http://127.0.0.1:{p}/",
    "https://127.0.0.1:{p}/",
    "http://localhost:{p}/",
    "http://LOCALHOST:{p}/",
    "http://localhost.:{p}/",
    "http://127.1:{p}/",
    "http://127.0.1:{p}/",
    "http://0:{p}/",
    "http://0.0.0.0:{p}/",
    "http://2130706433:{p}/",
    "http://017700000001:{p}/",
    "http://0x7f000001:{p}/",
    "http://0x7f.0.0.1:{p}/",
    "http://0177.0.0.1:{p}/",
    "http://127.0.0.1.nip.io:{p}/",
    "http://[::1]:{p}/",
    "http://[::]:{p}/",
    "http://[0:0:0:0:0:0:0:1]:{p}/",
    "http://[::ffff:127.0.0.1]:{p}/",
    "http://[::ffff:7f00:1]:{p}/",
    "http://[::127.0.0.1]:{p}/",
    "http://[64:ff9b::7f00:1]:{p}/",
    "http://[fe80::1%25lo]:{p}/",
    "http://169.254.169.254/latest/meta-data/",
    "http://[fd00:ec2::254]/latest/meta-data/",
    "http://metadata.google.internal/computeMetadata/v1/",
    "http://100.100.100.200/latest/meta-data/",
    "http://10.0.0.1/",
    "http://172.16.0.1/",
    "http://192.168.1.1/",
    "http://api.twilio.com/",
    "http://api.twilio.com:{p}/",
    "https://api.twilio.com:{p}/",
    "https://api.twilio.com:22/",
    "https://api.twilio.com:443x/",
    "https://api.twilio.com:-1/",
    "https://api.twilio.com:99999999/",
    "https://api.twilio.com@127.0.0.1:{p}/",
    "https://api.twilio.com:443@127.0.0.1:{p}/",
    "https://user:word@api.twilio.com/",
    "https://@api.twilio.com/",
    "https://127.0.0.1:{p}#@api.twilio.com/",
    "https://127.0.0.1:{p}\\@api.twilio.com/",
    "https://api.twilio.com\\@127.0.0.1:{p}/",
    "https://127.0.0.1:{p}%23.twilio.com/",
    "https://127.0.0.1%2f.twilio.com/",
    "https://127.0.0.1:{p}?.twilio.com/",
    "https://api.twilio.com.evil.example/",
    "https://eviltwilio.com/",
    "https://evil-twilio.com/",
    "https://twilio.com/",
    "https://.twilio.com/",
    "https://api.twilio.com./",
    "https://mms.twiliocdn.com.evil.example/",
    "https://evil.mms.twiliocdn.com/",
    "https://api.twilio.c\u043em/",
    "https://\uff41pi.twilio.com/",
    "https://xn--pi-7la.twilio.com.evil.example/",
    "https://api\u3002twilio\u3002com@127.0.0.1/",
    "https://\u2460\u2461\u2466.0.0.1:{p}/",
    "https://api.twilio.com\u2028.evil.example/",
    "https://s3-external-1.amazonaws.com/another-bucket/key",
    "https://s3-external-1.amazonaws.com/media.twiliocdn.com.evil/key",
    "https://s3-external-1.amazonaws.com/media.twiliocdn.com/../another-bucket/key",
    "https://s3-external-1.amazonaws.com/media.twiliocdn.com/%2e%2E/another-bucket/key",
    "https://s3-external-1.amazonaws.com/media.twiliocdn.com/.%2e/another-bucket/key",
    "file:///etc/passwd",
    "file://api.twilio.com/etc/passwd",
    "gopher://127.0.0.1:{p}/_GET",
    "ftp://api.twilio.com/",
    "dict://127.0.0.1:{p}/info",
    "ldap://127.0.0.1:{p}/",
    "jar:https://api.twilio.com!/",
    "data:image/png;base64,AAAA",
    "unix:///var/run/docker.sock",
    "javascript:alert(1)",
    "//127.0.0.1:{p}/",
    "/etc/passwd",
    "http:/127.0.0.1:{p}/",
    "http:127.0.0.1:{p}/",
    "https:///127.0.0.1:{p}/",
    "https://",
    "https://api.twilio.com/a b",
    "https://api.twilio.com/\r\nHost: 127.0.0.1",
    "https://api.twilio.com/\nX: y",
    "https://api.twilio.com\t/",
    " https://api.twilio.com/",
    "https://api.twilio.com/\x00",
    "",
]


def test_the_list_of_tricks_is_long():
    assert len(set(ELSEWHERE)) >= 60


@pytest.mark.parametrize("trick", ELSEWHERE, ids=ascii)
def test_a_link_to_anybody_else_is_not_followed(trick, listener, connected):
    looked_up = []
    downloader = twilio_files(
        "https://api.twilio.com",
        lambda host, _: looked_up.append(host) or ["127.0.0.1"],
    )
    with pytest.raises(Unwanted) as refused:
        downloader.get(trick.format(p=listener))
    assert refused.value.why is Why.HOST
    assert (looked_up, connected) == ([], [])


def test_no_mixture_of_the_tricks_is_followed(connected):
    """What is ours and what is not, in every order, glued as parsers disagree about it."""
    looked_up = []
    downloader = twilio_files(
        "https://api.twilio.com",
        lambda host, _: looked_up.append(host) or ["127.0.0.1"],
    )
    hosts = ("127.0.0.1", "2130706433", "[::1]", "localhost", "169.254.169.254")
    glue = ("@", "#@", "\\@", ":443@", "%23", "%2f", "%00", "?", "\t", "\u3002")
    schemes = ("https://", "http://", "//", "https:/", "gopher://", "https:\\\\")
    mixed = [
        f"{scheme}{left}{by}{right}/"
        for scheme, host, by in product(schemes, hosts, glue)
        for left, right in (("api.twilio.com", host), (host, "api.twilio.com"))
    ]
    for link in mixed:
        with pytest.raises((Unwanted, Unreachable)):
            downloader.get(link)
    assert len(mixed) == 600
    assert {*looked_up} == {"api.twilio.com"}  # before a fragment, which never travels
    assert connected == []


@pytest.mark.parametrize(
    "trick", [one for one in ELSEWHERE if "://" in one[:12]], ids=ascii
)
def test_a_redirect_to_anybody_else_is_not_followed(trick, files, listener, connected):
    """From a server that we do trust, at an address that only its own links may have."""
    shown = trick.format(p=listener)
    raw = (
        shown.encode("utf-8")
        .decode("latin-1")
        .replace("\r", "")
        .replace("\n", "")
        .replace("\0", "")
    )
    url = files.says("/photo", Answer(307, headers={"Location": raw}))
    with pytest.raises((Unwanted, Unreachable)):
        twilio_files(files.url, at("127.0.0.1")).get(url)
    assert {
        address for address in connected if address[1] != files.server_address[1]
    } == set()
    assert [path for path, _ in files.asked] == ["/photo"]


@pytest.mark.parametrize(
    "address",
    [
        *(
            "127.0.0.1",
            "127.9.9.9",
            "0.0.0.0",
            "10.1.2.3",
            "172.31.0.1",
            "192.168.0.1",
            "169.254.169.254",
        ),
        *(
            "100.64.0.1",
            "100.100.100.200",
            "192.0.0.192",
            "198.18.0.1",
            "192.0.2.1",
            "224.0.0.1",
            "240.0.0.1",
        ),
        *(
            "255.255.255.255",
            "::1",
            "::",
            "fe80::1",
            "fe80::1%eth0",
            "fc00::1",
            "fd00:ec2::254",
            "ff02::1",
        ),
        *(
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::ffff:169.254.169.254",
            "::127.0.0.1",
            "2002:7f00:1::",
        ),
        *(
            "64:ff9b::7f00:1",
            "64:ff9b::a9fe:a9fe",
            "2001:db8::1",
            "2001:0:53aa:64c:0:0:80ff:fffe",
        ),
    ],
)
@pytest.mark.parametrize("others", [[], PUBLIC], ids=["alone", "after a public one"])
def test_a_provider_whose_name_leads_inside_is_not_called(address, others, connected):
    with pytest.raises(Unreachable):
        twilio_files("https://api.twilio.com", at(*others, address)).get(
            "https://api.twilio.com/photo"
        )
    assert connected == []


@pytest.mark.parametrize(
    "address", ["169.254.169.254", "fd00:ec2::254", "0.0.0.0", "224.0.0.1", "fe80::1"]
)
def test_an_office_server_is_never_a_clouds_metadata(address, connected):
    with pytest.raises(Unreachable):
        twilio_files("http://bot.kantor:8081", at(address)).get(
            "http://bot.kantor:8081/photo"
        )
    assert connected == []


def test_the_name_is_looked_up_once_and_the_judged_address_is_called(files, connected):
    port, answers = files.server_address[1], iter([["127.0.0.1"], ["169.254.169.254"]])
    files.says("/photo", Answer(body=b"bytes"))
    api = f"http://bot.kantor:{port}"
    assert (
        twilio_files(api, lambda *_: next(answers)).get(f"{api}/photo").content
        == b"bytes"
    )
    assert connected == [("127.0.0.1", port)]
    assert files.asked[0][1]["host"] == f"bot.kantor:{port}"


def test_the_next_address_is_tried_when_one_is_dead(files):
    port = files.server_address[1]
    api = f"http://bot.kantor:{port}"
    files.says("/photo", Answer(body=b"bytes"))
    assert (
        twilio_files(api, at("127.255.255.1", "127.0.0.1"), step=2)
        .get(f"{api}/photo")
        .content
        == b"bytes"
    )


def test_a_name_that_is_not_known_is_for_later():
    with pytest.raises(Unreachable):
        twilio_files("https://api.twilio.com", resolve).get(
            "https://no-such-host-here.twilio.com/photo"
        )


@pytest.mark.parametrize(
    ("url", "credentials"),
    [
        pytest.param("https://api.twilio.com/a", True, id="Twilio itself"),
        pytest.param(
            "https://mcs.us1.twilio.com/a", True, id="another server of Twilio's"
        ),
        pytest.param(
            "https://mms.twiliocdn.com/a",
            False,
            id="its media host, whose links are signed",
        ),
        pytest.param(
            "https://s3-external-1.amazonaws.com/media.twiliocdn.com/a",
            False,
            id="its bucket",
        ),
    ],
)
def test_credentials_are_for_the_provider_itself(url, credentials):
    downloader = twilio_files("https://api.twilio.com")
    assert downloader._credentials(url) == (
        {"Authorization": BASIC} if credentials else {}
    )


def test_credentials_stay_at_the_first_host(files):
    files.says("/photo", Answer(302, headers={"Location": "/elsewhere"}))
    files.says(
        "/elsewhere", Answer(body=b"bytes", headers={"Content-Type": "Image/JPEG; q=1"})
    )
    fetched = twilio_files(files.url).get(f"{files.url}/photo")
    assert (fetched.content, fetched.media_type) == (b"bytes", "image/jpeg")
    assert [headers.get("authorization") for _, headers in files.asked] == [BASIC, None]


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        pytest.param(Answer(401), Misconfigured, id="our credentials are refused"),
        pytest.param(Answer(403), Misconfigured, id="our credentials do not suffice"),
        pytest.param(Answer(404), Missing, id="it is not there, yet or any more"),
        pytest.param(Answer(410), Missing, id="it is gone"),
        pytest.param(Answer(429), Throttled, id="too many requests"),
        pytest.param(Answer(500), Unreachable, id="a fault of the provider"),
        pytest.param(Answer(503), Unreachable, id="the provider is down"),
        pytest.param(Answer(418), Unreachable, id="a status nobody expects"),
        pytest.param(Answer(204), Unreachable, id="no content"),
        pytest.param(Answer(200), Unreachable, id="an empty file"),
        pytest.param(
            Answer(206, b"part"), Unreachable, id="a part that we did not ask for"
        ),
        pytest.param(Answer(302), Unreachable, id="a redirect to nowhere"),
        pytest.param(
            Answer(302, headers={"Location": "/photo"}),
            Unreachable,
            id="a redirect in a circle",
        ),
        pytest.param(
            Answer(200, b"half", cut=100), Unreachable, id="hangs up half way"
        ),
        pytest.param(
            Answer(200, b"x", {"Content-Encoding": "gzip"}),
            Unreachable,
            id="packed though unasked",
        ),
    ],
)
def test_names_why_a_file_did_not_come(answer, error, files):
    with pytest.raises(error) as raised:
        twilio_files(files.url, step=1).get(files.says("/photo", answer))
    assert type(raised.value) is error
    assert "/photo" not in str(raised.value)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ({"Retry-After": "7"}, 7),
        ({"Retry-After": "999999"}, 3600),
        ({"Retry-After": "soon"}, 60),
        ({}, 60),
    ],
    ids=["as told", "an hour at most", "in words", "when it does not say"],
)
def test_waits_as_long_as_the_provider_asks(header, seconds, files):
    with pytest.raises(Throttled) as raised:
        twilio_files(files.url).get(files.says("/photo", Answer(429, headers=header)))
    assert raised.value.retry_after == seconds


def test_nobody_there_is_for_later(listener):
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    with pytest.raises(Unreachable):
        twilio_files(f"http://127.0.0.1:{port}").get(f"http://127.0.0.1:{port}/photo")


@pytest.mark.parametrize(
    "silent", [False, True], ids=["announced", "found out on the way"]
)
def test_a_file_that_is_too_big_is_not_taken(silent, files):
    files.says("/photo", Answer(body=bytes(1001), silent=silent))
    with pytest.raises(Unwanted) as refused:
        twilio_files(files.url, largest=1000).get(f"{files.url}/photo")
    assert refused.value.why is Why.BIG


def test_a_file_of_just_the_size_is_taken(files):
    files.says("/photo", Answer(body=bytes(1000), silent=True))
    assert (
        len(twilio_files(files.url, largest=1000).get(f"{files.url}/photo").content)
        == 1000
    )


def test_twenty_megabytes_is_the_most():
    assert Limits().largest == LARGEST == 20 * 1024 * 1024


def test_a_file_that_drips_for_ever_is_left_for_later(files):
    """Each byte comes in time; all of them would not."""
    hung_up = threading.Event()
    files.says("/photo", Answer(body=bytes(1000), drip=hung_up))
    with pytest.raises(Unreachable):
        twilio_files(files.url, whole=0.3).get(f"{files.url}/photo")
    hung_up.set()


def test_a_provider_that_says_nothing_is_left_for_later():
    with socket.create_server(("127.0.0.1", 0)) as mute:
        url = f"http://127.0.0.1:{mute.getsockname()[1]}"
        with pytest.raises(Unreachable):
            twilio_files(url, step=0.2).get(f"{url}/photo")


def test_a_certificate_of_nobody_is_not_believed(files):
    """The name counts, though the address was looked up by us: here a server without any certificate."""
    with pytest.raises(Unreachable):
        Downloader(Source("https://127.0.0.1:1", ()), Limits(step=1)).get(
            "https://127.0.0.1:1/photo"
        )


# --- Through the channels


@pytest.fixture
def telegram(files: FilesServer) -> TelegramChannel:
    return TelegramChannel(BOT, ("secret",), files.url)


def get_file(**result: object) -> Answer:
    return Answer(body=json.dumps({"ok": True, "result": result}).encode())


METHOD = f"/bot{BOT}/getFile"


def test_twilio_gives_a_media_link_out_for_our_credentials(files):
    files.says(
        "/2010-04-01/media",
        Answer(307, headers={"Location": "/cdn?X-Amz-Signature=a%2Fb"}),
    )
    files.says("/cdn", Answer(body=photo(8, 8), headers={"Content-Type": "image/jpeg"}))
    channel = TwilioWhatsApp(
        "+62811", twilio_client(SID, TOKEN, files.url), (TOKEN,), SID
    )
    assert channel.fetch(f"{files.url}/2010-04-01/media").content == photo(8, 8)
    assert [path for path, _ in files.asked] == [
        "/2010-04-01/media",
        "/cdn?X-Amz-Signature=a%2Fb",
    ]


def test_telegram_says_where_a_file_is_and_gives_it_out(files, telegram):
    files.says(
        METHOD, get_file(file_id="F1", file_size=3, file_path="photos/file 1#.jpg")
    )
    files.says(f"/file/bot{BOT}/photos/file%201%23.jpg", Answer(body=b"JPG"))
    assert telegram.fetch("F1").content == b"JPG"


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        pytest.param(
            Answer(
                400, b'{"ok": false, "description": "Bad Request: file is too big"}'
            ),
            Unwanted,
            id="G10 larger than a bot may fetch",
        ),
        pytest.param(
            get_file(file_id="F1", file_size=LARGEST + 1, file_path="a"),
            Unwanted,
            id="G10 says itself that it is larger",
        ),
        pytest.param(
            Answer(400, b'{"ok": false, "description": "Bad Request: wrong file_id"}'),
            Missing,
            id="G10 not ok",
        ),
        pytest.param(
            Answer(200, b'{"ok": false, "error_code": 400}'),
            Unreachable,
            id="G10 200, but not ok",
        ),
        pytest.param(Answer(200, b'{"result": {}}'), Missing, id="G10 no ok"),
        pytest.param(get_file(file_id="F1"), Missing, id="G10 no file_path"),
        pytest.param(
            get_file(file_id="F1", file_path=["a"]),
            Missing,
            id="G10 a file_path that is no text",
        ),
        pytest.param(
            get_file(file_id="F1", file_path="../../getMe"),
            Unwanted,
            id="G10 a path that climbs",
        ),
        pytest.param(
            Answer(200, b'{"ok": true, "result": ['), Unreachable, id="G10 half a JSON"
        ),
        pytest.param(
            Answer(200, b'{"ok": true, "result": [1]}'),
            Missing,
            id="G10 a result that is no object",
        ),
        pytest.param(
            Answer(200, b"<html>blocked</html>"),
            Unreachable,
            id="G10 a page in the place of JSON",
        ),
        pytest.param(Answer(200, b""), Unreachable, id="G10 nothing"),
        pytest.param(
            Answer(
                401, b'{"ok": false, "error_code": 401, "description": "Unauthorized"}'
            ),
            Misconfigured,
            id="our token is refused",
        ),
        pytest.param(
            Answer(429, b'{"ok": false, "parameters": {"retry_after": 7}}'),
            Throttled,
            id="too fast",
        ),
        pytest.param(Answer(502, b"Bad Gateway"), Unreachable, id="Telegram is down"),
    ],
)
def test_names_why_telegram_gives_no_file(answer, error, files, telegram):
    files.says(METHOD, answer)
    with pytest.raises(error) as raised:
        telegram.fetch("F1")
    assert TOKEN_PART not in str(raised.value)


def test_g11_the_token_is_in_no_word_about_a_file(files, telegram, caplog):
    """Not in what is raised, nor in its causes, nor in any log, when the download itself fails."""
    caplog.set_level(logging.DEBUG)
    files.says(METHOD, get_file(file_id="F1", file_path="photos/1.jpg"))
    with pytest.raises(Missing) as raised:
        telegram.fetch("F1")
    told = f"{raised.value!r} {raised.value.__cause__!r} {raised.value.__context__!r}"
    ours = [
        record.getMessage()
        for record in caplog.records
        if record.levelno >= logging.INFO
    ]
    assert TOKEN_PART not in told + " ".join(ours)
