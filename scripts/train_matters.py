"""Trains the second vote on the category: on the lines of tests/data/matters.txt and on our own stories.

    pip install scikit-learn && python scripts/train_matters.py

Each line of matters.txt is drawn many times over, among greetings, places and requests as people put
around a matter, so that those speak for no head. tests/data/heldout.tsv and the citizens of the
benchmark are never trained on. Writes heads.xz to intake/reading/data; the same lines and versions make
the same file. Needs scikit-learn, which the program itself does not.
"""

import csv
import random
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import numpy
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from train_acts import DATA, rounded, weights_of

from intake.reading.act_model import TABLE_ROWS, LinearModel, dump_model, load_model
from intake.reading.second_vote import LENGTH, chances, head_rows

LINES = Path("tests/data/matters.txt")
STORIES = Path("tests/data/stories.tsv")
HELD_OUT = Path("tests/data/heldout.tsv")
DRAWS = 160  # of each line
AGAIN = 10  # each of our own stories counts for so many
TWO_MATTERS, SOME_PLACE = 0.25, 0.3  # of the draws
Row = tuple[str, str]  # head, text

BEFORE = (
    "", "", "", "", "", "selamat pagi pak", "assalamualaikum wr wb", "yth bapak walikota", "halo admin",
    "kepada yth pemerintah provinsi", "lapor pak", "mohon maaf mengganggu", "selamat siang bapak ibu",
    "saya ingin melaporkan", "saya mau tanya", "mohon informasi", "dengan hormat", "min mau lapor",
    "saya warga disini ingin menyampaikan keluhan", "nama saya budi santoso", "lapor", "laporan", "aduan",
    "#lapor @akun @akun", "yth kementerian dan dinas terkait", "saya ingin bertanya bagaimana",
    "kepada yth bapak presiden dan bapak menteri", "tanya admin apakah", "maaf pak saya mau menyampaikan",
    "salam untuk pak bupati dan wakilnya alangkah baiknya", "kpd yth pemprov", "info dong min",
    "bersama ini saya sampaikan pengaduan masyarakat",
)  # fmt: skip
PLACES = (
    "", "", "", "di jalan ahmad yani no 12", "di kelurahan sukamaju kecamatan kota", "di rt 03 rw 05",
    "di desa kami kecamatan timur kabupaten selatan", "di kota bandung", "di jl merdeka dekat masjid",
    "depan kantor camat", "di jakarta selatan", "di perumahan griya asri blok c", "dekat sekolah dan pasar",
    "dekat kantor polisi", "depan rumah sakit", "dari kabupaten bogor",
)  # fmt: skip
AFTER = (
    "", "", "", "", "mohon ditindaklanjuti terima kasih", "tolong segera ditangani pak", "mohon solusinya",
    "terima kasih atas perhatiannya", "bagaimana ya pak", "mohon penjelasannya", "sudah 2 bulan",
    "semoga bapak mendengar keluhan kami", "kami warga sangat berharap", "sudah lama tidak ada tanggapan",
    "sudah lapor ke rt dan kelurahan tapi tidak ada tindakan", "mohon bantuannya", "minta bantuan bapak",
    "mohon bantuan pemerintah karena begitulah keadaannya", "sejak kemarin", "sejak minggu lalu", "tolong",
    "sejak senin", "sudah seminggu", "dari tadi malam", "sejak kemarin nama saya budi alamat sama",
    "mohon dinas terkait menindaklanjuti demikian laporan ini saya sampaikan",
    "nama saya siti alamat jl mawar no 5 hp 0812",
)  # fmt: skip


def drawn() -> Iterator[Row]:
    """Every line of the file, drawn over and over; a further line draws no other one anew."""
    for head, lines in matters().items():
        for line in lines:
            dice = random.Random(line)
            for _ in range(DRAWS):
                yield head, _draw(line, lines, dice)


def matters() -> dict[str, list[str]]:
    """The lines of the file by head."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    head = ""
    for line in LINES.read_text("utf-8").splitlines():
        if line.startswith("["):
            head = line.strip("[]")
        elif line and not line.startswith("#"):
            found[head].append(line)
    return found


def _draw(line: str, others: list[str], dice: random.Random) -> str:
    parts = [dice.choice(BEFORE)]
    if dice.random() < SOME_PLACE:
        parts.append(dice.choice(PLACES))
    parts.append(_one_way(line, dice))
    if dice.random() < TWO_MATTERS:
        parts.append(_one_way(dice.choice(others), dice))
    return " ".join([*parts, dice.choice(PLACES), dice.choice(AFTER)])


def _one_way(line: str, dice: random.Random) -> str:
    """One of the ways a line may be said: of each (a|b|c) one, the innermost first."""
    while choice := re.search(r"\(([^()]*)\)", line):
        start, end = choice.span()
        line = line[:start] + dice.choice(choice[1].split("|")) + line[end:]
    return line


def stories(path: Path) -> list[Row]:
    """Our own stories that have a head."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [
            (row["category"], row["text"]) for row in rows if row["category"] != "-"
        ]


def train(rows: list[Row]) -> LinearModel:
    """The model that fits these best, its weights rounded to bytes."""
    heads = [head for head, _ in rows]
    fitted = LogisticRegression(C=0.3, max_iter=400, fit_intercept=False).fit(
        _table(rows), heads, weights_of(heads)
    )
    scale, used = rounded(fitted.coef_.T)
    file = dump_model([str(c) for c in fitted.classes_], scale, used)
    (DATA / "heads.xz").write_bytes(file)
    return load_model(file)


def _table(rows: list[Row]) -> csr_matrix:
    """Each text's features, all of a text of one length together."""
    found = [head_rows(text) for _, text in rows]
    worth = [LENGTH / len(one) ** 0.5 for one in found for _ in one]
    starts = numpy.cumsum([0, *map(len, found)])
    at = [row for one in found for row in one]
    return csr_matrix((worth, at, starts), shape=(len(found), TABLE_ROWS))


def right(model: LinearModel, rows: list[Row]) -> float:
    """The share of texts whose head it names."""
    return sum(chances(text, model).label == head for head, text in rows) / len(rows)


if __name__ == "__main__":
    learnt, kept = [*drawn(), *stories(STORIES) * AGAIN], stories(HELD_OUT)
    model = train(learnt)
    print(f"heads.xz: {(DATA / 'heads.xz').stat().st_size / 1000:.0f} kB")
    print(f"  {len(learnt)} texts learnt: {right(model, learnt):.1%} right")
    print(f"  {len(kept)} texts kept: {right(model, kept):.1%} right")
