"""Headers of every answer, who may read counts, what our files and logs let others do."""

import io
import logging
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from house import House

from gateway.operate.inspection import examine
from gateway.setup.logs import LINES_A_MINUTE, MINUTE, Enough, TextLines
from gateway.web.app import create_app
from gateway.web.callers import caller, is_of_the_house

ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
ROOT = Path(__file__).parents[3]
TOKEN = "0123456789abcdefghijklmnopqrstuvwxyz"
SENT = 3000  # lines
ANYWHERE = [
    ("GET", "/"),
    ("GET", "/health"),
    ("GET", "/ready"),
    ("GET", "/metrics"),
    ("GET", "/static/icon.svg"),
    ("GET", "/admin/"),
    ("GET", "/admin/login"),
    ("GET", "/admin/c/nothing"),
    ("GET", "/admin/static/admin.css"),
    ("POST", "/admin/login"),
    ("GET", "/nowhere"),
    ("DELETE", "/"),
    ("POST", "/webhooks/telegram"),
    ("GET", "/webhooks/telegram"),
    ("TRACE", "/"),
    ("TRACE", "/webhooks/telegram"),
]


@ON_SQLITE
@pytest.mark.parametrize(("method", "path"), ANYWHERE)
def test_every_answer_carries_what_browsers_must_know(
    house: House, method: str, path: str
) -> None:
    with house.web.open(path, method=method) as answer:
        told = answer.headers
    policy = told["Content-Security-Policy"]
    assert all(
        part in policy
        for part in (
            "default-src 'self'",
            "object-src 'none'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    )
    assert told["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains"
    assert told["X-Content-Type-Options"] == "nosniff"
    assert told["Referrer-Policy"] in {"no-referrer", "same-origin"}
    assert "Access-Control-Allow-Origin" not in told
    assert not {"Server", "X-Powered-By"} & {*told.keys()}
    assert "charset=utf-8" in told["Content-Type"] or not answer.mimetype.startswith(
        "text/"
    )


@ON_SQLITE
@pytest.mark.parametrize("path", ["/", "/webhooks/telegram"])
def test_trace_and_other_methods_are_not_known(house: House, path: str) -> None:
    assert house.web.open(path, method="TRACE").status_code == 405


@ON_SQLITE
@pytest.mark.parametrize(
    "path", ["/static/", "/admin/static/", "/.git/config", "/.env"]
)
def test_no_folder_and_no_file_of_ours_is_shown(house: House, path: str) -> None:
    assert house.web.get(path).status_code == 404


@ON_SQLITE
def test_without_https_nothing_is_said_of_it(house: House) -> None:
    local = replace(house.settings, public_url="http://127.0.0.1:8000")
    web = create_app(replace(house.parts, settings=local)).test_client()
    for path in ("/", "/webhooks/telegram"):
        assert "Strict-Transport-Security" not in web.get(path).headers


@ON_SQLITE
@pytest.mark.parametrize(
    ("token", "environ", "may"),
    [
        pytest.param("", {"REMOTE_ADDR": "127.0.0.1"}, True, id="this machine"),
        pytest.param("", {"REMOTE_ADDR": "10.1.2.3"}, True, id="our own network"),
        pytest.param("", {"REMOTE_ADDR": "203.0.113.7"}, False, id="a stranger"),
        pytest.param(
            "",
            {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "127.0.0.1"},
            False,
            id="somebody through the proxy",
        ),
        pytest.param(TOKEN, {"REMOTE_ADDR": "127.0.0.1"}, False, id="no token"),
        pytest.param(
            TOKEN, {"HTTP_AUTHORIZATION": f"Bearer {TOKEN}x"}, False, id="a wrong token"
        ),
        pytest.param(TOKEN, {"HTTP_AUTHORIZATION": TOKEN}, False, id="no bearer"),
        pytest.param(
            TOKEN,
            {"HTTP_AUTHORIZATION": f"Bearer {TOKEN}", "REMOTE_ADDR": "203.0.113.7"},
            True,
            id="the token",
        ),
    ],
)
def test_counts_are_for_whoever_watches_the_office(
    house: House, token: str, environ: dict[str, str], may: bool
) -> None:
    assert is_of_the_house(environ, token) is may
    settings = replace(house.settings, metrics_token=token)
    web = create_app(replace(house.parts, settings=settings)).test_client()
    metrics = web.get("/metrics", environ_overrides=environ)
    assert metrics.status_code == (200 if may else 404)
    ready = web.get("/ready", environ_overrides=environ).get_json()
    assert ("database" in ready) is may
    assert ready["status"] in {"ok", "not ready"}


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        ("203.0.113.7", "", "203.0.113.7"),
        ("203.0.113.7", "127.0.0.1", "203.0.113.7"),
        ("127.0.0.1", "10.0.0.1, 203.0.113.7", "203.0.113.7"),
        ("10.0.0.2", "203.0.113.7", "203.0.113.7"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("::ffff:127.0.0.1", "203.0.113.7", "203.0.113.7"),
        ("", "203.0.113.7", "203.0.113.7"),
        ("no address", "203.0.113.7", "no address"),
    ],
)
def test_a_callers_address_is_what_our_own_proxy_saw(
    peer: str, forwarded: str, address: str
) -> None:
    assert caller({"REMOTE_ADDR": peer, "HTTP_X_FORWARDED_FOR": forwarded}) == address


def test_every_file_a_command_makes_is_its_owners_alone(tmp_path: Path) -> None:
    var = tmp_path / "var"
    run = [sys.executable, "-m", "gateway.operate.cli", "migrate"]
    env = {**os.environ, "VAR_DIR": str(var), "PYTHONPATH": str(ROOT)}
    subprocess.run(run, env=env, cwd=tmp_path, check=True, umask=0o000)
    made = [var, *var.rglob("*")]
    assert var / "satupintu.db" in made
    assert [str(one) for one in made if one.stat().st_mode & 0o077] == []


@ON_SQLITE
def test_doctor_tells_of_files_that_others_may_read(house: House) -> None:
    var = house.settings.var_dir
    for mode, fine in ((0o755, False), (0o700, True)):
        var.chmod(mode)
        (finding,) = [one for one in examine(house.parts) if one.part == "privacy"]
        assert finding.fine is fine


def test_nobody_fills_the_log_by_making_us_complain() -> None:
    now, stream = [0.0], io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(TextLines())
    handler.addFilter(Enough(lambda: now[0]))
    log = logging.Logger("gateway.test")
    log.addHandler(handler)
    for n in range(SENT):
        log.warning("a page was refused: %s", n)
        log.info("a stage")
    log.error("another fault")
    lines = stream.getvalue().splitlines()
    assert len(lines) == LINES_A_MINUTE + SENT + 1
    now[0] += MINUTE
    log.warning("a page was refused: %s", "again")
    assert f"again (and {SENT - LINES_A_MINUTE} more" in stream.getvalue()
