"""A slot's value in its place in the complaint."""

from typing import Any

from intake.complaint import Complaint, HomeAddress, Location, OccurredOn
from intake.form.slot import File
from intake.places.gazetteer import Gazetteer
from intake.state import changed


def file_elsewhere(
    complaint: Complaint, _value: Any, _gazetteer: Gazetteer
) -> Complaint:
    """It is in the complaint already: the story, the kind, who may know."""
    return complaint


def file_place(complaint: Complaint, place: Any, gazetteer: Gazetteer) -> Complaint:
    """Where it happened, with the official names above its code."""
    code = place.get("region_code")
    path = gazetteer.path(code) if code else (None, None, None, None)
    parts = ("text", "landmark", "rt", "rw", "latitude", "longitude")
    there = Location(
        region_code=code, region_path=path, **{part: place.get(part) for part in parts}
    )
    return changed(complaint, {"location": there})


def file_time(complaint: Complaint, value: Any, _gazetteer: Gazetteer) -> Complaint:
    """When it happened."""
    when = OccurredOn(value["date"], value["precision"], value["text"])
    return changed(complaint, {"occurred_on": when})


def file_address(
    complaint: Complaint, address: Any, _gazetteer: Gazetteer
) -> Complaint:
    """Where the reporter lives."""
    home = HomeAddress(
        *(address.get(part) for part in ("text", "rt", "rw", "region_code"))
    )
    return _of_reporter(complaint, {"address": home})


def file_of_reporter(name: str) -> File:
    """A field of the reporter."""

    def file(complaint: Complaint, value: Any, _gazetteer: Gazetteer) -> Complaint:
        return _of_reporter(complaint, {name: value})

    return file


def _of_reporter(complaint: Complaint, fields: dict[str, Any]) -> Complaint:
    return changed(complaint, {"reporter": changed(complaint.reporter, fields)})


def file_detail(name: str) -> File:
    """A detail by its own name: what this form asks for beyond the envelope's own fields."""

    def file(complaint: Complaint, value: Any, _gazetteer: Gazetteer) -> Complaint:
        details = {**complaint.details, name: str(value)}
        return changed(complaint, {"details": details})

    return file
