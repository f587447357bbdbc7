"""A message each way on each channel, through the running product: somebody writes to us, and is answered."""

from collections.abc import Callable, Iterator
from datetime import datetime

from gateway.flows.channel_health import pulses
from gateway.setup.parts import Parts

HOW = {
    "sms": "send an SMS to our number",
    "whatsapp": "write to our WhatsApp number",
    "telegram": "write to our bot",
    "email": "",  # one way only: the doctor asks its server
}


def trial(parts: Parts, wait: Callable[[], bool]) -> Iterator[str]:
    """Ask for a message on each channel, and tell what came and what went out; `wait` False: no longer.

    DatabaseDown.
    """
    begun = parts.clock()
    open_ = {name for name in parts.channels if HOW.get(name)}
    for name in sorted(open_):
        yield f"{name}: from your own phone, {HOW[name]}: any words"
    told: set[str] = set()
    while open_:
        for line, done in _since(parts, begun, open_):
            if line not in told:
                told.add(line)
                yield line
            open_ -= {done}
        if open_ and not wait():
            break
    for name in sorted(open_):
        yield f"FAULT {name}: not both ways within the time; `satupintu doctor` tells more"


def _since(parts: Parts, begun: datetime, names: set[str]) -> Iterator[tuple[str, str]]:
    """What happened since, and the channel that has worked both ways, or ""."""
    with parts.store.reading() as tx:
        seen = [one for one in pulses(parts, tx) if one.channel in names]
    for one in seen:
        if one.last_inbound and one.last_inbound >= begun:
            yield f"ok    {one.channel}: your message is here", ""
            if one.last_outbound and one.last_outbound >= one.last_inbound:
                yield f"ok    {one.channel}: our answer has left", one.channel
