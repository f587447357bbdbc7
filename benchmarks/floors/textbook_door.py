"""The door of a textbook: Flask, Twilio's validator, a SQLModel session, one row, one commit each."""

import os

from flask import Flask, Response, request
from granian.constants import Interfaces
from sqlalchemy import Engine, event
from sqlmodel import Field, Session, SQLModel, create_engine
from twilio.request_validator import RequestValidator

INTERFACE = Interfaces.WSGI


class Inbound(SQLModel, table=True):
    """A message."""

    sid: str = Field(primary_key=True)
    sender: str
    body: str


def _engine() -> Engine:
    engine = create_engine(
        f"sqlite:///{os.environ['FLOOR_DB']}", connect_args={"timeout": 30}
    )

    @event.listens_for(engine, "connect")
    def durable(connection, _record):  # type: ignore[no-untyped-def]
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")

    return engine


engine, validator, app = _engine(), RequestValidator("bench-token"), Flask(__name__)


def prepare() -> None:
    """Before the processes are forked: the table, and no connection that they would share."""
    SQLModel.metadata.create_all(engine)
    engine.dispose()


@app.post("/webhooks/twilio/sms")
def receive() -> Response:
    """Trust it, keep it, say so."""
    form, given = request.form, request.headers.get("X-Twilio-Signature", "")
    if not validator.validate(request.url, form, given):
        return Response("no", 403)
    with Session(engine) as session:
        session.add(
            Inbound(sid=form["MessageSid"], sender=form["From"], body=form["Body"])
        )
        session.commit()
    return Response("<Response/>", mimetype="text/xml")


@app.get("/health")
def health() -> str:
    """Alive."""
    return "ok"
