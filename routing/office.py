"""What the administrators' side is decided with: the desks, their days and limits, the officers' words."""

from dataclasses import dataclass
from datetime import datetime, tzinfo

from intake.wording.catalogue import Words
from routing.agencies import Agencies
from routing.clocks import SHIPPED, Calendar, LimitTable


@dataclass(frozen=True, slots=True)
class Office:
    """One installation's, as the core sees it."""

    agencies: Agencies
    calendar: Calendar  # of the deployment; a desk's own is `calendar_of`
    words: Words
    limits: LimitTable = SHIPPED

    def zone_of(self, desk: str) -> tzinfo:
        """The clock on a desk's wall: its own or its region's, else the deployment's."""
        return self.agencies.zone_of(desk) or self.calendar.zone

    def calendar_of(self, desk: str) -> Calendar:
        """The days that are worked at a desk, by its own clock."""
        return self.calendar.at(self.agencies.region_of(desk), self.zone_of(desk))

    def local(self, moment: datetime, desk: str = "") -> datetime:
        """A moment by a desk's clock; without a desk by the coordinator's."""
        return moment.astimezone(self.zone_of(desk or self.agencies.coordinator))
