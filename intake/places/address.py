"""What an address says below the regions: landmark, street, RT and RW; and where in a story it stands.

Region names are `intake.places.gazetteer`'s business. Facts on how people write are from 1,837 real
reports: 43 % carry a place cue, most often a landmark ("dpn", "dkt", "samping") or a street.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from intake.places.words import LEVEL_WORDS, SCHOOL_KINDS, SCHOOLS, STREET_WORDS
from intake.reading.memory import remembered
from intake.reading.spans import Spotted


@dataclass(frozen=True, slots=True)
class PlaceParts:
    """An address taken apart; `text` is all of it, RT and RW are digits as written."""

    text: str
    landmark: str | None = None
    rt: str | None = None
    rw: str | None = None
    street: str | None = None


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_LONGEST = 24  # words in a stretch that is one place
_LANDMARK_CUES = _set(
    """
    depan dpn didepan dpan dekat dkt deket didekat samping smping disamping belakang blkg blakang
    dibelakang pertigaan perempatan prapatan pertelon simpang simpangan seberang sebrang diseberang arah
    sebelah disebelah pinggir dipinggir patokan sekitar seputaran kawasan daerah
    ngarep ngarepe cedhak cedak mburi mburine hareupeun payuneun deukeut gigireun tukangeun
    front near behind opposite beside
    """
)
_STREETS = STREET_WORDS - _set("simpang simp") | _set("kp kampung kmp dk")
_ROUGH = _set("rt rw rtrw")
_CUES = _LANDMARK_CUES | _STREETS | _ROUGH | frozenset(LEVEL_WORDS)
_OPENERS = _CUES | _set("di in")
_PREPOSITIONS = _set("di ke dari dr")
_NUMBER_WORDS = _set("no nomor nmr blok blk")
_TIME = _set(
    """
    sudah sdh udah udh dah telah sejak semenjak selama slama kemarin kmrn kmaren kemaren tadi td tgl
    tanggal pada pukul pkl jam hari hr mgg bulan bln tahun thn th semalam semalem tiap setiap sering sekarang
    skrg ti wiwit kamari wingi saat ketika waktu malam malem pagi siang sore subuh besok lusa nanti lagi terus
    """
)
_PREDICATES = _set(
    """
    rusak rsk parah berlubang bolong hancur mati padam gelap banjir mampet macet kotor bau numpuk
    menumpuk longsor ambles amblas retak roboh tumbang jelek becek licin putus bocor ngocor mengalir
    ngalir tersumbat meluap penuh kosong tutup buka antri ngantri lambat lama lelet minta meminta
    dipungut pungli terjadi ada tidak tdk ga gak gk nggak ngga ndak tak teu belum blm blom bisa bs dapat
    dpt mohon mhn tolong tlg harap agar supaya karena krn karna tapi tp tetapi sehingga dan yang yg
    untuk utk dengan dgn oleh sangat sgt sekali bgt banget dikasi dikasih diberi diperbaiki dibenerin
    dibenahi diangkat diangkut dipasang dibangun ditutup dibuka jatuh kecelakaan hilang perlu butuh usul
    usulan kenapa knp mengapa kapan kpn apakah bagaimana gimana gmn terima makasih suwun trims nama saya
    sy aku kami kita bapak ibu pak bu atas hampir makin semakin malah juga jg hanya cuma tergenang
    genangan berdebu rawan bahaya membahayakan mengganggu meresahkan resah urus mengurus ngurus bikin
    wis wes durung ora mboten geus tos atos acan is are was were has have had been not since for and
    full broken damaged dead blocked please
    mau akan hendak ingin nyaris masih sedang sdg jarang kerap selalu kadang pernah harus wajib
    susah sulit malas
    ambruk runtuh jebol ambrol anjlok mangkrak terbengkalai terendam terputus terancam bergelombang berbau
    berserakan berantakan semrawut kumuh keropos lapuk miring kering kekeringan terbakar meluber bagaimana
    padahal sebab terus sampe hingga kacau menuntut
    """
)
# Acts that a level word or "di" may stand before by mistake: "di bersihkan", "kelurahan memungut uang".
_VERB = re.compile(
    r"(?:me[mnlrwy]|di|ber|ter|per|se)?[a-z]{3,}kan|di(?:per|tindak)[a-z]{3,}i|"
    r"(?:mem|di|me)?per(?:baiki|barui|ingati|sulit|lambat|cepat|panjang)|"
    r"mem(?:ungut|buang|bakar|buat|bangun|bentak|bantu|beri|bayar|benahi|biar|asang|otong|ukul|aksa|proses|persulit)|"
    r"men(?:olak|utup|ahan|agih|jual|erima|anyai|cemari|indak|gambil|gurus|gusir|gganggu|geluh|gancam|galami|"
    r"yuruh|yegel|imbun|ebang|gawasi|ggunakan)|me(?:minta|layani|larang|langgar|luap|marahi)|"
    r"tindak\w*|(?:di)?(?:benahi|awasi|tangani|layani|lindungi|hubungi|datangi|atasi|obati|penuhi|lewati|lalui|"
    r"temui|marahi|bohongi|sanksi|perbaiki|beri|kasih|buat|bangun|tutup|buka|cek|urus|proses|tolak|minta|"
    r"lihat|angkut|gali|cor|aspal|rehab|renovasi|ganti|bayar|bantu|pungut|potong|tebang|bongkar|tinjau|periksa|"
    r"usut|razia|hapus|blokir|tilang|ambil|jual|pakai|suruh|kirim|cetak|evaluasi|koreksi|pasang|angkat|perbarui|"
    r"tambal|tambah|keruk|hotmix|sita|segel|usir|laporkan)(?:nya)?"
)
_NAMES_LIKE_VERBS = _set(
    "tarakan nunukan pekan pekalongan belakan makan medan ikan jembatan timbukan buka menara"
)
_NOWHERE = _set(
    """
    rumah saya sy kami aku kita nya sini situ sana ini itu mana atas bawah dalam luar tempat tengah
    my our your me us it the a
    kantor umum masyarakat media sosial internet hp wa orang kalangan antara sekitar semua setiap
    beberapa samping salah satu seluruh suatu sebuah sejumlah berbagai banyak
    website web webnya situs online aplikasi app apk sistem facebook fb ig instagram twitter youtube google
    whatsapp grup email sms medsos menu link server playstore formulir data database ktp kk kartu ijazah
    paspor
    akta surat sertifikat akses masuk
    """
)
# "jalan rusak", "jalan desa", "jalan ini": no street's name follows
_NO_STREET = _set(
    """
    di ke dari dr depan dpn dekat dkt ini itu tersebut tsb umum raya utama setapak tembus alternatif
    nasional lingkungan masuk keluar buntu tanah aspal cor beton sempit kecil besar antar menuju poros
    depannya arah tol kaki kampung warga
    """
)

# what is complained of, not where, when a verdict follows: "Kec. Lewa lampu mati"
_MATTERS = _set(
    """
    air listrik lampu pju sampah got selokan drainase jalan jln jl jalanan sinyal internet token banjir bbm
    """
)
_VERDICTS = _set("pdam pam pln ledeng bersih keruh jalan bau langka mahal lemot")

_WORD = re.compile(r"[^\W_]+(?:[.'’-][^\W_]+)*")
_GLUED_TIME = re.compile(r"\d+(?:hr|hari|bln|bulan|thn|th|minggu|mgg|rb|ribu|jam)")
_BREAK = re.compile(r"[,;\n()]|[.!?](?=\s+[A-Z]|\s*$)|[!?]")
_RT = re.compile(r"\brt[\s.:/]*(\d{1,3})\b", re.I)
_RW = re.compile(r"\brw[\s.:/]*(\d{1,3}|[ivx]{1,4}\d?)\b", re.I)
_RT_THEN_RW = re.compile(
    r"\b(?:rt\s*/?\s*rw|rt)[\s.:]*(\d{1,3})\s*[/\\-]\s*(\d{1,3})(?![\d/])", re.I
)
_RT_RW_APART = re.compile(r"\brt\s*/?\s*rw[\s.:]*(\d{1,3})[\s,]+(\d{1,3})\b", re.I)
_BARE_PAIR = re.compile(
    r"(?<![\d/.-])(0\d{1,2}|\d{3})\s*/\s*(0\d{1,2}|\d{3})(?![\d/.-])"
)


@remembered
def parse_place_parts(text: str) -> PlaceParts:
    """Take an address apart, leniently; what is not there is None."""
    words = _words(text)
    rt, rw = _rt_rw(text)
    streets = [text[start:end] for start, end in _streets(words)]
    landmark = next(_landmarks(words), None)
    return PlaceParts(
        text.strip(),
        landmark=text[slice(*landmark)] if landmark else None,
        rt=rt,
        rw=rw,
        street=", ".join(streets) or None,
    )


# "kepala desa", "dana desa": an office or its money, not a place. A region named with it is found by name.
_OFFICES = _set(
    "kepala sekretaris bendahara perangkat aparat aparatur anggota ketua staf dana kas anggaran"
)


@remembered
def spot_place_span(text: str) -> Spotted[str] | None:
    """The stretch of a story that tells where, strictly: the one with the most place cues, else None.

    It starts at a preposition, landmark, street, RT or level word and ends before a time, a
    verdict ("rusak parah") or a comma after which no such word follows (a name, mostly).
    """
    words = _words(text)
    stretches = [
        (first, last)
        for first in range(len(words))
        if (last := _stretch(words, first)) > first
    ]
    if not stretches:
        return None
    first, last = max(
        stretches,
        key=lambda found: (_cues(words[slice(*found)]), found[1] - found[0], -found[0]),
    )
    start, end = words[first].start, words[last - 1].end
    return Spotted(text[start:end], start, end)


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    form: str
    fresh: bool  # a comma or the like stands before it


_AHEAD = 240  # characters; `_LONGEST` words have fewer


def place_end(text: str, start: int) -> int:
    """Where the address ends that is said to begin at `start`; `start` itself where no word can begin one.

    For what stands behind "alamat" or "rumah saya": it need not have a place's own word in it.
    """
    ahead = text[start : start + _AHEAD]
    words = _words(ahead)
    if not words or _BREAK.search(ahead[: words[0].start]):
        return start
    if not _continues_from(words, 0):
        return start
    return start + words[_end_of(words, 0) - 1].end


def _continues_from(words: list[_Word], first: int) -> bool:
    form = words[first].form
    plain = form in _PREDICATES or form in _TIME or _is_verb(form)
    return not plain or _is_cue(form)


def _words(text: str) -> list[_Word]:
    words: list[_Word] = []
    for match in _WORD.finditer(text):
        for start, form in _parted(match.start(), match.group().lower()):
            fresh = _is_fresh(text[words[-1].end : start], words[-1]) if words else True
            words.append(_Word(start, start + len(form), form, fresh))
    return words


def _is_fresh(between: str, before: _Word) -> bool:
    """Whether what stands between two words parts them; a full stop behind an abbreviation does not."""
    if between == " " or not _BREAK.search(between):
        return False
    return not (between.startswith(".") and _opens(before.form))


def _parted(start: int, form: str) -> Iterator[tuple[int, str]]:
    """ "jl.melati" and "rt.04" are two words, "st.yohanes" is left alone."""
    if "." not in form:
        yield start, form
        return
    head, dot, rest = form.partition(".")
    if dot and rest and _opens(head):
        yield start, head
        yield from _parted(start + len(head) + 1, rest)
    else:
        yield start, form


def _rt_rw(text: str) -> tuple[str | None, str | None]:
    for pattern in (_RT_THEN_RW, _RT_RW_APART):
        if pair := pattern.search(text):
            return pair[1], pair[2]
    rt, rw = _RT.search(text), _RW.search(text)
    if rt or rw:
        return rt and rt[1], rw and rw[1].upper()
    pair = _BARE_PAIR.search(text)
    return (pair[1], pair[2]) if pair else (None, None)


def _streets(words: list[_Word]) -> Iterator[tuple[int, int]]:
    at = 0
    while at < len(words):
        last = _street_end(words, at)
        if last > at:
            yield words[at].start, words[last - 1].end
        at = max(last, at + 1)


def _street_end(words: list[_Word], first: int) -> int:
    """Where the street that begins at `first` ends; `first` itself when none does."""
    if words[first].form not in _STREETS:
        return first
    at = _skip_raya(words, first + 1)
    if at >= len(words) or not _names(words[at], _NO_STREET):
        return first
    while (
        at < len(words) and _continues(words, at) and not _ends_street(words[at].form)
    ):
        at += 1
    return at


def _ends_street(form: str) -> bool:
    return _is_cue(form) and form not in _NUMBER_WORDS


def _skip_raya(words: list[_Word], at: int) -> int:
    followed = at + 1 < len(words) and _names(words[at + 1], _NO_STREET)
    return at + 1 if at < len(words) and words[at].form == "raya" and followed else at


def _names(word: _Word, excluded: frozenset[str]) -> bool:
    """Whether a word can be (the beginning of) a name."""
    plain = (
        word.form in excluded
        or word.form in _PREDICATES
        or word.form in _TIME
        or _is_verb(word.form)
    )
    return not (word.fresh or plain or _is_cue(word.form))


def _landmarks(words: list[_Word]) -> Iterator[tuple[int, int]]:
    for first in range(len(words)):
        if words[first].form not in _LANDMARK_CUES:
            continue
        last = first + 1
        while (
            last < len(words)
            and _continues(words, last)
            and not _ends_landmark(words[last].form)
        ):
            last += 1
        if _tells(words[first + 1 : last]):
            yield words[first].start, words[last - 1].end


def _ends_landmark(form: str) -> bool:
    return form in LEVEL_WORDS or form in _STREETS or form in _ROUGH


def _stretch(words: list[_Word], first: int) -> int:
    """Where the place that begins at `first` ends; `first` itself when none begins."""
    if not _begins(words, first):
        return first
    last = _end_of(words, first)
    told = [
        word
        for word in words[first:last]
        if not _is_cue(word.form) and word.form != "di"
    ]
    return last if _tells(told) else first


def _end_of(words: list[_Word], first: int) -> int:
    """How far the words go on to tell of one place, less the prepositions behind it."""
    at, longest = first + 1, min(len(words), first + _LONGEST)
    while at < longest and (_continues(words, at) or _resumes(words, at)):
        at += 1
    while at > first + 1 and words[at - 1].form in _PREPOSITIONS:
        at -= 1
    return at


def _begins(words: list[_Word], at: int) -> bool:
    form = words[at].form
    if (
        form not in _OPENERS
        or at + 1 == len(words)
        or words[at + 1].fresh
        or _is_office(words, at)
        or _is_kind_of_school(words, at)
    ):
        return False
    if form in _STREETS:
        return _street_end(words, at) > at
    after = words[at + 1]
    if form == "in":  # alone it says too much: "in two weeks"
        return after.form == "front"
    return _is_cue(after.form) or _names(after, _NOWHERE)


def _is_office(words: list[_Word], at: int) -> bool:
    return at > 0 and words[at].form in LEVEL_WORDS and words[at - 1].form in _OFFICES


def _is_kind_of_school(words: list[_Word], at: int) -> bool:
    """ "SD Negeri 2 Temu": of the state, no negeri of Maluku."""
    return at > 0 and words[at].form in SCHOOL_KINDS and words[at - 1].form in SCHOOLS


def _continues(words: list[_Word], at: int) -> bool:
    word = words[at]
    if word.fresh or word.form in _PREDICATES or word.form in ("dari", "dr"):
        return False
    if _is_verb(word.form):
        return False
    return not (_is_time(words, at) or _is_matter(words, at))


def is_predicate(form: str) -> bool:
    """Whether a word, in lower case, tells what is wrong or done, and names nothing."""
    return form in _PREDICATES or form in _TIME or _is_verb(form)


def _is_verb(form: str) -> bool:
    """Whether it is something done, and no name."""
    return bool(_VERB.fullmatch(form)) and form not in _NAMES_LIKE_VERBS


def _is_time(words: list[_Word], at: int) -> bool:
    """Whether a time is told here: "kemarin", "3bln", "3 bulan"."""
    form = words[at].form
    if form in _TIME or _GLUED_TIME.fullmatch(form):
        return True
    return form.isdigit() and at + 1 < len(words) and words[at + 1].form in _TIME


def _is_matter(words: list[_Word], at: int) -> bool:
    """Whether the complaint itself begins here: "air PDAM ...", "lampu mati", not "lampu merah"."""
    after = words[at + 1].form if at + 1 < len(words) else ""
    return words[at].form in _MATTERS and (after in _PREDICATES or after in _VERDICTS)


def _resumes(words: list[_Word], at: int) -> bool:
    """Whether after a comma the place goes on: "Jl Melati, RT 3, kec. Lewa"."""
    return (
        words[at].fresh
        and (_is_cue(words[at].form) or words[at].form == "di")
        and _begins(words, at)
    )


def _tells(words: list[_Word]) -> bool:
    """Whether they say more than "my house" or "here"."""
    return any(word.form not in _NOWHERE for word in words)


def _cues(words: list[_Word]) -> int:
    return sum(_is_cue(word.form) for word in words)


def _is_cue(form: str) -> bool:
    return form in _CUES


def _opens(form: str) -> bool:
    """Whether it is an abbreviation after which a full stop ends no sentence."""
    return _is_cue(form) or form in _NUMBER_WORDS
