"""Finds the office a story names as the one at fault or in charge: "dinas pupr", "puskesmas Wates".

An office that only tells where ("depan puskesmas") is a landmark and no agency.
"""

import re

from intake.reading.memory import remembered
from intake.reading.phrases import Phrases
from intake.reading.spans import Spotted
from intake.reading.words import Normal, normalise

_FIELDS = (
    r"perhubungan|kesehatan|pendidikan|sosial|pekerjaan umum|lingkungan hidup|perikanan|kelautan|koperasi|"
    r"tenaga kerja|ketenagakerjaan|kependudukan|pertanian|peternakan|perdagangan|perindustrian|pariwisata|"
    r"kebudayaan|pertanahan|perumahan|pasar|kebersihan|pertamanan|bina marga|pengairan|kominfo|komunikasi|"
    r"perizinan|pemberdayaan|kehutanan|kepegawaian|pendapatan|pajak|penanggulangan bencana|agama|pos|"
    r"imigrasi|catatan sipil|urusan agama|hukum|pemadam kebakaran|pemadam|tata kota|cipta karya|tata ruang|"
    r"energi|pangan|perpustakaan|olahraga"
)
_AREAS = r"desa|kelurahan|kecamatan|lurah|camat|kepala desa|wali nagari|bupati|walikota|gubernur|pemerintah"
BODIES = (
    r"pdam|pln|pertamina|telkom|telkomsel|indihome|bpjs(?: (?:kesehatan|ketenagakerjaan))?|bpn|bpbd|bapenda|"
    r"kemenag|disdukcapil|dinkes|dinsos|disnaker|disdik|dishub|dlh|dlhk|damkar|pekerjaan umum|satpol pp|"
    r"diskominfo|kominfo|bkd|bkpsdm|bulog|kpu|bawaslu|ojk|bea cukai|pt kai|kai|jasa marga|pelni|baznas|"
    r"perumda|samsat|kejaksaan|civil registry|land office|immigration office"
)
_NAMED = r"puskesmas|polsek|polres|polda|koramil|rumah sakit(?: umum daerah)?|lapas|rutan|imigrasi|kua|samsat"
_SCHOOLS = r"(?:sdn|smpn|sman|smkn|(?:sd|smp|sma|smk) negeri) \d+"
_OFFICE = Phrases(
    rf"(?P<office>(?:dinas|badan|kantor|kementerian) (?:dinas )?"
    rf"(?:(?:{_FIELDS})(?: dan (?:{_FIELDS}))*|{_AREAS}|{BODIES})|(?:{_NAMED})|{_SCHOOLS}|{BODIES})"
)
_STAFFED = Phrases(
    rf"(?:oknum|petugas\w*|pegawai\w*|pihak|aparat) (?P<office>{_AREAS})"
)
_HAS_NAME = re.compile(
    rf"(?:{_NAMED}|{_SCHOOLS}|.*\b(?:desa|kelurahan|kecamatan|lurah|camat))$"
)
_LANDMARK = re.compile(
    r"(?<!\S)(?:depan|dekat|samping|belakang|sebelah|seberang|sekitar|pertigaan|perempatan|simpang|arah|"
    r"menuju|jalan|near|behind|opposite|beside|next to|in front of|gang)(?: (?:the|kantor|di|ke))? $"
)
_NO_NAME = re.compile(
    r"(?:yang|sudah|belum|tidak|sangat|lama|kurang|minta|tutup|buka|tolong|mohon|untuk|di|ke|dari|dan|"
    r"karena|kalau|saya|kami|warga|petugas\w*|pegawai\w*|mati|rusak|masih|tapi|padahal|sampai|sejak|tadi|"
    r"hari|katanya|bilang|jarang|sering|selalu|cuma|malah|ada|itu|ini|bisa|mau|suruh|disuruh|dokter\w*|"
    r"antri|obat\w*|jam|kosong|habis|menolak|lambat|penuh|datang|tiap|waktu|ya|pak|panas|kotor|judes|ramah|"
    r"jutek|kasar|refused|is|wiwit|terus|cepat|baru|di\w{5,})$"
)
_MOST_NAME_WORDS = 2


@remembered
def spot_agency(text: str) -> Spotted[str] | None:
    """The office as written, and where it stands; None when none is named."""
    normal = normalise(text)
    for offices in (_OFFICE, _STAFFED):
        for office in offices.finditer(normal):
            if not _LANDMARK.search(normal.text[: office.start()]):
                return _quoted(text, normal, office)
    return None


def _quoted(text: str, normal: Normal, office: re.Match[str]) -> Spotted[str]:
    start, end = normal.span(*office.span("office"))
    if _HAS_NAME.match(office["office"]):
        following = normal.words[normal.word_at(office.end("office") - 1) + 1 :][
            :_MOST_NAME_WORDS
        ]
        for word in following:
            if not _is_name(text, word.start, word.text):
                break
            end = word.end
    return Spotted(text[start:end], start, end)


def _is_name(text: str, start: int, word: str) -> bool:
    """Capitals tell a name where the writer uses them; without, a word that is none of the common ones."""
    if not word.isalpha() or _NO_NAME.match(word):
        return False
    return (
        text[start].isupper() if not text.isupper() and text != text.lower() else True
    )
