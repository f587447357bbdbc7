"""After the receipt people speak to us as to a person: the desk hears of it, the citizen hears the truth."""

import pytest
from house import CITIZEN, TRACKING_ID, House

ME, CHAT = f"sms:{CITIZEN}", "telegram:7"
OFFICER = "+6281300000002"
STORY = "LAPOR jalan rusak parah di depan pasar Matawai Kota Waingapu sudah 3 bulan, Budi Santoso"


@pytest.fixture
def sent(house: House) -> str:
    """A report that was sent and is with its desk."""
    for words in (STORY, "SAMA"):
        house.sms(words)
        house.settle()
    return house.tracking_id(ME)


def done_to(house: House, tracking_id: str) -> list[tuple[str, str]]:
    """What the reporter did to the case since it was opened: verb and words."""
    case = house.case(tracking_id)
    assert case is not None
    return [
        (entry["action"], entry["note"])
        for entry in case["case"]["history"]
        if entry["actor"] == "citizen"
    ]


def to_the_desk(house: House, tracking_id: str) -> list[str]:
    others = [one for one in house.wire.sent if one.to != ME]
    return [one.text for one in others if tracking_id in one.text]


def write(house: House, *words: str) -> str:
    for one in words:
        house.sms(one)
        house.settle()
    return house.says(ME)[-1]


def test_who_urges_reaches_the_desk_and_hears_how_it_stands(
    house: House, sent: str
) -> None:
    answer = write(house, "belum juga ada yang datang pak")
    assert done_to(house, sent) == [("urge", "belum juga ada yang datang pak")]
    assert "Dijawab plg lambat" in answer
    assert any("menanyakan lagi" in text for text in to_the_desk(house, sent))
    stored = house.case(sent)
    assert stored is not None
    assert "belum juga" not in stored["description"]


def test_a_question_nobody_here_knows_goes_to_the_desk(house: House, sent: str) -> None:
    answer = write(house, "jembatan itu dulu pakai dana apa ya?")
    assert [verb for verb, _ in done_to(house, sent)] == ["ask"]
    assert "tidak kami ketahui" in answer


def test_solved_is_asked_once_and_then_told(house: House, sent: str) -> None:
    assert "sudah beres?" in write(house, "sudah beres min jalannya")
    assert done_to(house, sent) == []
    assert "diberi tahu" in write(house, "ya")
    assert done_to(house, sent) == [("solved", "sudah beres min jalannya")]


def test_taken_back_is_asked_once_and_then_told(house: House, sent: str) -> None:
    write(house, "batalkan laporan saya")
    assert done_to(house, sent) == []
    write(house, "1")
    assert done_to(house, sent) == [("withdraw", "batalkan laporan saya")]


def test_no_is_no(house: House, sent: str) -> None:
    write(house, "batalkan laporan saya", "2")
    assert done_to(house, sent) == []


def test_a_person_is_called(house: House, sent: str) -> None:
    assert "minta dihubungi" in write(house, "bisa bicara dengan petugas?")
    assert [verb for verb, _ in done_to(house, sent)] == ["person"]


def test_a_correction_in_ones_own_words_reaches_the_desk(
    house: House, sent: str
) -> None:
    write(house, "lokasinya salah, yang benar depan pasar Payeti Kota Waingapu")
    stored = house.case(sent)
    assert stored is not None
    assert stored["location"]["text"] == "depan pasar Payeti Kota Waingapu"


def test_another_matter_is_another_report(house: House, sent: str) -> None:
    write(house, "ada satu lagi, lampu jalan di Kel Prailiu mati sejak kemarin", "sama")
    assert house.tracking_id(ME) != sent


def test_not_taken_back_after_all(house: House, sent: str) -> None:
    write(house, "batalkan laporan saya", "ya")
    answer = write(house, "eh tidak jadi ditarik, jalannya masih rusak")
    assert "tetap berjalan" in answer
    assert [verb for verb, _ in done_to(house, sent)] == ["withdraw", "keep"]
    assert any("tidak jadi menarik" in text for text in to_the_desk(house, sent))


@pytest.mark.parametrize(
    "words",
    [
        "belum pak, masih berlubang",
        "ternyata belum, malah tambah parah",
        "eh rusak lagi",
    ],
)
def test_what_was_answered_and_is_not_solved_is_opened_again(
    house: House, sent: str, words: str
) -> None:
    house.whatsapp(f"JAWAB {sent} Sudah ditambal.", sender=OFFICER)
    house.settle()
    assert "dibuka lagi" in write(house, words)
    assert ("dispute", words) in done_to(house, sent)


def test_not_solved_before_there_was_an_answer_is_added(
    house: House, sent: str
) -> None:
    assert "Ditambahkan" in write(house, "belum pak, masih berlubang")
    stored = house.case(sent)
    assert stored is not None
    assert "masih berlubang" in stored["description"]


def test_a_question_only_the_office_can_answer_reaches_it(
    house: House, sent: str
) -> None:
    write(house, "tukangnya kapan datang?")
    assert done_to(house, sent) == [("ask", "tukangnya kapan datang?")]


@pytest.mark.parametrize("words", ["makasih", "\U0001f64f\U0001f64f", "tunggu ya pak"])
def test_a_courtesy_leaves_the_report_as_it_is(
    house: House, sent: str, words: str
) -> None:
    before = house.case(sent)
    write(house, words)
    assert house.case(sent) == before


def test_of_two_matters_told_at_once_each_is_sent(house: House) -> None:
    def say(*words: str) -> None:
        for one in words:
            house.telegram(one)
            house.settle()

    say(
        "air PDAM mati di Hambala sejak selasa",
        "mati lampu juga di Prailiu, beda masalah ini",
        *("Budi Santoso", "sama", "lewati", "lewati"),
    )
    first = house.tracking_id(CHAT)
    say("ya")
    case = house.case(first)
    assert case is not None
    assert case["status"] == "completed"
    assert "diteruskan" in " ".join(house.says(CHAT)[-3:])
    told = {found for text in house.says(CHAT) for found in TRACKING_ID.findall(text)}
    assert told > {first}
