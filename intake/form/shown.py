"""A slot's value as its citizen reads it."""

from typing import Any

from intake.reading.when import knows_no_time
from intake.state import Context


def show_words(value: Any, _ctx: Context) -> str:
    """As it was said."""
    return str(value or "")


def show_time(value: Any, _ctx: Context) -> str:
    """As it was said, "sudah lama" too; nothing for who does not know."""
    words = str(value.get("text") or value.get("date") or "") if value else ""
    return (
        "" if not words or (not value.get("date") and knows_no_time(words)) else words
    )


def show_place(value: Any, ctx: Context) -> str:
    """The words of a place and the chain of regions it was read as."""
    if not value:
        return ""
    chain = (
        ctx.gazetteer.chain(value["region_code"]) if value.get("region_code") else ""
    )
    words = str(value.get("text") or "")
    pin = (
        f"({value['latitude']:.5f}, {value['longitude']:.5f})"
        if value.get("latitude") is not None
        else ""
    )
    told = f"[{chain}]" if chain and chain.casefold() != words.casefold() else ""
    return " ".join(filter(None, (words, told, pin)))
