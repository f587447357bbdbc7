"""What a report costs its sender by chat: four messages when all goes well, never a form."""

import pytest

from gateway.operate.chat import Chat

NAME = "Maria Rambu"
ROAD = "Jalan rusak parah"
SCENE = "depan pasar Matawai Kota Waingapu"
PAPERS = "KTP saya belum jadi di Kel. Kambajawa Waingapu sejak bulan lalu"


def talked(*lines: str, channel: str = "telegram") -> Chat:
    chat = Chat(channel, "53.11")
    for line in lines:
        chat.send(line)
    return chat


def value(chat: Chat, slot: str) -> str:
    known = chat.state.value(slot)
    return str(known.get("text") if isinstance(known, dict) else known or "")


def last(chat: Chat, line: str) -> str:
    return "\n".join(one.text for one in chat.send(line))


@pytest.mark.parametrize("channel", ["telegram", "whatsapp"])
def test_four_messages_are_enough(channel: str) -> None:
    chat = talked(
        ROAD,
        f"{SCENE}, sudah 3 bulan",
        f"{NAME}, Jl Mawar 5 Payeti",
        "ya",
        channel=channel,
    )
    assert chat.state.phase == "done"
    known = {slot: value(chat, slot) for slot in ("place", "time", "name", "address")}
    assert known == {
        "place": SCENE,
        "time": "sudah 3 bulan",
        "name": NAME,
        "address": "Jl Mawar 5 Payeti",
    }


BOTH = {
    "with a comma": (f"{NAME}, Jl Mawar 5 Payeti", "Jl Mawar 5 Payeti"),
    "with nothing between": ("maria rambu jl mawar 5 payeti", "jl mawar 5 payeti"),
    "a village and its RT, nothing between": ("maria rambu kataka rt 4", "kataka rt 4"),
    "with words for both": (
        f"nama saya {NAME}, alamat Jl Mawar 5 Payeti",
        "Jl Mawar 5 Payeti",
    ),
    "in capitals": ("MARIA RAMBU DESA KATAKA RT 04", "DESA KATAKA RT 04"),
    "on two lines": (f"{NAME}\\nJl Mawar 5 Payeti", "Jl Mawar 5 Payeti"),
    "the same as the place": (f"{NAME}, sama", f"di {SCENE}"),
    "the address first": (f"Jl Mawar 5 Payeti, {NAME}", "Jl Mawar 5 Payeti"),
    "the address first, behind its word": (
        f"alamat Kel Payeti RT 5. {NAME}",
        "Kel Payeti RT 5",
    ),
}


@pytest.mark.parametrize(("line", "home"), BOTH.values(), ids=BOTH.keys())
def test_name_and_address_are_told_in_one_message(line: str, home: str) -> None:
    chat = talked(f"{ROAD} di {SCENE}", line.replace("\\n", "\n"))
    assert (value(chat, "name"), value(chat, "address")) == (NAME, home)
    assert chat.state.phase == "review"


HALVES = {
    "only the name": ([NAME], ("address",)),
    "only the address": (["Jl Mawar 5 Payeti"], ("name",)),
    "neither": (["hmm"], ("name",)),
    "the name after all": (["hmm", NAME], ("address",)),
    "does not know: the name will do": (["tidak tahu"], ("name",)),
}


@pytest.mark.parametrize(("lines", "asked"), HALVES.values(), ids=HALVES.keys())
def test_the_half_that_is_missing_is_asked_by_itself(
    lines: list[str], asked: tuple[str, ...]
) -> None:
    assert talked(f"{ROAD} di {SCENE}", *lines).state.draft.asked == asked


def test_a_place_is_confirmed_when_it_is_typed() -> None:
    chat = talked(ROAD)
    assert last(chat, SCENE).startswith(f"Lokasi: {SCENE} (Kel. Matawai, ")


def test_the_person_of_last_time_taps_once_for_name_and_address() -> None:
    chat = talked(f"{ROAD} di {SCENE}", f"{NAME}, Jl Mawar 5 Payeti", "ya", "baru")
    assert NAME in last(chat, "lampu jalan mati di Prailiu sejak kemarin")
    assert "Jl Mawar 5 Payeti" in last(chat, "/tap 1")
    assert (chat.state.phase, value(chat, "name")) == ("review", NAME)


def test_a_broken_road_has_no_day_to_ask_for() -> None:
    assert talked(f"{ROAD} di {SCENE}").state.draft.asked == ("name", "address")


