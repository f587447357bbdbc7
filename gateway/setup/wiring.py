"""The only place that builds things: engine, queue, clock, the core's data; the adapters by `channels`."""

import secrets
import time
from collections.abc import Callable
from datetime import datetime
from functools import cache, partial
from importlib import resources
from pathlib import Path
from typing import TypeVar

from channels.reasons import AS_THEY_ARE, Reasons, read_reasons
from channels.templates import NO_TEMPLATES, BrokenTemplates, Templates, read_templates
from gateway.setup.channels import KNOWN, build_channels, load_rates
from gateway.setup.links import Links
from gateway.setup.own_topics import (
    NO_OWN_TOPICS,
    OwnTopics,
    read_topics,
)
from gateway.setup.parts import Parts
from gateway.setup.settings import BadSettings, Settings, settings_here
from intake.form.slot import BrokenForm, check_form
from intake.form.slots import FORM
from intake.places.gazetteer import Gazetteer
from intake.places.nearest import Places
from intake.reading.act_model import LinearModel, Models, load_model
from intake.reading.language import LanguageScorer
from intake.reading.topics import TOPICS
from intake.wording.catalogue import SOURCE_LANGUAGE, Catalogue, Words, read_catalogue
from routing.agencies import Agencies, read_agencies
from routing.by_hand import BrokenFile
from routing.clocks import SHIPPED, Calendar, LimitTable, indonesian_holidays
from routing.complete import BrokenVerbs, check_verbs
from routing.holidays_file import calendar_with, read_holidays
from routing.limits_file import read_limits
from routing.verbs import VERBS
from storage.crypto import BadKey, KeyRing
from storage.damage_flag import DamageFlag
from storage.door import Door
from storage.embedded_redis import url_of
from storage.limits import Limiter
from storage.media import BadMediaUrl, MediaStore
from storage.migrations import schema_fault
from storage.queue import Doorbell, Ringer
from storage.spool import Spool
from storage.unit_of_work import DatabaseDown, open_store

EXAMPLE = "sumba-timur.yaml"
YEARS_AHEAD = 2


def build(settings: Settings, clock: Callable[[], datetime] | None = None) -> Parts:
    """Join the parts; BadSettings, naming each fault, when settings, a file, the form or verbs are broken."""
    check_tables()
    agencies, own_topics = load_agencies(settings), load_own_topics(settings)
    keys = load_keys(settings)
    store = open_store(settings.database_url, keys, damage_flag(settings))
    bell = Doorbell(redis_url(settings))
    spool = Spool(settings.var_dir / "spool", keys)
    now = clock or (lambda: datetime.now(settings.zone))  # noqa: TID251  (here, and only here, is the clock)
    return Parts(
        settings=settings,
        store=store,
        flag=damage_flag(settings),
        bell=bell,
        spool=spool,
        door=Door(store, spool, Ringer(partial(bell.ring, "converse"))),
        media=load_media(settings),
        channels=build_channels(settings),
        known=KNOWN,
        agencies=agencies,
        calendar=load_calendar(settings, now().year),
        limits=load_limits(settings),
        catalogue=own_topics.over(load_catalogue()),
        topics=own_topics.among(TOPICS),
        gazetteer=load_gazetteer,
        scorer=load_scorer,
        models=load_models,
        places=load_places,
        links=Links(settings.secret_key, settings.public_url),
        limiter=Limiter(bell.here, load_rates(settings)),
        templates=load_templates(settings),
        nap=time.sleep,
        clock=now,
        draw=secrets.randbelow,
        words=load_words(settings.language),
        verbs=VERBS,
        reasons=load_reasons(settings.language),
    )


def check_tables() -> None:
    """BadSettings when a slot of the form or a verb of a case lacks a part, or its words in a language."""
    try:
        check_form(FORM.rows, load_catalogue().keys())
        check_verbs(VERBS, load_officers_catalogue(), load_catalogue())
    except (BrokenForm, BrokenVerbs) as error:
        raise BadSettings(error.faults) from error


@cache
def parts_here() -> Parts:
    """The parts of this process, joined once. Whoever is forked before they connect has them, too."""
    return build(settings_here())


def warm_up() -> None:
    """Join the parts and read what every process needs before any is forked: it is in memory once.

    Nothing connects yet: that happens when it is first needed, in each process. BadSettings as `build`.
    """
    parts_here()
    load_gazetteer()
    load_scorer()
    load_models()


def redis_url(settings: Settings) -> str:
    """Where Redis is: as set, or the embedded one of this VAR_DIR."""
    return settings.redis_url or url_of(settings.var_dir)


def load_agencies(settings: Settings) -> Agencies:
    """The agencies file, or the worked example; BadSettings with each fault's line."""
    path = settings.agencies_file
    return _read("AGENCIES_FILE", path, read_agencies) if path else example_agencies()


def load_own_topics(settings: Settings) -> OwnTopics:
    """The questions this installation answers beside ours; BadSettings with each fault's line."""
    path = settings.topics_file
    return _read("TOPICS_FILE", path, read_topics) if path else NO_OWN_TOPICS


def load_limits(settings: Settings) -> LimitTable:
    """How long each step may take; BadSettings with each fault's line."""
    path = settings.limits_file
    return _read("LIMITS_FILE", path, read_limits) if path else SHIPPED


def load_calendar(settings: Settings, year: int) -> Calendar:
    """The days that are worked around a year; BadSettings with each fault of the file that adds some."""
    years, path = range(year - 1, year + YEARS_AHEAD), settings.holidays_file
    days = _read("HOLIDAYS_FILE", path, read_holidays) if path else ()
    return calendar_with(Calendar(indonesian_holidays(years), settings.zone), days)


