"""Spots that someone is in danger now, and which numbers save them (domain.md 2.5).

112 takes any emergency, 110 is the police, 113 the fire brigade, 119 the medical line
(and, with extension 8, mental health). Strict, because a report must still be taken down:
what is feared, over, or spoken of in general ("rawan kebakaran", "tahun lalu") is none.
"""

import re
from dataclasses import dataclass
from itertools import chain

from intake.reading.memory import remembered
from intake.reading.phrases import Phrases
from intake.reading.words import Normal, normalise

ANY, POLICE, FIRE, MEDICAL = "112", "110", "113", "119"


@remembered
@remembered
def emergency_in(text: str) -> tuple[str, ...]:
    """Numbers to call at once, 112 first; empty when nothing in the text happens now."""
    plain = normalise(text)
    dangers = [danger for danger in _DANGERS if _threatens(danger, plain)]
    called = _RESCUE.search(plain) is not None
    if (dangers or called) and (_is_over(plain) or _is_a_tale(plain)):
        dangers, called = _that_last(dangers), False
    found = {*chain.from_iterable(danger.numbers for danger in dangers)}
    return (ANY, *sorted(found)) if found or called else ()


def _that_last(dangers: list["_Danger"]) -> list["_Danger"]:
    """Those that are not over when they are told of as past."""
    return [danger for danger in dangers if not danger.passes]


def _is_a_tale(plain: Normal) -> bool:
    """Who is in danger writes a few words; in a long letter the danger must be said to be now."""
    return len(plain.words) > FEW_WORDS and not _NOW.search(plain)


FEW_WORDS = 45


def _is_over(plain: Normal) -> bool:
    return bool(_OVER.search(plain)) and not _NOW.search(plain)


@remembered
def in_crisis(text: str) -> bool:
    """Whether somebody speaks of ending their own life: no form is filled in then, a person is called."""
    plain = normalise(text)
    return bool(_in(_CRISIS, plain, _SPOKEN_OF.taken_out(plain)))


@dataclass(frozen=True, slots=True)
class _Danger:
    numbers: tuple[str, ...]
    sure: Phrases  # says that it happens
    maybe: Phrases  # happens when the message also says now
    harmless: Phrases  # talk of it that is none
    passes: bool = True  # over when told of as past; a wish to die is not


def _threatens(danger: _Danger, plain: Normal) -> bool:
    rest = danger.harmless.taken_out(plain)
    return bool(
        _in(danger.sure, plain, rest)
        or (_in(danger.maybe, plain, rest) and _in(_NOW, plain, rest))
    )


def _in(phrases: Phrases, plain: Normal, rest: str | None) -> re.Match[str] | None:
    """What is found in the rest of a text, or in all of it where there is none."""
    if rest is None:
        return phrases.search(plain)
    return phrases.pattern.search(rest) if phrases.may_be_in(plain) else None


_UP_TO_3 = r"(?:[^\s.?!]+ ){0,3}?"

_NOW = Phrases(
    r"(?<!sampai )(?<!hingga )sekarang(?! (?:sudah|belum|jadi|saya (?:sudah|jadi)))",
    r"saat ini(?: juga)?|detik ini|barusan|baru (?:saja|aja)|masih di dalam",
    r"(?:sedang|lagi) (?:ada|terjadi|berlangsung|tawuran|bentrok|kebakaran|terbakar|mengamuk|ngamuk|"
    r"di(?!rawat)\w{5,}|"
    r"berkelahi|hanyut|tenggelam|kejang\S*|sekarat|pingsan|dalam bahaya)",
    r"(?<!unit )(?<!unit gawat )(?<!instalasi )(?<!instalasi gawat )(?<!ruang )(?<!ruang gawat )(?<!tanggap )"
    r"(?<!lampu )(?<!rumah sakit )(?:gawat|darurat)",
    r"(?:tolong|kirim|datang|polisi|ambulans|damkar|pak) (?:sangat )?cepat|cepat (?:kirim|tolong|datang|pak|"
    r"alamat)",
    r"right now|just now|emergency|hurry|at this moment|gek ndang|enggal-enggal",
    r"(?:tolong|help|tulung) (?:tolong|help|tulung)|tolong !|help !",
)
_OVER = Phrases(
    r"(?:tahun|bulan|minggu|pekan|hari) (?:lalu|kemarin|yang lalu)|kemarin|tadi malam|semalam|dulu|"
    r"waktu itu|dulunya",
    r"\d+ (?:hari|minggu|bulan|tahun) (?:yang )?lalu|(?:sudah|selama|sejak) \d+ (?:hari|minggu|bulan|tahun)",
    r"(?:sudah )?(?:seminggu|sebulan|setahun)(?: lalu)?|tahun \d{4}|tanggal \d\S*|bekas|pernah|"
    r"sering(?:nya)?|kerap",
    r"(?:satu|dua|tiga|empat|lima|beberapa|banyak|sekian|\d+) (?:kali|kejadian|kasus)|\d+x",
    r"(?:beberapa|berapa) (?:hari|minggu|bulan|tahun) (?:ini|terakhir|belakangan|lalu)|(?:bulan|minggu|"
    r"tahun) ini",
    r"(?:sudah|telah) (?:sering |banyak )?(?:terjadi|memakan)|banyak (?:kejadian|kecelakaan|kasus)|"
    r"peristiwa \S+",
    r"(?:waktu|ketika|sewaktu) (?:saya|kami|itu|teman)|saat (?:itu|kejadian)",
    r"pada (?:hari|tanggal|bulan|tahun)|mengalami kecelakaan|(?:dari )?(?:januari|februari|maret|april|"
    r"mei|juni|juli|"
    r"agustus|september|oktober|november|desember) \d+",
    r"tiap|setiap|berkali-kali|selalu|biasanya|last (?:week|month|year|night)|yesterday|ago|often|every|"
    r"always|used to",
)
_FEARED = (
    r"rawan|risiko|resiko|takut|khawatir|kawatir|cegah|mencegah|pencegahan|potensi|berpotensi|waspada|"
    r"antisipasi|kalau|jika|bila|andai|sebelum|agar|supaya|menyebabkan|mengakibatkan|memicu|penyebab|bisa|"
    r"hampir|nyaris|korban|akibat|pasca|setelah|sejak|kasus|laporan|berita|simulasi|latihan|sosialisasi|"
    r"asuransi|risk of|danger of|afraid of|prevent|in case of|if|could|might|almost|after"
)


