"""Where Twilio's server would be in a rehearsal: takes what is sent, and remembers it for the phones."""

import json
from dataclasses import dataclass, field
from typing import Any

from twilio.http import HttpClient
from twilio.http.response import Response

SID, TOKEN = "AC" + "0" * 32, "rehearsal"  # of nobody's account
SMS, WHATSAPP = "+628110001708", "+628110001709"


@dataclass(frozen=True, slots=True)
class Arrived:
    """One message on a phone."""

    to: str  # sms:+62... or whatsapp:+62...
    text: str
    provider_id: str


@dataclass
class RehearsalWire(HttpClient):
    """Twilio's HTTP side: every message is taken; templates are what their text says."""

    arrived: list[Arrived] = field(default_factory=list)
    contents: dict[str, dict[str, Any]] = field(default_factory=dict)

    def request(self, *where: Any, **given: Any) -> Response:
        """A message, or a content to be used in one; `where` are method and address."""
        url, data = where[1], given["data"]
        form: dict[str, Any] = data if isinstance(data, dict) else json.loads(data)
        number = len(self.arrived) + len(self.contents) + 1
        if url.endswith("/Content"):
            sid = f"HX{number:032d}"
            self.contents[sid] = form
            return Response(201, json.dumps({"sid": sid}))
        sid, to = f"SM{number:032d}", str(form["To"])
        address = to if to.startswith("whatsapp:") else f"sms:{to}"
        self.arrived.append(Arrived(address, self._text(form), sid))
        return Response(201, json.dumps({"sid": sid, "status": "queued"}))

    def _text(self, form: dict[str, Any]) -> str:
        if "ContentSid" not in form:
            return str(form["Body"])
        kinds = self.contents[form["ContentSid"]]["types"]
        body = str(next(iter(kinds.values()))["body"])
        for name, value in json.loads(form["ContentVariables"]).items():
            body = body.replace("{{" + name + "}}", value)
        return body
