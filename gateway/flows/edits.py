"""What an edit changes: a reaction or a link's preview makes Telegram send a message again as edited."""

from dataclasses import replace

from gateway.flows.conversing import Run
from intake.messages import InboundMessage, Media
from storage.values import StoredInbound

LOOKED_AT = 100  # of their last messages: an older one is taken as changed


def as_changed(run: Run, one: StoredInbound) -> StoredInbound | None:
    """The edit with only those files that its message did not have before; None when nothing is new."""
    message = one.message
    if not message.edits:
        return one
    before = _latest(run, one)
    if before is None:
        return one
    had = {_identity(file) for file in before.media}
    new = tuple(
        file
        for file in message.media
        if file not in before.media and _identity(file) not in had
    )
    if not new and _told(message) == _told(before):
        return None
    return replace(one, message=replace(message, media=new))


def _latest(run: Run, edit: StoredInbound) -> InboundMessage | None:
    """The message as it was: as it came, or as the edit before this one left it."""
    recent = run.store.recent_inbound(run.contact.id, LOOKED_AT)
    return next(
        (
            one.message
            for one in recent
            if one.id < edit.id and one.message.reference == edit.message.edits
        ),
        None,
    )


def _told(message: InboundMessage) -> tuple[object, ...]:
    return message.text.strip(), message.location, message.shared_phone


def _identity(file: Media) -> tuple[object, ...]:
    """The same file has a new handle now and then, but not another size."""
    return (file.kind, file.size) if file.size else (file.kind, file.ref)
