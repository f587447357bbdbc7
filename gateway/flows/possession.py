"""An officer's SMS acts only when the code that went to their number came back.

Reading needs none: what we answer goes to the number itself, and a forger does not see it. What each
channel proves stands in docs/security.md, the rule of the codes in routing/spoken/proof.py.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from gateway.flows.conversing import Run, say
from gateway.flows.telling import Alarm, tell_coordinator
from intake.messages import InboundMessage
from intake.wording.render import Rendered
from intake.wording.sms import SINGLE, clip, segments, to_gsm7
from routing.case import Action
from routing.life import act
from routing.spoken.proof import (
    DIGITS,
    KEY,
    Proof,
    code_in,
    proof_from,
    proof_to,
)
from routing.spoken.steps import Do, Tell

TAIL = 20  # characters of the end that are shown of words too long for one SMS


@dataclass(frozen=True, slots=True)
class Hands:
    """What an officer's words are taken in with: `attend`, and what carries its steps out."""

    attend: Callable[[Run, InboundMessage], bool]
    carry_out: Callable[[Run, tuple[Do, ...], InboundMessage], Iterable[Tell]]
    actor: Callable[[Run], str]


def attend_proven(run: Run, message: InboundMessage, hands: Hands) -> bool:
    """`attend` for a channel whose sender proves nothing: what it would do to a case waits for its code."""
    proof, code = proof_from(run.desk).fresh(run.now), code_in(message.text)
    if code and proof.waiting:
        _redeem(run, message, code, proof, hands)
        return True
    run.desk = _remember(run, Proof())
    run.held = []
    try:
        ours = hands.attend(run, message)
    finally:
        held, run.held = tuple(run.held), None
    if held:
        proof = _ask(run, held, proof, hands)
    run.desk = _remember(run, proof)
    return ours


def hold(run: Run, tracking_id: str, action: Action) -> str:
    """Keep an action back until it is proved; NotAllowed and LookupError at once, as of `act_within`."""
    held = run.held or []
    if all(one.id != tracking_id for one in held):
        _would_be_done(run, tracking_id, action)
    run.held = [*held, Do(action.verb, tracking_id, action.note, action.to)]
    return ""


def _would_be_done(run: Run, tracking_id: str, action: Action) -> None:
    stored = run.store.complaint(tracking_id)
    row = run.store.case(stored.id) if stored else None
    if row is None:
        raise LookupError(tracking_id)
    act(row.case, action, run.now, run.parts.office, run.parts.verbs)


def _ask(run: Run, held: tuple[Do, ...], proof: Proof, hands: Hands) -> Proof:
    """Send a code; none when too many were left unanswered: the coordinator hears of it, and they."""
    if proof.worn_out:
        _warn(run, hands)
        return proof
    code = _fresh_code(run, proof)
    say(run, Rendered(_question(run, code, held)))
    return proof.asking(code, held, run.now)


def _redeem(
    run: Run, message: InboundMessage, code: str, proof: Proof, hands: Hands
) -> None:
    proof, steps = proof.redeemed(code, run.now)
    run.desk = _remember(run, proof)
    if not steps and proof.worn_out:
        _warn(run, hands)
        return
    told = [one.text for one in hands.carry_out(run, steps, message)]
    for text in told or [run.parts.words.brief("proof.wrong")]:
        say(run, Rendered(text))
    run.rings.add("deliver")


def _warn(run: Run, hands: Hands) -> None:
    words, hour = run.parts.words, f"{run.now:%Y-%m-%dT%H}"
    pages = f"{run.parts.settings.public_url}/admin/"
    told = Rendered(words.brief("proof.many", url=pages))
    say(run, told, key=f"proof:{run.contact.id}:{hour}")
    alarm = Alarm("alarm.unproven", {"who": hands.actor(run)})
    key = f"unproven:{run.contact.id}:{run.now.date()}"
    tell_coordinator(run.parts, run.store, alarm, None, key=key)
    run.rings.add("deliver")


def _fresh_code(run: Run, proof: Proof) -> str:
    taken = {one.code for one in proof.waiting}
    while (code := f"{run.parts.draw(10**DIGITS):0{DIGITS}}") in taken:
        pass
    return code


def _question(run: Run, code: str, held: tuple[Do, ...]) -> str:
    """What would be done, beginning and end of it, in one SMS with its code."""
    words = run.parts.words
    room = SINGLE - segments(words.brief("proof.ask", code=code, what="")).characters
    each = (room - 2 * (len(held) - 1)) // len(held)
    what = "; ".join(_shown(run, one, each) for one in held)
    return words.brief("proof.ask", code=code, what=clip(what, room))


def _shown(run: Run, step: Do, room: int) -> str:
    typed = (run.parts.verbs[step.verb].word, step.id, step.to, step.words)
    text = to_gsm7(" ".join(" ".join(filter(None, typed)).split()))
    if segments(text).characters <= room:
        return text
    return clip(text, room - TAIL) + text[-TAIL:]


def _remember(run: Run, proof: Proof) -> dict[str, str] | None:
    rest = {name: value for name, value in (run.desk or {}).items() if name != KEY}
    return rest | proof_to(proof) or None
