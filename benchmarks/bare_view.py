"""The floor that `webhook` measures against: a Flask view, Twilio's own validator, one durable insert."""

import os
import sqlite3
import threading

from flask import Flask, Response, request
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels
from twilio.request_validator import RequestValidator

app = Flask(__name__)
validator = RequestValidator("bench-token")
local = threading.local()


def connection() -> sqlite3.Connection:
    """This thread's connection, as durable as the product's."""
    if not hasattr(local, "db"):
        local.db = sqlite3.connect(
            os.environ["BARE_DB"], isolation_level=None, timeout=30
        )
        local.db.execute("PRAGMA journal_mode=WAL")
        local.db.execute("PRAGMA synchronous=FULL")
    return local.db  # type: ignore[no-any-return]


@app.post("/webhooks/twilio/sms")
def receive() -> Response:
    """Trust it, keep it, say so."""
    if not validator.validate(
        request.url, request.form, request.headers.get("X-Twilio-Signature", "")
    ):
        return Response("no", 403)
    db = connection()
    db.execute("BEGIN IMMEDIATE")
    db.execute(
        "INSERT INTO inbound VALUES (?, ?, ?)",
        (request.form["MessageSid"], request.form["From"], request.form["Body"]),
    )
    db.execute("COMMIT")
    return Response("<Response/>", mimetype="text/xml")


@app.get("/health")
def health() -> str:
    """Alive."""
    return "ok"


if __name__ == "__main__":
    connection().execute(
        "CREATE TABLE IF NOT EXISTS inbound (sid TEXT PRIMARY KEY, sender TEXT, body TEXT)"
    )
    Granian(
        "benchmarks.bare_view:app",
        port=int(os.environ["BARE_PORT"]),
        interface=Interfaces.WSGI,
        workers=2,
        blocking_threads=8,
        log_level=LogLevels.error,
        websockets=False,
    ).serve()
