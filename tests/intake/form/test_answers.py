"""What a text tells: many facts in a story, several answers in one SMS, one answer to one question."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from gateway.setup.channels import CAPABILITIES
from gateway.setup.wiring import load_gazetteer, load_scorer
from intake.form.combined import answers
from intake.form.title import brief
from intake.form.volunteered import volunteered
from intake.state import Answer, Context, State

ALL = ("place", "time", "name", "address")


@pytest.fixture(scope="module")
def ctx() -> Context:
    now = datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("Asia/Jakarta"))
    return Context(
        now,
        "LPR-2222222",
        load_gazetteer(),
        load_scorer(),
        CAPABILITIES["sms"],
        "53.11",
    )


def told(value: Any) -> Any:
    """The words and the region of a place, the date of a time, or the value itself."""
    if isinstance(value, dict):
        return value.get("date") or (value.get("text"), value.get("region_code"))
    return value


MATAWAI, KAMBAJAWA, WAINGAPU = "53.11.01.1003", "53.11.01.1001", "53.11.01"


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        (
            "jalan rusak di depan pasar Matawai Waingapu sejak kemarin",
            {
                "place": ("di depan pasar Matawai Waingapu", MATAWAI),
                "time": "2026-11-22",
            },
        ),
        ("jalan rusak", {}),
        ("nama saya Siti Rahma, air mati", {"name": "Siti Rahma"}),
        (
            "sampah di Kel. Kambajawa, alamat sama, hp 0812 3456 7890",
            {
                "place": ("di Kel. Kambajawa", KAMBAJAWA),
                "address": ("di Kel. Kambajawa", KAMBAJAWA),
                "phone": "+6281234567890",
            },
        ),
        (
            "air mati. alamat saya Jl Melati 5 Matawai",
            {
                "place": ("Jl Melati 5 Matawai", MATAWAI),
                "address": ("Jl Melati 5 Matawai", MATAWAI),
            },
        ),
        ("NIK 5311045506070001 belum jadi KTP", {"nik": "5311045506070001"}),
        ("KK 5311040506070001 belum jadi", {}),
        ("5311012304120007 belum jadi KTP", {}),
        (
            "Sampah menumpuk di Jl Ahmad Yani, Kambajawa",
            {"place": ("di Jl Ahmad Yani, Kambajawa", KAMBAJAWA)},
        ),
        (
            "lampu mati di Jl Ahmad Yani, Kambajawa sudah 3 bulan, Budi",
            {
                "place": ("di Jl Ahmad Yani, Kambajawa", KAMBAJAWA),
                "time": "2026-08-01",
                "name": "Budi",
            },
        ),
        (
            "KAB. SUMBA TIMUR air PDAM tidak mengalir",
            {"place": ("KAB. SUMBA TIMUR", "53.11")},
        ),
    ],
)
def test_a_story_volunteers_facts(
    text: str, facts: dict[str, Any], ctx: Context
) -> None:
    found = volunteered(text, State(), ctx)
    assert {slot: told(answer.value) for slot, answer in found.items()} == facts


def test_nothing_known_is_overwritten_by_what_is_volunteered(ctx: Context) -> None:
    known = State().with_(
        values={
            "name": Answer("Budi", "Budi"),
            "time": Answer({"date": "2026-01-01"}, "x"),
        }
    )
    assert volunteered("nama saya Siti, sejak kemarin", known, ctx) == {}


def test_a_landmark_gets_its_region_from_a_later_message(ctx: Context) -> None:
    first = volunteered("lampu mati di depan pasar", State(), ctx)
    then = volunteered("pasarnya di Kel. Matawai", State().with_(values=first), ctx)
    assert told(then["place"].value)[1] == MATAWAI
    assert "depan pasar" in then["place"].value["text"]


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        (
            "depan pasar Matawai Waingapu, kemarin, Budi, sama",
            {
                "place": MATAWAI,
                "time": "2026-11-22",
                "name": "Budi",
                "address": MATAWAI,
            },
        ),
        ("Budi Santoso", {"name": "Budi Santoso"}),
        ("SAMA", {"address": None}),
        ("yohanes,sama", {"name": "Yohanes", "address": None}),
        ("Sugeng, podo", {"name": "Sugeng", "address": None}),
        ("Yuli, Kel. Hambala Waingapu", {"name": "Yuli", "place": "53.11.01.1002"}),
        (
            "Kambajawa Waingapu - Rina - alamat Jl Melati 5 Matawai",
            {"name": "Rina", "place": KAMBAJAWA, "address": MATAWAI},
        ),
        (
            "lokasi: Kel Kambajawa, nama: Ina Rambu",
            {"place": KAMBAJAWA, "name": "Ina Rambu"},
        ),
    ],
)
def test_one_sms_answers_several_questions(
    text: str, facts: dict[str, Any], ctx: Context
) -> None:
    found = answers(text, ALL, State().with_(story=("jalan rusak",)), ctx).answers
    short = {slot: told(answer.value) for slot, answer in found.items()}
    assert {
        slot: value[1] if isinstance(value, tuple) else value
        for slot, value in short.items()
    } == facts


KNOWN = {
    "name": Answer("Budi", "Budi"),
    "address": Answer({"text": "Jl Melati 5", "region_code": MATAWAI}, "Jl Melati 5"),
}


@pytest.mark.parametrize(
    "text", ["SAMA", "seperti dulu", "sama spt kemarin", "yang lama"]
)
def test_who_complained_before_need_not_write_it_again(text: str, ctx: Context) -> None:
    found = answers(
        text, ("name", "address"), State(known=KNOWN).with_(story=("jalan rusak",)), ctx
    ).answers
    assert {slot: answer.value for slot, answer in found.items()} == {
        slot: one.value for slot, one in KNOWN.items()
    }


@pytest.mark.parametrize(
    ("slot", "text"),
    [
        ("place", "iya"),
        ("place", "betul"),
        ("place", "tidak tahu"),
        ("place", "kemarin"),
        ("place", "12345"),
        ("place", "Budi"),
        ("address", "Rina"),
        ("address", "bukan"),
        ("name", "siapa ya"),
        ("name", "😀"),
        ("time", "Budi"),
        ("nik", "iya"),
        ("phone", "hmm"),
        ("privacy", "hmm"),
        ("kind", "hmm"),
    ],
)
def test_what_answers_another_question_is_not_taken_for_an_answer(
    slot: str, text: str, ctx: Context
) -> None:
    reading = answers(text, (slot,), State().with_(story=("jalan rusak",)), ctx)
    assert reading.empty


@pytest.mark.parametrize(
    ("slot", "text", "fault"),
    [
        ("nik", "5311", "nik.length"),
        ("nik", "KK 5311040506070001", "nik.kk"),
        ("nik", "5311012304120007", "nik.kk"),
        ("time", "31/02/2017", "when.date"),
        ("phone", "08123", "phone.invalid"),
        ("name", "12345", "name.invalid"),
        ("time", "tanggal 5 bulan depan", "when.future"),
    ],
)
def test_what_was_understood_but_cannot_be_right_is_told_apart(
    slot: str, text: str, fault: str, ctx: Context
) -> None:
    assert answers(
        text, (slot,), State().with_(story=("jalan rusak",)), ctx
    ).faults == {slot: fault}


@pytest.mark.parametrize(
    ("slot", "text"),
    [
        ("nik", "lupa"),
        ("nik", "ga punya"),
        ("phone", "tidak"),
        ("time", "lupa"),
        ("address", "tidak usah"),
        ("address", "ga tau"),
    ],
)
def test_a_refusal_leaves_the_slot_out(slot: str, text: str, ctx: Context) -> None:
    answer = answers(text, (slot,), State().with_(story=("jalan rusak",)), ctx).answers[
        slot
    ]
    assert (answer.value, answer.how) == (None, "skipped")


@pytest.mark.parametrize("text", ["anonim saja", "jangan sebut nama"])
def test_who_does_not_give_a_name_stays_without_one(text: str, ctx: Context) -> None:
    assert answers(
        text, ("name",), State().with_(story=("jalan rusak",)), ctx
    ).anonymous


@pytest.mark.parametrize(
    ("text", "brief_"),
    [
        ("Sampah menumpuk di Jl Ahmad Yani, Kambajawa", "Sampah menumpuk"),
        ("lampu jalan mati sudah 3 bulan, Budi", "Lampu jalan mati"),
        (
            "LAPOR guru SD Temu Kanatang tidak masuk 2 minggu, Petrus Ndjawa",
            "Guru SD Temu Kanatang tidak masuk",
        ),
        (
            "BBM langka di SPBU Waingapu 3 hari, Agustina Ina",
            "BBM langka 3 hari",
        ),
        ("jalan rusak parah a/n Umbu Ndamung", "Jalan rusak parah"),
        ("Lampu jalan mati di Payeti. Hormat saya, Maria Rambu", "Lampu jalan mati"),
        ("air PDAM keruh\nSiti Aminah", "Air PDAM keruh"),
        ("sampah menumpuk 3 hari, budi santoso", "Sampah menumpuk"),
        ("pupuk langka - Yohanis Umbu", "Pupuk langka"),
    ],
)
def test_what_a_story_volunteers_stays_out_of_its_title(
    text: str, brief_: str, ctx: Context
) -> None:
    assert (
        brief(State().with_(story=(text,), values=volunteered(text, State(), ctx)))
        == brief_
    )


@pytest.mark.parametrize(
    ("text", "home"),
    [
        pytest.param(text, home, id=id_)
        for id_, (text, home) in {
            "a full stop behind a short form": (
                "Alamat saya di Jl. Kenanga 5 Kel. Gumuruh Bandung",
                "di Jl. Kenanga 5 Kel. Gumuruh Bandung",
            ),
            "short forms only": (
                "jalan rusak, alamat saya Kel. Kambajawa RT 3",
                "Kel. Kambajawa RT 3",
            ),
            "more of the story behind it": (
                "saya tinggal di Desa Mondu Kec Kanatang, sejak kemarin lampu mati",
                "di Desa Mondu Kec Kanatang",
            ),
            "a contrast behind it": (
                "saya tinggal di Lenteng Agung, Jakarta Selatan, tetapi KTP saya Tangerang",
                "di Lenteng Agung, Jakarta Selatan",
            ),
            "a verdict behind it": (
                "air pdam rumah saya di jalan Teuku Umar gg. Melati mati",
                "di jalan Teuku Umar gg. Melati",
            ),
            "beside a landmark": (
                "air mati di rumah saya depan gereja Imanuel",
                "depan gereja Imanuel",
            ),
            "the way goes on": (
                "dari rumah saya di jalan Kesehatan ke sekolah macet",
                "di jalan Kesehatan",
            ),
            "a move": ("Saya baru pindah alamat rumah dan sudah lapor RT", None),
            "a change on a card": ("bagaimana ganti alamat saya di kartu KIS?", None),
            "a parcel on its way": (
                "kapan barang bisa sampai di alamat saya? Mohon dijawab",
                None,
            ),
            "a parcel sent": (
                "mohon dikirimkan ke alamat saya, terlalu lama disimpan",
                None,
            ),
            "a fault in it": (
                "Dia bilang alamat saya tidak lengkap jadi diretur",
                None,
            ),
            "a form spoken of": (
                "sudah isi nama nik serta alamat rumah, dan memilih tanggal",
                None,
            ),
        }.items()
    ],
)
def test_an_address_is_told_only_where_it_reads_as_one(
    text: str, home: str | None, ctx: Context
) -> None:
    told_ = volunteered(text, State(), ctx).get("address")
    assert (told_.value["text"] if told_ else None) == home


@pytest.mark.parametrize(
    ("text", "name"),
    [
        pytest.param(text, name, id=id_)
        for id_, (text, name) in {
            "two common names": ("Dian Pratiwi", "Dian Pratiwi"),
            "small letters": ("dian pratiwi", "Dian Pratiwi"),
            "introduced": ("nama saya Dian Pratiwi", "Dian Pratiwi"),
            "with a courtesy": ("Baik min, Yosef Umbu ya pak", "Yosef Umbu"),
            "a name and an unknown one": ("Petrus Ndjawa", "Petrus Ndjawa"),
            "three names": ("maria goreti rambu", "Maria Goreti Rambu"),
            "a street called after somebody": ("Jl Dian Pratiwi", None),
            "a region called after somebody": ("Umbu Pandawai", None),
            "a hamlet": ("Bora", None),
            "behind something": ("belakang gereja", None),
        }.items()
    ],
)
def test_a_bare_name_in_place_of_the_address_came_late(
    text: str, name: str | None, ctx: Context
) -> None:
    asked = State().with_(story=("jalan rusak",), asked=("address",))
    found = answers(text, ("address",), asked, ctx).answers
    assert set(found) == {"name" if name else "address"}
    assert name is None or found["name"].value == name


@pytest.mark.parametrize(
    ("text", "scene", "home", "lives"),
    [
        pytest.param(
            "Jl Melati 5 desa Sukamaju",
            "32.73.14",
            "53.11",
            "32.73.14.1004",
            id="of the many of its name the one in the regency of the scene",
        ),
        pytest.param(
            "Jl Melati 5 desa Sukamaju",
            "32.04.17.2007",
            "53.11",
            None,
            id="that regency has two",
        ),
        pytest.param(
            "Jl Melati 5 desa Sukamaju", "33.13", "53.11", None, id="it has none"
        ),
        pytest.param(
            "Jl Melati 5 desa Sukamaju", None, "53.11", None, id="no scene is known"
        ),
        pytest.param(
            "Jl Melati 5 Sukoharjo",
            "35.78",
            "35.04",
            "35.04.17.2011",
            id="none beside the scene: the one at home",
        ),
        pytest.param(
            "Jl Melati 5 Sukoharjo",
            "33.11.06",
            "35.04",
            "33.11",
            id="beside the scene before at home",
        ),
    ],
)
def test_of_several_regions_they_live_in_the_one_beside_the_scene(
    text: str, scene: str | None, home: str, lives: str | None, ctx: Context
) -> None:
    place = Answer({"text": "depan pasar", "region_code": scene}, "depan pasar")
    state = State().with_(
        story=("jalan rusak",), values={"place": place}, asked=("address",)
    )
    found = answers(text, ("address",), state, replace(ctx, home=home)).answers
    assert told(found["address"].value) == (text, lives)


def test_a_name_given_again_is_no_address(ctx: Context) -> None:
    known = State().with_(
        story=("jalan rusak",), values={"name": Answer("Dian", "Dian")}
    )
    assert answers("Dian Pratiwi", ("address",), known, ctx).empty


@pytest.mark.parametrize(
    ("text", "name"),
    [
        pytest.param(text, name, id=id_)
        for id_, (text, name) in {
            "regions first": (
                "Caturtunggal, Depok, Sleman, Dian Pratiwi",
                "Dian Pratiwi",
            ),
            "one region first": ("Prailiu, Umbu Ndamung", "Umbu Ndamung"),
            "a short name last": ("Kambajawa, Waingapu, Yosef", "Yosef"),
            "the name first": ("Dian Pratiwi, Depok, Sleman", "Dian Pratiwi"),
            "a name that is a village too": ("Maria, Waingapu", "Maria"),
            "two names": ("Budi, Siti", "Budi"),
        }.items()
    ],
)
def test_who_they_are_is_found_behind_where_they_are(
    text: str, name: str, ctx: Context
) -> None:
    state = State().with_(story=("jalan rusak",))
    assert answers(text, ("name",), state, ctx).answers["name"].value == name


def test_regions_before_the_name_are_the_home_once_the_scene_is_known(
    ctx: Context,
) -> None:
    scene = Answer({"text": "pasar", "region_code": MATAWAI}, "pasar")
    state = State().with_(story=("jalan rusak",), values={"place": scene})
    found = answers("Kambajawa, Waingapu, Yosef Umbu", ("name",), state, ctx).answers
    assert told(found["address"].value) == ("Kambajawa, Waingapu", KAMBAJAWA)


@pytest.mark.parametrize(
    ("text", "place", "home"),
    [
        pytest.param(text, place, home, id=id_)
        for id_, (text, place, home) in {
            "region, name, street": (
                "Delta Pawan ketapang, Petrus Ali, jl merdeka 4",
                "Delta Pawan ketapang",
                "jl merdeka 4",
            ),
            "landmark, time, name, street": (
                "depan pasar Matawai, 3 hari, Budi Santoso, Jl Melati 5 Kambajawa",
                "depan pasar Matawai",
                "Jl Melati 5 Kambajawa",
            ),
            "village, name, RT": (
                "Kel Prailiu, Maria Rambu, RT 3 RW 1 Kel Hambala",
                "Kel Prailiu",
                "RT 3 RW 1 Kel Hambala",
            ),
            "a region goes on behind the name": (
                "depan pasar Matawai, Budi, Waingapu",
                "depan pasar Matawai, Waingapu",
                None,
            ),
            "the name first": (
                "Petrus Ali, jl merdeka 4, Delta Pawan ketapang",
                "jl merdeka 4, Delta Pawan ketapang",
                None,
            ),
            "street, name, region": (
                "jl merdeka 4, Petrus Ali, Delta Pawan ketapang",
                "jl merdeka 4, Delta Pawan ketapang",
                None,
            ),
        }.items()
    ],
)
def test_the_name_parts_the_scene_from_the_home(
    text: str, place: str, home: str | None, ctx: Context
) -> None:
    found = answers(text, ALL, State().with_(story=("jalan rusak",)), ctx).answers
    lives = found.get("address")
    assert found["place"].value["text"] == place
    assert (lives.value["text"] if lives else None) == home


def test_a_home_alone_has_no_hole_where_the_name_stood(ctx: Context) -> None:
    text = "Delta Pawan ketapang, Petrus Ali, jl merdeka 4"
    state = State().with_(story=("jalan rusak",))
    found = answers(text, ("name", "address"), state, ctx).answers
    assert found["address"].value["text"] == "Delta Pawan ketapang, jl merdeka 4"


def test_two_answers_to_where_are_read_together(ctx: Context) -> None:
    half = answers(
        "depan pasar", ("place",), State().with_(story=("jalan rusak",)), ctx
    ).answers
    whole = answers(
        "Matawai, Waingapu",
        ("place",),
        State().with_(story=("jalan rusak",), values=half),
        ctx,
    ).answers
    assert told(whole["place"].value) == ("depan pasar, Matawai, Waingapu", MATAWAI)
