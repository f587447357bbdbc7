"""`satupintu restore`: a back-up becomes the database, the attachments and the spool of this installation."""

from dataclasses import dataclass
from datetime import datetime

from gateway.operate.processes import only_one
from gateway.setup.settings import Settings
from gateway.setup.wiring import damage_flag, load_keys, load_media
from storage.back_up import BackUps, NoBackUp
from storage.restoring import is_lived_in, restore_database
from storage.sealed_file import Torn
from storage.shelf import Shelf
from storage.spool import Spool

ENDING = ".backup"


@dataclass(frozen=True, slots=True)
class Restored:
    """What was brought back."""

    name: str
    made_at: datetime
    rows: int
    files: int
    forgotten: int  # people whose rows are in it, and who had been forgotten since


def restore(settings: Settings, source: str, *, force: bool) -> Restored:
    """Bring back the newest back-up at a place, or the one named. NoBackUp says why not, in a sentence.

    Before anything is touched the whole of it is read. CannotStart while the product runs here;
    BadUrl, DatabaseDown, NewerSchema, OSError.
    """
    folder, name = _named(source)
    keys, spool = (
        load_keys(settings),
        Spool(settings.var_dir / "spool", load_keys(settings)),
    )
    given = BackUps(Shelf(folder), keys)
    name = name or next(reversed(given.names()), "")
    if not name:
        raise NoBackUp(f"there is no back-up at {folder}")
    with only_one(settings):
        if not force and (is_lived_in(settings.database_url) or spool.waits()):
            raise NoBackUp(
                "there are data here already: --force puts them aside and restores the back-up in their place"
            )
        try:
            rows, origin = sum(given.rows_in(name).values()), given.origin(name)
            files = given.restore_media(name, load_media(settings).shelf)
            forgotten = restore_database(
                settings.database_url, keys, given, name, spool.put_back
            )
        except (Torn, FileNotFoundError) as error:
            raise NoBackUp(f"{name} cannot be used: {error}") from error
        damage_flag(settings).lower()
    return Restored(name, origin.made_at, rows, files, forgotten)


def _named(source: str) -> tuple[str, str]:
    """The place, and the back-up there; "" for the newest."""
    if not source.endswith(ENDING):
        return source, ""
    folder, _, name = source.rpartition("/")
    return folder or ".", name
