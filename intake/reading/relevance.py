"""Which further facts a matter needs: the day of an event, the number by which an office finds a person.

What makes no difference to whoever acts is not asked; each question costs the citizen a message.
"""

from intake.reading.memory import remembered
from intake.reading.phrases import Phrases
from intake.reading.words import normalise


@remembered
def needs_a_day(text: str) -> bool:
    """Whether it happened once, so that only its day tells whom to ask; a broken road is still broken."""
    return bool(_EVENT.search(normalise(text)))


@remembered
def needs_a_number(text: str) -> bool:
    """Whether the office finds the reporter's papers or benefits by NIK or a telephone number."""
    return bool(_PAPERS.search(normalise(text)))


_EVENT = Phrases(
    r"pungli\S*|pungutan liar|suap\S*|disuap|(?:di)?peras|memeras|diperas|uang (?:pelicin|rokok|damai)",
    r"(?:me|di)?(?:bentak|bentak2|usir|ngusir|pukul|tampar|aniaya|ancam|maki|marahi|hina|hardik)(?:kan|i|in)?|"
    r"membentak\S*|memukul\S*|menampar\S*|mengusir\S*|mengancam\S*|memarahi\S*|memaki\S*|menghina\S*",
    r"(?:di|me)tolak|menolak|(?:di)?tilang|ditilang|dicuri|kecurian|kemalingan|dijambret|dibegal|dirampok|"
    r"ditipu|menipu|tertipu",
    r"(?:minta|meminta|dimintai|mintai|disuruh bayar|bayar) (?:\S+ ){0,2}?(?:uang|duit|\d\S*|rp\S*)",
    r"kecelakaan|tabrakan|tertabrak|ditabrak|menabrak|keracunan|kebakaran|meninggal",
    r"robbed|beaten|bribe\w*|accident|refused",
)
_PAPERS = Phrases(
    r"(?:e )?ktp\S*|e-ktp|kk|kartu keluarga|akta|akte|kia|nik|dukcapil|capil|kependudukan|domisili",
    r"bansos|bantuan (?:sosial|langsung|beras|pangan|tunai)|pkh|bpnt|blt\S*|dtks|kks|kip|pip|raskin|rastra|"
    r"sembako",
    r"bpjs|kis|jkn|jamkesmas|kartu sehat|jaminan (?:kesehatan|hari tua|pensiun)|jht|taspen|pensiun",
    r"id card|birth certificate|social aid|health insurance",
)
