"""What the administrators' side is decided with: the desks, the working days, the officers' words."""

from dataclasses import dataclass

from intake.wording.catalogue import Words
from routing.agencies import Agencies
from routing.clocks import Calendar


@dataclass(frozen=True, slots=True)
class Office:
    """One installation's, as the core sees it."""

    agencies: Agencies
    calendar: Calendar
    words: Words
