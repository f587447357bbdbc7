"""Officers' plain words through the whole house: read tests/transcripts/officers as an officer would."""

import officers_stories
import pytest
from house import House

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
STORIES = sorted(officers_stories.HERE.glob("*.txt"))


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_the_conversation_goes_word_for_word_as_written_down(
    path, house: House
) -> None:
    written = path.read_text(encoding="utf-8")
    assert officers_stories.played(written, house) == written