EVENTS = [
    "Petugas kelurahan Kambajawa Waingapu membentak warga",
    "Dompet saya dicuri di pasar Matawai Waingapu",
    "Puskesmas Kambajawa Waingapu menolak pasien BPJS",
    "Ada tabrakan di perempatan Matawai Waingapu karena lampu mati",
    "Anak saya ditampar guru di SD Kambajawa Waingapu",
]


@pytest.mark.parametrize("story", EVENTS)
def test_what_happened_once_is_asked_for_its_day(story: str) -> None:
    assert "time" in asked_before_the_name(talked(story))


def asked_before_the_name(chat: Chat) -> list[str]:
    """Privacy may come first."""
    asked: list[str] = []
    while chat.state.draft.asked[:1] != ("name",) and chat.state.phase == "collect":
        asked += chat.state.draft.asked
        chat.send("boleh disebut" if "privacy" in chat.state.draft.asked else "kemarin")
    return asked


@pytest.mark.parametrize("channel", ["telegram", "whatsapp"])
def test_nobody_is_asked_for_a_nik_or_a_number(channel: str) -> None:
    chat = talked(PAPERS, f"{NAME}, sama", channel=channel)
    assert chat.state.phase == "review"


def test_the_review_has_room_for_the_nik_where_an_office_needs_it() -> None:
    chat = talked(PAPERS)
    assert "NIK: belum ada" in last(chat, f"{NAME}, sama")
    assert "NIK: belum ada" not in last(talked(f"{ROAD} di {SCENE}"), f"{NAME}, sama")


BY_THEMSELVES = {
    "a NIK": ("5311014503900002", "nik", "5311014503900002"),
    "a NIK with spaces": ("531101 450390 0002", "nik", "5311014503900002"),
    "a NIK with its word": ("nik saya 5311014503900002", "nik", "5311014503900002"),
    "a telephone number": ("0812 3456 7890", "phone", "+6281234567890"),
    "a number with a country": ("+62 812-3456-7890", "phone", "+6281234567890"),
    "a family card, which is none": ("5311012304120007", "nik", ""),
    "a NIK cut short": ("53110145039", "nik", ""),
}


@pytest.mark.parametrize(
    ("line", "slot", "right"), BY_THEMSELVES.values(), ids=BY_THEMSELVES.keys()
)
def test_a_number_sent_at_the_review_fills_its_line(
    line: str, slot: str, right: str
) -> None:
    chat = talked(PAPERS, f"{NAME}, sama", line)
    assert (value(chat, slot), chat.state.phase) == (right, "review")


def test_a_name_sent_at_the_review_fills_its_line() -> None:
    chat = talked(f"{ROAD} di {SCENE}", "lewati", NAME)
    assert (value(chat, "name"), chat.state.phase) == (NAME, "review")


def test_ubah_asks_also_for_what_nobody_is_asked() -> None:
    chat = talked(PAPERS, f"{NAME}, sama", "ubah nik")
    assert chat.state.draft.asked == ("nik",)
    assert "ubah" not in last(chat, "lupa").splitlines()[0]
    assert chat.state.phase == "review"


WARM = {
    "a child fell": "Anak saya jatuh di jembatan kayu Matawai Waingapu",
    "nearly": "motor saya hampir jatuh karena jalan berlubang",
    "someone died": "sudah ada yang meninggal karena jalan ini",
    "hungry": "sudah seminggu kami tidak makan, bantuan tidak datang",
    "beaten": "saya dipukul petugas satpol pp",
    "ill": "warga keracunan air sumur",
}


@pytest.mark.parametrize("story", WARM.values(), ids=WARM.keys())
def test_who_came_to_harm_hears_more_than_noted(story: str) -> None:
    assert "prihatin" in last(talked(), story)


COOL = {
    "a lamp": "lampu jalan mati di depan pasar",
    "a tree that fell": "pohon jatuh menutup jalan",
    "a price that fell": "harga jagung jatuh",
    "a question": "berapa biaya KTP baru di dukcapil?",
    "rubbish": "sampah menumpuk tidak diangkut",
    "a levy": "parkir di pasar mahal sekali",
}


@pytest.mark.parametrize("story", COOL.values(), ids=COOL.keys())
def test_no_sorrow_is_feigned(story: str) -> None:
    assert "prihatin" not in last(talked(), story)