def _harmless(*things: str, also: str = "") -> Phrases:
    """Feared or past things, with up to three words between: "takut terjadi kebakaran"."""
    feared = rf"(?:{_FEARED}) {_UP_TO_3}(?:{'|'.join(things)})(?: !)*"
    return Phrases(feared, *([also] if also else []))


_BURNS = r"kebakaran|terbakar|kobong|kahuruan|meledak|kebakar"
_BUILDING = (
    r"rumah\S*|omah\S*|imah\S*|toko|pasar|gudang|kios|warung|ruko|pabrik|sekolah|kantor|kos\S*|gedung|mobil|"
    r"dapur|lapak|kontrakan|asrama|kapal|bengkel|masjid|spbu|kompor"
)
_HURT = (
    r"dibacok\S*|ditikam|ditusuk|ditembak|dikeroyok|dipukuli|dipukulin|dianiaya|dirampok|disekap|diculik|"
    r"disandera|dibegal|diperkosa|dihajar|ditodong"
)
_WEAPON = r"parang|golok|pisau|celurit|clurit|senjata|sajam|pistol|pedang|kapak"
_SELF_HARM = r"bunuh diri|bundir|(?:meng)?akhiri hidup\S*|gantung diri|loncat dari|lompat dari|terjun dari"

_SPOKEN_OF = Phrases(
    rf"(?:kasus|pencegahan|cegah|sosialisasi|kampanye|berita|film|korban) {_UP_TO_3}bunuh diri"
)
_CRISIS = Phrases(
    r"(?:saya|gue|gw|kulo|kula|abdi) (?:[^\s.?!]+ ){0,6}?(?:bunuh diri|bundir|mengakhiri hidup\S*)",
    r"(?:saya|gue|gw|kulo|kula|abdi) (?:(?:sudah|rasanya|cuma|hanya|memang|benar-benar|sungguh|capek|lelah|"
    r"jadi|lagi|dan|,) ){0,4}(?:ingin|mau|lebih baik) mati",  # "rumah saya lampu mau mati" is a lamp's
    r"(?:bunuh diri|bundir|mengakhiri hidup) (?:saja|saya)|ingin mati saja|lebih baik saya mati",
    r"kill myself|end my life|want to die",
)

