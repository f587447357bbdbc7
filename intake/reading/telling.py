"""Whether a clause says that something happens: then it is part of a story, and no name, address or place.

What can be a value is a bare phrase: `depan pasar Matawai`, `Maria Rambu, guru di SD itu`. A clause with
a verb, a state or a reason in it tells. Words that only point to a place before them (`lokasinya ada di
jalan Mawar`) tell nothing.
"""

import re

from intake.reading.memory import remembered
from intake.reading.names import GIVEN_NAMES, PLACE_TYPES
from intake.reading.words import MARKS, normalise, word_set


@remembered
def tells_of(text: str) -> bool:
    """Whether this clause tells, by its words alone."""
    plain = normalise(text)
    words = [word.text for word in plain.words if word.text not in MARKS]
    if not words:
        return False
    if _POINTS.match(plain.text):
        words = _POINTS.sub("", plain.text).split()
    if _SUBJECT.match(" ".join(words)) and len(words) >= SENTENCE:
        return True
    weight = sum(_weight(word) for word in words)
    return weight >= ENOUGH


SENTENCE = 3  # words of a subject and what is said of it
ENOUGH = 2
STRONG, WEAK = 2, 1


def _weight(word: str) -> int:
    if word in _TELLING or (word not in _NO_VERBS and _VERB.fullmatch(word)):
        return STRONG
    return WEAK if word in _MAYBE else 0


_POINTS = re.compile(
    r"(?:(?:lokasi|tempat|kejadian|posisi|panggonan|alamat|rumah|letak|titik|panggenan)\S*|itu|ini|"
    r"pas|persis|tepat\S*|ya|"
    r"kan|saya|kami|sy|nya|adanya|pak|bu|min|kak|oh|yang|memang|kejadiannya|masih|tinggal|sekarang|"
    r"jadi|it is|it's|the place is) "
    r"(?=(?:\S+ ){0,2}?(?:di|ada di|dekat|depan|samping|belakang|sebelah|jalan|gang|desa|kelurahan|in|"
    r"at|near|nang|ring|wonten|ning)\b)"
)
_SUBJECT = re.compile(
    r"(?!(?:lokasi|tempat|alamat|nama|rumah|kejadian|posisi|panggon|patokan|ancer|nomor|namae|jeneng)\S*nya)"
    r"(?:oh ya |oh iya |terus |dan |juga |itu )*[a-z]{3,}nya (?!(?:di|dekat|depan|samping|belakang|"
    r"sebelah)\b)\S+"
)
_TELLING = word_set(
    "sudah belum tidak sedang masih akan mau bisa harus pernah sering selalu jarang mulai kalau jika "
    "karena sebab sehingga "
    "sampai supaya agar padahal meskipun walau walaupun tapi tetapi pun malah cuma hanya tolong mohon "
    "minta takut jatuh "
    "rusak patah putus mati hilang mampet tersumbat bocor banjir ambruk roboh ambles longsor hancur "
    "goyang miring lapuk "
    "copot lubang berlubang bolong gelap bau kotor keruh kering habis kosong tutup padam nyala hidup "
    "terbakar tabrakan "
    "kecelakaan luka sakit meninggal tewas nangis menangis lewat nyebrang naik turun lari kerja bayar "
    "beli jual "
    "dapat kena pakai lihat dengar bilang kata katanya tanya suruh disuruh kasih ambil bawa pikul "
    "gendong angkat antri "
    "tunggu nunggu datang pergi pulang masuk keluar kembali sekolah bolos libur makan minum mandi "
    "tidur hujan panas angin "
    "sudahlah biasa tetap terus gara-gara semua banyak banget sekali parah licin rawan bahaya capek "
    "marah bohong diam pura-pura takutnya jadinya akibatnya soalnya makanya dulu dulunya kemarin "
    "semalam tadi barusan besok "
    "kadang kadang-kadang biasanya setiap tiap apalagi malahan "
    "is are was were has had have been broke broken fell fall falls get got goes went came comes need "
    "needs cannot can't "
    "because but when if every always never already still must should would could "
    "wis durung ora mboten iki iku kecemplung tibo rubuh wingi mangkat teu atos acan budak labuh geus "
    "su sonde seng tra belom balom dong katong indak alah lah nan kada nang hudak rabah gugur "
    "roboh rebah jebol retak penyok bengkok karat berkarat lepas terlepas longgar kendor "
    "setengah separuh sisa "
    # Javanese, Sundanese, Madurese, Betawi, Bugis, Minangkabau, of Papua and Kupang
    "metu mili mlebu kepleset jeglong nganti butek asup dugi pinuh ragrag gering lalerna peteng tabra'an "
    "bada "
    "tabrakan kagak kaga ampe dicopet jatuhmi rusakmi putusmi matimi habismi banjirmi ambruk-mi hilangmi "
    "tabanam malatuih taban ju talalu"
)
_MAYBE = word_set(
    "ada jadi juga lagi sejak dari hari minggu bulan tahun malam pagi siang sore jam orang anak "
    "anak-anak warga saya kami "
    "mereka dia ibu-ibu bapak-bapak motor mobil truk itu sana dengan untuk seperti macam kayak "
    "sendiri satu my the he she "
    "they we it there his her i tahun sama atau dan yang"
)
_VERB = re.compile(
    r"(?:mem|men|meng|meny|mel|mer|me[wy]|ber|ter|di)[a-z]{4,}|[a-z]{4,}kan|nge[a-z]{4,}|ny[aeiou][a-z]{3,}"
)
_NO_VERBS = (
    PLACE_TYPES
    | GIVEN_NAMES
    | word_set(
        "melati merdeka merapi merbabu merpati melayu menteng mentawai mendoyo mentaya merauke "
        "berlian bersama berkah "
        "diponegoro dinas direktur diklat distrik digital dieng terminal ternate teratai terpadu "
        "termasuk pekan ikan bukan "
        "makanan masakan balikpapan kuningan nyonya benteng bernama"
    )
)
