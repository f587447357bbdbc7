"""Two votes on a category: where both agree, where they differ, and where one has nothing to say."""

import csv
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.citizens import CITIZENS
from gateway.setup.wiring import load_heads
from intake.reading.act_model import LinearModel, dump_model, load_model
from intake.reading.category import Guess, classify
from intake.reading.category_words import (
    DESA,
    EKONOMI,
    ENERGI,
    HEADS,
    KEPENDUDUKAN,
    KESEHATAN,
    KETENAGAKERJAAN,
    LINGKUNGAN,
    PENDIDIKAN,
    PERHUBUNGAN,
    POLITIK,
    PU,
    TIK,
    TRANTIB,
)
from intake.reading.second_vote import chances, head_rows, judge

HELD_OUT = Path(__file__).parents[2] / "data" / "heldout.tsv"
ENOUGH = 0.5  # what decides where a report goes
MOST_BYTES = 100_000


def held_out() -> Iterator[tuple[str, str]]:
    """Stories that neither the tables nor the model were made with."""
    with HELD_OUT.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            yield row["text"], row["category"]
    yield from ((one.story, one.head) for one in CITIZENS if one.head)


@pytest.fixture(scope="module")
def heads() -> LinearModel:
    return load_heads()


@pytest.mark.parametrize(
    ("story", "head"),
    [
        ("Paket saya tertahan di kantor pos", EKONOMI),
        ("resi pos tidak bisa dilacak sudah sebulan", EKONOMI),
        ("wesel pos belum bisa diambil", EKONOMI),
        ("kiriman dari luar negeri nyangkut di bea cukai", EKONOMI),
        ("surat tercatat tidak sampai, kantor pos bilang hilang", EKONOMI),
        ("paketan saya ditahan bea cukai minta pajak besar", EKONOMI),
        ("klaim JHT ditolak padahal sudah resign", KETENAGAKERJAAN),
        ("BPJS Ketenagakerjaan saya belum cair", KETENAGAKERJAAN),
        ("saldo jamsostek tidak bertambah", KETENAGAKERJAAN),
        ("kpj hilang bagaimana klaim", KETENAGAKERJAAN),
        ("bpjstk antrian online penuh", KETENAGAKERJAAN),
        ("gaji ke 13 pegawai belum cair", KETENAGAKERJAAN),
        ("mau pindah faskes bpjs caranya gimana", KESEHATAN),
        ("kartu bpjs kesehatan nonaktif padahal iuran dibayar", KESEHATAN),
        ("iuran bpjs kelas 3 nunggak", KESEHATAN),
        ("menambah bayi ke kartu jkn suami", KESEHATAN),
        ("remisi suami saya belum turun", POLITIK),
        ("pembayaran nontunai di pasar membingungkan", EKONOMI),
        ("suket saya habis masa berlakunya", KEPENDUDUKAN),
        ("pkl memenuhi trotoar tiap sore", TRANTIB),
        ("bidikmisi semester ini belum masuk rekening", PENDIDIKAN),
        ("kuota antrian paspor selalu habis", POLITIK),
        ("kondektur trans kota galak sekali", PERHUBUNGAN),
        ("registrasi kartu prabayar ditolak terus", TIK),
    ],
)
def test_a_matter_is_named_by_both_votes_together(heads, story, head):
    verdict = judge(story, heads)
    assert (verdict.guess.head, verdict.other) == (head, None)
    assert verdict.guess.confidence >= ENOUGH


@pytest.mark.parametrize(
    "story",
    [
        "Alamat kantor camat Bau Bau di mana",
        "Kantor lurah di Bau Bau buka jam berapa",
        "Warga Bau Bau menunggu jawaban",
        "Bapak saya tinggal di Rawa Buaya",
        "Kami di Lubang Buaya menunggu kabar",
        "Nomor kantor di Sabu Raijua berapa",
    ],
)
def test_a_name_is_no_topic(heads, story):
    assert judge(story, heads).guess.head not in {
        LINGKUNGAN,
        "Evakuasi Hewan Liar",
        PU,
    }


@pytest.mark.parametrize(
    "story",
    ["halo", "asdf qwer", "", "🙏", "\x00", "selamat pagi min", "ok terima kasih"],
)
def test_neither_vote_names_what_says_nothing(heads, story):
    assert judge(story, heads).guess == Guess(None, 0.0, ())


