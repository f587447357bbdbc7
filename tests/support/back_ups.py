"""Back-ups of a VAR_DIR, and another machine that they are restored on."""

import shutil
from pathlib import Path

from house import settings_of

from gateway.flows.backing_up import back_up
from gateway.operate.restore import Restored, restore
from gateway.setup.wiring import build
from storage.back_up import Made

KEYS = ("data_key", "secret_key")  # what an office keeps apart


def back_up_of(var_dir: Path, place: str, keep: int = 0) -> Made:
    """What `satupintu backup` does."""
    parts = build(settings_of(var_dir))
    try:
        return back_up(parts, place, keep)
    finally:
        parts.store.dispose()
        parts.bell.close()


def restored_from(place: str, keys_of: Path, var_dir: Path, **settings: str) -> Path:
    """An empty VAR_DIR with the keys of another, and the back-up in it."""
    restore_into(place, keys_of, var_dir, **settings)
    return var_dir


def restore_into(
    place: str, keys_of: Path, var_dir: Path, *, force: bool = False, **settings: str
) -> Restored:
    """What `satupintu restore` does."""
    for name in KEYS:
        shutil.copy(keys_of / name, var_dir / name)
    return restore(settings_of(var_dir, **settings), place, force=force)