Of = TypeVar("Of")


def _read(setting: str, path: str, reader: Callable[[str], Of]) -> Of:
    """What stands in a file that somebody wrote by hand; BadSettings with each fault's line."""
    try:
        return reader(Path(path).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise BadSettings([f"{setting} cannot be read: {error}"]) from error
    except BrokenFile as error:
        raise BadSettings(
            [f"{setting} {path}, {fault}" for fault in error.faults]
        ) from error


def load_keys(settings: Settings) -> KeyRing:
    """The key ring of DATA_KEY."""
    try:
        return KeyRing.from_text(settings.data_key)
    except BadKey as error:
        raise BadSettings([f"DATA_KEY: {error}"]) from error


def damage_flag(settings: Settings) -> DamageFlag:
    """What says on this machine that the database is damaged."""
    return DamageFlag(settings.var_dir / "damaged")


def demand_key(settings: Settings) -> None:
    """BadSettings when DATA_KEY cannot open what is stored. A database that is down is asked when it is back.

    It opens connections of its own and closes them: whoever is forked later must not share any.
    """
    keys = load_keys(settings)
    store = open_store(settings.database_url, keys)
    try:
        with store.reading() as tx:
            fault = tx.key_fault()
    except DatabaseDown:
        fault = ""
    finally:
        store.dispose()
    if not fault and Spool(settings.var_dir / "spool", keys).of_another_key():
        fault = "it does not hold the key that sealed what waits in the spool"
    if fault:
        raise BadSettings(
            [
                f"DATA_KEY: {fault}; put the former key back, as the last one if there are several"
            ]
        )


def demand_schema(settings: Settings) -> None:
    """BadSettings when the database has another schema than this code: a part alone does not change it."""
    store = open_store(settings.database_url, load_keys(settings))
    try:
        with store.snapshot() as connection:
            fault = schema_fault(connection)
    except DatabaseDown:
        fault = ""
    finally:
        store.dispose()
    if fault:
        raise BadSettings([f"DATABASE_URL: {fault}"])


def load_media(settings: Settings) -> MediaStore:
    """Where attachments are kept; BadSettings when MEDIA_URL names nowhere."""
    try:
        return MediaStore(settings.media_url)
    except BadMediaUrl as error:
        raise BadSettings([f"MEDIA_URL: {error}"]) from error


def load_templates(settings: Settings) -> Templates:
    """The approved WhatsApp templates; BadSettings when their file cannot be used."""
    path = settings.whatsapp_templates
    try:
        return (
            read_templates(Path(path).read_text(encoding="utf-8"))
            if path
            else NO_TEMPLATES
        )
    except (OSError, UnicodeDecodeError) as error:
        raise BadSettings([f"WHATSAPP_TEMPLATES cannot be read: {error}"]) from error
    except BrokenTemplates as error:
        raise BadSettings(
            [f"WHATSAPP_TEMPLATES {path}, {fault}" for fault in error.faults]
        ) from error


@cache
def load_reasons(language: str) -> Reasons:
    """The adapters' reasons in a language, as they are where there is no file for it."""
    file = resources.files("channels").joinpath("texts", f"{language}.po")
    return read_reasons(file.read_bytes()) if file.is_file() else AS_THEY_ARE


@cache
def load_gazetteer() -> Gazetteer:
    """The regions of Indonesia; read once a process, in under a second."""
    return Gazetteer.from_bytes(_data("regions.txt.xz"))


@cache
def load_places() -> Places:
    """The towns and larger villages of GeoNames."""
    return Places.from_bytes(_data("places.txt.xz"))


@cache
def load_scorer() -> LanguageScorer:
    """langdetect's own Indonesian and English profiles."""
    profiles = resources.files("langdetect").joinpath("profiles")
    return LanguageScorer.from_profiles(
        *(profiles.joinpath(code).read_text(encoding="utf-8") for code in ("id", "en"))
    )


@cache
def load_models() -> Models:
    """What people do besides answering, and ask about, learnt from lines (`scripts/train_acts.py`)."""
    folder = resources.files("intake.reading").joinpath("data")
    acts, clauses, topics = (
        load_model(folder.joinpath(f"{name}.xz").read_bytes())
        for name in ("acts", "clauses", "topics")
    )
    return Models(acts, clauses, topics, load_heads)


@cache
def load_heads() -> LinearModel:
    """The second vote on the category (`scripts/train_matters.py`); read when a complaint is first filed."""
    folder = resources.files("intake.reading").joinpath("data")
    return load_model(folder.joinpath("heads.xz").read_bytes())


def load_words(language: str) -> Words:
    """What officers read, in this language where we have it, else in Indonesian."""
    catalogue = load_officers_catalogue()
    return Words(
        catalogue, language if language in catalogue.languages else SOURCE_LANGUAGE
    )


@cache
def load_officers_catalogue() -> Catalogue:
    """Every sentence that officers read."""
    return _catalogue("routing").joined(_catalogue("gateway"))


@cache
def load_catalogue() -> Catalogue:
    """Every sentence that citizens read."""
    return _catalogue("intake.wording")


def _catalogue(package: str) -> Catalogue:
    texts = resources.files(package).joinpath("texts")
    return read_catalogue(
        {
            file.name.removesuffix(".po"): file.read_bytes()
            for file in texts.iterdir()
            if file.name.endswith(".po")
        }
    )


def _data(name: str) -> bytes:
    return resources.files("intake.places").joinpath("data", name).read_bytes()


def example_agencies() -> Agencies:
    """The worked example that is shipped."""
    file = resources.files("routing").joinpath("data", EXAMPLE)
    return read_agencies(file.read_text(encoding="utf-8"))
