"""Providers' requests without Flask: read as Flask would read them, within limits, answered as ever."""

import io
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import pytest
from house import House
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from gateway.web.app import create_app
from gateway.web.webhooks import HEADERS, MOST_BYTES, MOST_FIELDS, Unfit, webhook_of

PATH = "/webhooks/twilio/sms"
URL = "https://lapor.example"
FORM = "application/x-www-form-urlencoded"


def environ(body: bytes = b"", **more: Any) -> dict[str, Any]:
    """A POST as a WSGI server hands it over."""
    made = EnvironBuilder(PATH, method="POST", data=body, content_type=FORM)
    return {**made.get_environ(), **more}


def fields_as_flask_reads_them(body: bytes) -> list[tuple[str, str]]:
    return list(Request(environ(body)).form.items(multi=True))


@given(st.lists(st.tuples(st.text(), st.text())))
def test_a_form_is_read_as_flask_reads_it(pairs: list[tuple[str, str]]) -> None:
    body = urlencode(pairs, errors="surrogatepass").encode()
    read = list(webhook_of(environ(body), URL).form)
    assert sorted(read) == sorted(fields_as_flask_reads_them(body))


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"a=%FF%20x&b=%C3%A9", id="bytes that are no UTF-8 stay quoted"),
        pytest.param(b"a=\xff", id="a body that is no UTF-8 is no form"),
        pytest.param(b"a&b=&=c&&a=2", id="blanks and repeats"),
        pytest.param(b"a=1;b=2", id="a semicolon parts nothing"),
        pytest.param(b"a=%&b=%4&c=%zz", id="half an escape"),
        pytest.param(b"", id="nothing"),
    ],
)
def test_odd_forms_are_read_as_flask_reads_them(body: bytes) -> None:
    read = list(webhook_of(environ(body), URL).form)
    assert sorted(read) == sorted(fields_as_flask_reads_them(body))


def test_more_fields_than_any_provider_sends_are_no_form() -> None:
    most = webhook_of(environ(b"&".join([b"a=1"] * MOST_FIELDS)), URL)
    more = webhook_of(environ(b"&".join([b"a=1"] * (MOST_FIELDS + 1))), URL)
    assert (len(most.form), more.form) == (MOST_FIELDS, ())


def test_only_a_form_is_read_as_one() -> None:
    json = webhook_of(environ(b"a=1", CONTENT_TYPE="application/json"), URL)
    with_charset = webhook_of(environ(b"a=1", CONTENT_TYPE=f"{FORM}; charset=x"), URL)
    assert (json.form, json.body) == ((), b"a=1")
    assert with_charset.form == (("a", "1"),)


def test_the_url_is_the_public_one_with_the_raw_query() -> None:
    webhook = webhook_of(environ(QUERY_STRING="a=%20&b"), URL)
    assert webhook.url == f"{URL}{PATH}?a=%20&b"


def test_headers_are_found_in_any_case() -> None:
    headers = webhook_of(environ(b"a=1", HTTP_X_TWILIO_SIGNATURE="s"), URL).headers
    assert headers.get("x-Twilio-signature") == "s"
    assert headers["content-type"] == FORM
    assert headers.get("X-Other", "") == ""
    names = set(headers)
    assert {"X-Twilio-Signature", "Content-Type"} <= names
    assert len(headers) == len(names)


def closed() -> io.BytesIO:
    """A body whose connection has gone."""
    body = io.BytesIO()
    body.close()
    return body


ENDS = {"CONTENT_LENGTH": "", "wsgi.input_terminated": True}


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        pytest.param({"CONTENT_LENGTH": str(MOST_BYTES + 1)}, 413, id="its length"),
        pytest.param(
            {**ENDS, "wsgi.input": io.BytesIO(bytes(MOST_BYTES + 1))},
            413,
            id="too large, and no length",
        ),
        pytest.param({"CONTENT_LENGTH": "9"}, 400, id="broken off"),
        pytest.param({"wsgi.input": closed()}, 400, id="unreadable"),
    ],
)
def test_what_cannot_be_taken_in_is_refused(
    changes: dict[str, Any], status: int
) -> None:
    with pytest.raises(Unfit) as refused:
        webhook_of(environ(b"a=1", **changes), URL)
    assert refused.value.status == status


def test_without_a_length_nothing_is_read_that_may_never_end() -> None:
    endless = environ(b"a=1", CONTENT_LENGTH="")
    endless.pop("wsgi.input_terminated", None)
    assert webhook_of(endless, URL).body == b""


@pytest.mark.parametrize(
    ("method", "path", "status", "text"),
    [
        pytest.param("GET", PATH, 405, "use POST\n", id="the wrong method"),
        pytest.param("POST", PATH, 403, "wrong signature\n", id="a stranger"),
        pytest.param("HEAD", "/webhooks/kannel", 403, "", id="HEAD has no body"),
    ],
)
def test_an_answer_says_why_and_carries_the_headers_of_all(
    house: House, method: str, path: str, status: int, text: str
) -> None:
    response = house.web.open(path, method=method)
    assert (response.status_code, response.text) == (status, text)
    assert response.content_type == "text/plain; charset=utf-8"
    assert {name: response.headers[name] for name in HEADERS} == HEADERS


def test_a_channel_that_is_off_is_not_there(house: House) -> None:
    off = create_app(replace(house.parts, channels={})).test_client()
    response = off.post(PATH)
    assert (response.status_code, response.text) == (404, "this channel is off\n")


def test_a_body_that_is_too_large_is_answered_413(house: House) -> None:
    response = house.web.post(PATH, data=bytes(MOST_BYTES + 1), content_type=FORM)
    assert (response.status_code, response.text) == (413, "Request Entity Too Large\n")
