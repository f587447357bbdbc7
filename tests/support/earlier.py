"""What earlier versions left behind: a VAR_DIR in an archive, and beside it what must come of it."""

import json
import re
import tarfile
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from house import PUBLIC, TRACKING_ID, House, Sent
from sqlalchemy import text

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"
LINK = re.compile(rf"{re.escape(PUBLIC)}/admin/c/[\w.-]+")
MOVING = (
    "messages",
    "completed_at",
    "case",
    "status",
)  # of a report that is sent off only now
COUNTS = text(
    "SELECT 'outbox_' || status, count(*) FROM outbox GROUP BY 1"
    " UNION ALL SELECT 'complaints_' || status, count(*) FROM complaint GROUP BY 1"
    " UNION ALL SELECT 'quarantine', count(*) FROM quarantine"
)
CASE = ("state", "agency", "hops", "reminded", "deadlines")
ENTRY = ("actor", "action", "note", "agency")
NOTHING = (None, False, "", [], {})
Told = dict[str, list[str]]


@dataclass(frozen=True)
class Earlier:
    """What one version left behind."""

    version: str

    @cached_property
    def index(self) -> dict[str, Any]:
        """What must be found in it, and what must happen next."""
        return dict(json.loads(self.file("json").read_text(encoding="utf-8")))

    def file(self, ending: str) -> Path:
        return FIXTURES / f"var_{self.version}.{ending}"

    def unpack(self, directory: Path) -> Path:
        careful: dict[str, Any] = (
            {"filter": "data"} if hasattr(tarfile, "data_filter") else {}
        )  # from 3.11.4
        with tarfile.open(self.file("tar.xz")) as archive:
            archive.extractall(directory, **careful)
        return directory


# --- What people read ------------------------------------------------------------------------


def plain(text: str, known: Iterable[str]) -> str:
    """The text with {link} for a link to a case, and {id} for an id that was drawn only now."""
    known = frozenset(known)
    return TRACKING_ID.sub(
        lambda found: found[0] if found[0] in known else "{id}",
        LINK.sub("{link}", text),
    )


def told(sent: Iterable[Sent], known: Iterable[str]) -> Told:
    """What everyone reads, in order."""
    texts: Told = defaultdict(list)
    for one in sent:
        texts[one.to].append(plain(one.text, known))
    return dict(texts)


def answer(
    house: House, address: str, step: Mapping[str, Any], known: Iterable[str]
) -> Told:
    """What everyone reads when somebody sends this."""
    return answers(house, [(address, step)], known)


def answers(
    house: House, said: Iterable[tuple[str, Mapping[str, Any]]], known: Iterable[str]
) -> Told:
    """What everyone reads when people send these before any worker comes to them."""
    before = len(house.wire.sent)
    for address, step in said:
        assert house.hear(address, step).status_code == 200
    house.settle()
    return told(house.wire.sent[before:], known)


def buttons(house: House, address: str) -> list[str]:
    """The titles of the buttons under the last thing a person read."""
    shown = house.wire.to(address)
    return list(shown[-1].buttons) if shown else []


def work(house: House, known: Iterable[str]) -> Told:
    """What leaves when the workers run, until nothing is left to send."""
    before = len(house.wire.sent)
    for _ in range(2):
        house.settle(60)
    return told(house.wire.sent[before:], known)


def catch_up(house: House) -> None:
    """Do all that waits: send, route, and take in the spool."""
    work(house, ())
    house.drain()
    work(house, ())


def alarms(house: House, at: datetime, known: Iterable[str]) -> Told:
    """The first lines of what the clock makes us say at a moment; reports have no order among them."""
    before, house.now = len(house.wire.sent), at
    house.tick()
    texts = told(house.wire.sent[before:], known)
    return {
        to: sorted(text.partition("\n")[0] for text in texts[to])
        for to in sorted(texts)
    }


# --- What is kept ----------------------------------------------------------------------------


def pruned(value: Any) -> Any:
    """JSON values without what says nothing, so that an index stays short."""
    if isinstance(value, Mapping):
        kept = {name: pruned(one) for name, one in value.items()}
        return {name: one for name, one in kept.items() if one not in NOTHING}
    return [pruned(one) for one in value] if isinstance(value, list | tuple) else value


def shown(house: House, tracking_id: str) -> Any:
    """What `satupintu case` prints."""
    return pruned(house.case(tracking_id))


def report(house: House, tracking_id: str | None) -> Any:
    """What the citizen has told, as its readers get it; not whose report it resembles, and no drawn ids."""
    found = (shown(house, tracking_id) if tracking_id else None) or {}
    facts = {name: value for name, value in found.items() if name not in MOVING}
    facts["flags"] = [
        one
        for one in found.get("flags", [])
        if not one.startswith("possible_duplicate")
    ]
    facts["attachments"] = [
        {name: value for name, value in one.items() if name != "id"}
        for one in found.get("attachments", [])
    ]
    return pruned(facts)


def case(house: House, tracking_id: str) -> dict[str, Any]:
    """How a case stands, the moments of its history aside."""
    found = shown(house, tracking_id)["case"]
    facts = {name: found[name] for name in CASE if name in found}
    return facts | {
        "history": [[line.get(name, "") for name in ENTRY] for line in found["history"]]
    }


def counts(house: House) -> dict[str, int]:
    """How many there are of everything that has a status."""
    with house.store.reading() as tx:
        found = list(tx._connection.execute(COUNTS))
    return {name: number for name, number in sorted(map(tuple, found)) if number}


def funnel(house: House) -> list[list[Any]]:
    """How often each step of a conversation was taken."""
    with house.store.reading() as tx:
        marks = tx.funnel(house.now - timedelta(days=30))
    return [
        [one.metric, one.slot, one.channel, one.language, one.count] for one in marks
    ]


def audit(house: House, ids: Iterable[str]) -> dict[str, list[list[str]]]:
    """Who did or read what, by report."""
    with house.store.reading() as tx:
        lines = {
            id_: [[one.actor, one.action, one.detail] for one in tx.audit_of(id_)]
            for id_ in ids
        }
    return {id_: found for id_, found in lines.items() if found}


def opened(
    house: House, browser: FlaskClient, file: Mapping[str, Any]
) -> dict[str, str]:
    """The hashes of a file: as it came, and as an administrator sees it, large and small."""
    found = {"original": house.original(file["tracking_id"], file["id"])}
    for way, path in (("page", ""), ("small", "/kecil")):
        page = f"/admin/kasus/{file['tracking_id']}/lampiran/{file['id']}{path}"
        given = browser.get(page, base_url=PUBLIC)
        found |= {way: given.data} if given.status_code == 200 else {}
    return {way: sha256(content).hexdigest() for way, content in found.items()}
