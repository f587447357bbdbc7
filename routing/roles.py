"""What somebody at a desk may do there."""

from enum import StrEnum


class Role(StrEnum):
    """An administrator's part, as the agencies file names it."""

    ADMINISTRATOR = "administrator"  # everything their desk may
    OFFICER = (
        "officer"  # works on cases: takes up, asks, answers; moves and ends nothing
    )
    SUPERVISOR = "supervisor"  # reads, and is told what is late
