"""The state chart of the README, drawn from the slot table so that it cannot go stale."""

from itertools import pairwise

from intake.form.slot import Slot
from intake.form.slots import FORM, only_on_wish

HEAD = """stateDiagram-v2
    [*] --> idle
    idle --> story: greeting, photo or point first
    idle --> collect: a story
    story --> collect: told
    state collect {"""
TAIL = """    }
    collect --> review: chat, nothing missing
    collect --> done: SMS, nothing missing (the receipt is the review)
    review --> collect: UBAH
    review --> done: Kirim
    collect --> cancelled: BATAL
    review --> cancelled: BATAL
    cancelled --> collect: LANJUT
    done --> collect: a new matter
    done --> done: addition, correction, STATUS, BELUM"""


def state_chart() -> str:
    """Mermaid source; slots that are asked, in the order of the table."""
    asked = [slot for slot in FORM.rows if slot.tries and slot.id != "story"]
    steps = [f"        [*] --> {asked[0].id}"]
    steps += [f"        {slot.id}: {slot.id}, {_need(slot)}" for slot in asked]
    steps += [f"        {a.id} --> {b.id}" for a, b in pairwise(asked)]
    return "\n".join([HEAD, *steps, f"        {asked[-1].id} --> [*]", TAIL])


def _need(slot: Slot) -> str:
    if slot.worth is only_on_wish:
        return "optional, the review has room for it"
    need = "required" if slot.required else "optional"
    beside = f", beside {slot.beside}" if slot.beside else ""
    sms = f"{slot.sms_tries}x by SMS" if slot.sms_tries else "not asked by SMS"
    return f"{need}, asked at most {slot.tries}x{beside}, {sms}"
