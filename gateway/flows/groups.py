"""Desks whose address is a Telegram group, and where such a group is by now.

A group that becomes a supergroup gets another id. Telegram says so once; the agencies file learns of
it from whoever keeps it, so until then the old id stands for the new one.
"""

from gateway.setup.parts import Parts
from intake.messages import Address
from storage.unit_of_work import Transaction


def is_group(address: Address) -> bool:
    """Whether many read what goes there: Telegram's groups have negative ids."""
    return address.channel == "telegram" and address.id.startswith("-")


def moved_groups(parts: Parts, tx: Transaction) -> dict[Address, Address]:
    """The agencies file's groups that have moved, and where to."""
    groups = [one for one in parts.agencies.addresses() if is_group(one)]
    found = {one: tx.find_contact(one) for one in groups}
    return {
        old: contact.address
        for old, contact in found.items()
        if contact and contact.address != old
    }
