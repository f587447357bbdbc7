"""Whatever fails in a page or a request is told by its place, never by its words or its address."""

import io
import sys
import threading

import pytest
from house import CITIZEN, House

from gateway.setup.logs import set_up_logs, tell_crashes
from gateway.web.app import create_app

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
WORDS = "kata warga yang rahasia"


@pytest.fixture
def log() -> io.StringIO:
    stream = io.StringIO()
    set_up_logs("text", "DEBUG", stream)
    return stream


def fails(**_: str) -> str:
    raise ValueError(WORDS)


def test_a_page_that_fails_is_logged_without_its_address(
    house: House, log: io.StringIO
) -> None:
    app = create_app(house.parts)
    app.add_url_rule("/gagal/<token>", "gagal", fails)
    answer = app.test_client().get(f"/gagal/token-rahasia?q={CITIZEN}")
    assert answer.status_code == 500
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "ValueError" in log.getvalue()
    assert not any(
        word in log.getvalue() + answer.text
        for word in (WORDS, "token-rahasia", CITIZEN)
    )


def test_a_thread_that_ends_by_a_fault_is_told_without_its_words(
    house: House, log: io.StringIO
) -> None:
    before = sys.excepthook, threading.excepthook
    tell_crashes()
    try:
        thread = threading.Thread(target=fails)
        thread.start()
        thread.join()
        sys.excepthook(ValueError, ValueError(WORDS), None)
    finally:
        sys.excepthook, threading.excepthook = before
    assert log.getvalue().count("ended by a fault") == 2
    assert WORDS not in log.getvalue()