@pytest.mark.parametrize(
    "story",
    [
        "kampanye nontunai di pasar membingungkan",
        "kampanye nontunai bank kurang jelas",
    ],
)
def test_a_campaign_is_not_always_politics(heads, story):
    assert judge(story, heads).guess.head == EKONOMI


def test_where_the_votes_differ_neither_is_sure_and_each_tells_its_words(heads):
    story = "bidan desa tidak pernah ada di tempat, ibu melahirkan terpaksa ke kota"
    verdict = judge(story, heads)
    assert {verdict.guess.head, verdict.other.head} == {KESEHATAN, DESA}
    for guess in (verdict.guess, verdict.other):
        assert guess.confidence < ENOUGH
        assert guess.evidence
        assert all(word in story for word in " ".join(guess.evidence).split())


@pytest.mark.parametrize(
    ("story", "takers"),
    [
        ("oknum dishub minta uang parkir", PERHUBUNGAN),
        ("petugas pln pungli pasang meteran", ENERGI),
        ("pungli di puskesmas tiap suntik bayar", KESEHATAN),
    ],
)
def test_a_levy_goes_before_the_office_that_took_it(heads, story, takers):
    verdict = judge(story, heads)
    assert chances(story, heads).label == takers
    assert (verdict.guess.head, verdict.other.head) == (POLITIK, takers)
    assert verdict.guess.confidence < ENOUGH


@pytest.mark.parametrize("one", [c for c in CITIZENS if c.head], ids=lambda c: c.story)
def test_of_our_own_citizens_every_category_comes_first(heads, one):
    assert judge(one.story, heads).guess.head == one.head


def test_tables_that_are_plain_are_not_doubted_for_a_vote_that_is_not(heads):
    story = "sudah banyak anak kena DBD di gang kami, kapan difogging"
    assert chances(story, heads).sure < ENOUGH
    assert judge(story, heads).guess == classify(story)


def test_what_the_tables_do_not_know_is_left_to_the_model(heads):
    story = "tembok penahan tebing ambrol"
    assert classify(story).head is None
    assert judge(story, heads).guess.head == PU


def test_without_a_model_the_tables_decide():
    assert judge("jalan rusak", None).guess == classify("jalan rusak")


def test_of_stories_never_learnt_from_six_in_seven_are_named_right_by_the_model_alone(
    heads,
):
    right = [chances(story, heads).label == head for story, head in held_out()]
    assert len(right) > 140
    assert sum(right) / len(right) > 6 / 7


def test_of_those_with_one_candidate_nearly_all_are_right(heads):
    verdicts = [(judge(story, heads), head) for story, head in held_out()]
    one = [v.guess.head == head for v, head in verdicts if not v.other]
    assert sum(one) / len(one) > 0.97
    assert len(one) / len(verdicts) > 0.85


def test_the_model_is_small_and_its_heads_are_official():
    file = resources.files("intake.reading").joinpath("data", "heads.xz").read_bytes()
    assert len(file) < MOST_BYTES
    assert set(load_model(file).labels) <= set(HEADS)


def test_a_weight_is_what_the_file_holds():
    [row, *_] = head_rows("jembatan")
    model = load_model(
        dump_model(["one", "two"], 0.1, {row: bytes([128 + 7, 128 - 9])})
    )
    assert (model.weight(row, "one"), model.weight(row, "two")) == (7, -9)
    assert model.weight(row + 1, "one") == 0


def test_a_long_text_is_no_surer_than_a_short_one():
    rows = head_rows("jembatan")
    model = load_model(
        dump_model(["one", "two"], 0.1, {row: bytes([128 + 9, 128]) for row in rows})
    )
    short, long = chances("jembatan", model), chances("jembatan di desa kami", model)
    assert long.sure < short.sure


@given(st.text(max_size=300))
def test_any_text_has_a_verdict(text):
    verdict = judge(text, load_heads())
    assert verdict.guess.head is None or verdict.guess.head in HEADS
    assert 0 <= verdict.guess.confidence <= 1
    assert verdict.other is None or verdict.other.head != verdict.guess.head
