"""What a citizen sends along reaches those who act on it: told by kind, the point as a link."""

from datetime import UTC, datetime

import pytest
from house import CITIZEN, House

from gateway.setup.wiring import load_words
from intake.complaint import Attachment, Complaint, Location, Reporter
from routing.notices import files_text, point_text

STORY = "lampu jalan mati di depan kantor camat Lewa sudah seminggu"
ME = f"whatsapp:{CITIZEN}"


def complaint(*types: str | None, **more: object) -> Complaint:
    files = tuple(Attachment(str(n), one, 9, None) for n, one in enumerate(types))
    return Complaint(
        "LPR-2222222",
        "complaint",
        "Lampu mati",
        "Lampu mati",
        datetime(2026, 11, 23, tzinfo=UTC),
        Reporter("sms", CITIZEN, "id"),
        attachments=files,
        **more,  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(
    ("types", "told"),
    [
        pytest.param((), "", id="nothing"),
        pytest.param(("image/jpeg",), "1 foto", id="a photo"),
        pytest.param(
            ("image/jpeg", "audio/ogg", "image/png"),
            "1 rekaman suara, 2 foto",
            id="each kind is counted",
        ),
        pytest.param(
            (None, "application/pdf"), "2 lampiran", id="of no kind, or not fetched yet"
        ),
    ],
)
def test_files_are_told_by_kind(types: tuple[str | None, ...], told: str) -> None:
    assert files_text(complaint(*types), load_words("id")) == told


HERE = Location(latitude=-9.6571, longitude=120.2641)


@pytest.mark.parametrize(
    ("more", "link"),
    [
        pytest.param(
            {"location": HERE},
            "https://maps.google.com/?q=-9.657100,120.264100",
            id="a point",
        ),
        pytest.param({}, "", id="none"),
        pytest.param(
            {"location": HERE, "anonymous": True},
            "",
            id="perhaps an unnamed one's home",
        ),
        pytest.param(
            {"location": HERE, "confidential": True}, "", id="or a secret one's"
        ),
    ],
)
def test_a_point_is_a_link_unless_it_may_be_their_home(
    more: dict[str, object], link: str
) -> None:
    assert point_text(complaint(**more)) == link


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_desk_and_the_citizen_read_of_a_photo_and_the_desk_of_the_pin(
    house: House,
) -> None:
    house.whatsapp(
        STORY,
        NumMedia="1",
        MediaUrl0="https://api.twilio.com/2010-04-01/Accounts/AC/Messages/MM/Media/ME1",
        MediaContentType0="image/jpeg",
    )
    house.settle()
    house.whatsapp("", Latitude="-9.6571", Longitude="120.2641")
    house.settle()
    house.whatsapp("Maria Rambu, jl kenanga 3 Lewa")
    house.settle()

    assert any("Lampiran: 1" in said for said in house.says(ME))
    house.whatsapp("ya")
    house.settle()
    notices = [
        said
        for person in house.parts.agencies.by_code.values()
        for one in person.administrators
        for said in house.says(str(one.notify[0]))
    ]
    assert any("1 foto" in said for said in notices)
    assert any("maps.google.com/?q=-9.657100,120.264100" in said for said in notices)