_DANGERS = (
    _Danger(
        (FIRE,),
        sure=Phrases(
            rf"(?:{_BUILDING}) {_UP_TO_3}(?:{_BURNS})",
            rf"(?:ada|terjadi) (?:{_BURNS})|^(?:lapor )?kebakaran(?: \S+)?|kebakaran (?:!|pak|bu|tolong|"
            rf"besar|hebat)",
            r"api (?:sudah|makin|mulai|terus|masih|semakin)? ?(?:mem)?(?:besar|merambat|menjalar|berkobar)",
            rf"bocor gas|(?:gas|tabung)\S* {_UP_TO_3}(?:bocor|meledak)|gas leak",
            r"(?:house|shop|building|car|market|room) (?:is )?(?:on fire|burning)|(?:is|are) on fire|fire !|"
            r"there is (?:a )?fire",
        ),
        maybe=Phrases(_BURNS, r"fire|burning|asap tebal dari"),
        harmless=_harmless(
            _BURNS,
            "fire",
            also=r"(?:(?:mobil|unit|pos|dinas|petugas|alat|regu) )?(?:pemadam(?: kebakaran)?|damkar)|"
            r"(?:dinas|pos|alarm|polis) kebakaran|kebakaran (?:hutan|lahan)|fire (?:truck|engine|brigade|"
            r"station|hydrant)s?",
        ),
    ),
    _Danger(
        (POLICE,),
        sure=Phrases(
            rf"ada {_UP_TO_3}(?:{_HURT})|(?:sedang|lagi|mau) (?:{_HURT})",
            rf"(?:tolong|saya|aku|kami) (?:saya |lagi |sedang )*(?:{_HURT})",
            rf"(?:maling|rampok|perampok|pencuri) {_UP_TO_3}(?:masuk|di dalam) {_UP_TO_3}rumah\S*",
            rf"(?:mengamuk|ngamuk|mengancam\S*|menyerang) {_UP_TO_3}(?:{_WEAPON})|"
            rf"(?:{_WEAPON}) {_UP_TO_3}(?:mengamuk|ngamuk)",
            rf"suami\S* {_UP_TO_3}(?:me)?(?:mukul|pukul|mukuli|pukuli|mukulin|hajar)\S* (?:saya|kami)",
            rf"(?:man|someone|person|people) {_UP_TO_3}with (?:a )?(?:knife|gun|machete)|being (?:attacked|"
            rf"beaten|robbed|kidnapped)",
            rf"(?:thief|robber|burglar) {_UP_TO_3}(?:in|inside) {_UP_TO_3}house|attacking (?:me|us|people)",
        ),
        maybe=Phrases(
            _HURT,
            r"dipukul|tawuran|bentrok\S*|begal|perampokan|rampok|maling|penembakan|kdrt|penculikan|"
            r"pengeroyokan",
            rf"bawa {_UP_TO_3}(?:{_WEAPON})|robbed|fight|stabbed|thief",
        ),
        harmless=_harmless(
            _HURT,
            "begal",
            "tawuran",
            "maling",
            "rampok",
            "perampokan",
            "kdrt",
            "bentrok",
        ),
    ),
    _Danger(
        (MEDICAL,),
        sure=Phrases(
            rf"(?:mau|ingin|niat|berniat|mencoba|coba|akan|hendak|nekat|ancam|"
            rf"mengancam) {_UP_TO_3}(?:{_SELF_HARM})",
            r"percobaan bunuh diri|(?:ingin|mau|pengin|lebih baik saya) mati (?:saja|aja)|(?:ingin|mau|"
            r"lebih baik saya) mati",
            r"(?:want|wants|going|trying|tried) to (?:kill (?:my|him|her)self|kill themselves|die|end (?:my|"
            r"his|her) life)",
            r"minum racun|menenggak racun",
        ),
        maybe=Phrases(r"bunuh diri", r"suicide"),
        harmless=_SPOKEN_OF,
        passes=False,
    ),
    _Danger(
        (MEDICAL,),
        sure=Phrases(
            rf"(?:ada|terjadi) (?:orang )?(?:kecelakaan|tabrakan|laka|tabrak lari)|(?:kecelakaan|"
            rf"tabrakan) {_UP_TO_3}(?:!|barusan|tergeletak)",
            rf"(?:korban|orang|pengendara) {_UP_TO_3}(?:tergeletak|berdarah|berlumuran|sekarat)",
            r"(?:butuh|perlu|panggil\S*|kirim(?:kan)?|minta(?: tolong)?) (?:mobil )?ambulan\S*",
            r"tidak (?:bernapas|bernafas|sadar|sadarkan diri)|serangan jantung|mau melahirkan|kejang-kejang|"
            r"overdosis",
            rf"pingsan {_UP_TO_3}(?:tidak|belum|sekarang|tolong)|(?:kesetrum|"
            rf"tersengat listrik) {_UP_TO_3}(?:tolong|sekarang|pingsan)",
            r"(?:there (?:was|is|has been)|had|see) an accident|needs? (?:an )?ambulance|"
            r"send (?:an )?ambulance",
            r"not breathing|unconscious|heart attack|took pills|(?:is|are) bleeding|overdose",
        ),
        maybe=Phrases(
            r"kecelakaan|tabrakan|tabrak lari|pingsan|keracunan|kesetrum|tersengat|sekarat|kritis|"
            r"digigit ular",
            r"accident|collapsed|poisoned|bleeding",
        ),
        harmless=_harmless(
            "kecelakaan",
            "tabrakan",
            "pingsan",
            "accidents?",
            "keracunan",
            also=rf"(?:banyak|angka|titik|buat|membuat|jaminan|santunan) {_UP_TO_3}(?:kecelakaan|tabrakan)|"
            r"(?:desa|puskesmas|kecamatan|kampung|pulau|kami|warga) (?:juga |sangat )?(?:butuh|"
            r"perlu) ambulan\S*",
        ),
    ),
)

_RESCUE = Phrases(
    rf"(?:terjebak|kejebak) {_UP_TO_3}(?:banjir|lift|reruntuhan|atap|lumpur|air)|trapped (?:in|under|inside)",
    rf"(?:tertimbun|tertimpa) {_UP_TO_3}(?:longsor|reruntuhan|tanah|bangunan|tembok)|(?:orang|warga|"
    rf"anak) {_UP_TO_3}tertimbun",
    rf"(?:hanyut|tenggelam|terseret arus) {_UP_TO_3}(?:barusan|sekarang|tolong|baru saja)|drowning",
    rf"(?:barusan|tolong|sekarang) {_UP_TO_3}(?:hanyut|tenggelam|terseret arus)",
)
