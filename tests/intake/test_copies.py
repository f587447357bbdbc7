"""Copies with changes are those of the standard library."""

from dataclasses import replace

import pytest

from intake.state import Draft, State, changed


def test_a_copy_is_what_replace_makes():
    old = State(phase="collect", turn=3, draft=Draft(id="LPR-7K2F9QX", flags=("a",)))
    changes = {"turn": 4, "language": "en", "draft": Draft(story=("halo",))}
    assert changed(old, changes) == replace(old, **changes)


def test_the_old_value_stays_as_it_was():
    old = State()
    changed(old, {"turn": 4})
    assert old == State()


def test_a_copy_without_a_change_is_the_old_value():
    old = State(turn=3)
    assert changed(old, {"turn": old.turn}) is old


def test_a_field_that_the_type_has_not_is_refused():
    with pytest.raises(KeyError):
        changed(State(), {"mood": "fine"})
