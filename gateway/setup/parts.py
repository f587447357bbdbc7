"""Everything a flow may use, joined once in `wiring`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from channels.contract import Channel
from channels.reasons import Reasons
from channels.templates import Templates
from gateway.setup.links import Links
from gateway.setup.settings import Settings
from intake.messages import Capabilities
from intake.places.gazetteer import Gazetteer
from intake.places.nearest import Places
from intake.reading.act_model import Models
from intake.reading.language import LanguageScorer
from intake.reading.nik import mask_numbers
from intake.reading.topics import Topics
from intake.wording.catalogue import Catalogue, Words
from routing.agencies import Agencies
from routing.clocks import SHIPPED, Calendar, LimitTable
from routing.notices import Voice
from routing.office import Office
from routing.verbs import Verbs
from storage.damage_flag import DamageFlag
from storage.door import Door
from storage.limits import Limiter
from storage.media import MediaStore
from storage.queue import Doorbell
from storage.spool import Spool
from storage.unit_of_work import Store

PLAINEST = "sms"


@dataclass(frozen=True)
class Parts:
    """The joined parts of one process."""

    settings: Settings
    store: Store
    flag: DamageFlag  # raised when what is stored is damaged
    bell: Doorbell
    spool: Spool
    door: Door
    media: MediaStore
    channels: Mapping[str, Channel]  # those that are on
    known: Mapping[
        str, type[Channel]
    ]  # all there are: who once wrote by one is still in the database
    agencies: Agencies
    calendar: Calendar
    catalogue: Catalogue
    topics: Topics  # what questions to us are about
    gazetteer: Callable[
        [], Gazetteer
    ]  # read when first needed: only intake pays for it
    scorer: Callable[[], LanguageScorer]
    models: Callable[[], Models]  # for what the tables of acts and topics miss
    places: Callable[[], Places]  # what is near a point a citizen shared
    links: Links
    limiter: Limiter
    templates: Templates
    nap: Callable[[float], object]  # let so many seconds pass
    clock: Callable[[], datetime]  # now, aware, in the deployment's time zone
    draw: Callable[[int], int]  # a random number below n
    words: Words  # what officers read, in the language of this installation
    verbs: Verbs  # what can be done to a case
    reasons: Reasons  # why providers refuse, in the language of this installation
    limits: LimitTable = SHIPPED  # how long each step of a case may take

    def capabilities(self, channel: str) -> Capabilities:
        """What a channel can carry, also one that is off; of one we do not know, as little as an SMS."""
        return self.known.get(channel, self.known[PLAINEST]).capabilities

    def label(self, channel: str) -> str:
        """What administrators call a channel."""
        return self.known[channel].label if channel in self.known else channel

    @property
    def office(self) -> Office:
        """What the core decides with."""
        return Office(self.agencies, self.calendar, self.words, self.limits)

    @property
    def voice(self) -> Voice:
        """How officers are spoken to."""
        return Voice(self.words, self.verbs, mask_numbers)
