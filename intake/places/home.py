"""How people announce where they live, the one table of it; and what begins an address unannounced."""

import re

BUILDING = (
    r"toko|ruko|rumah|warung|kantor|gereja|masjid|mesjid|musholla|mushola|langgar|pastori|pastoran|kos|kost|"
    r"kontrakan|asrama|mess|gedung|sekolah|pasar|pabrik|pondok|pesantren|pura|sebelah|samping|belakang|depan|"
    r"dekat|seberang|pinggir|simpang|pertigaan|perempatan|pojok|blok|lorong|lrg"
)
UNIT = (
    r"jl|jln|jalan|gg|gang|rt|rw|desa|ds|kel|kelurahan|kec|kecamatan|dusun|dsn|dukuh|kampung|kp|kmp|perum|"
    r"perumnas|perumahan|komplek|kompleks|jorong|nagari|banjar|br|padukuhan|distrik|lingkungan|gampong|negeri"
)
ME = r"(?:saya|sy|sya|aku|kami|kulo|abdi)"
ADDRESS = r"(?:alamat(?:nya)?|almt)"
LIVES = r"(?:(?:ber)?tinggal|(?:ber)?domisili|menetap|bermukim|ngekos|ngontrak)"
HOUSE = r"(?:rmh|rumah|kos(?:t|an|tan)?|kontrakan|tempat\s+tinggal)"
ENGLISH = r"(?:my address(?:\s+is)?|i live (?=in|at))"
NEAR = r"(?:dekat|dkt|deket|samping|smping|sebelah|belakang|blkg|depan|dpn|seberang|sebrang)"
IS = r"(?:\s+(?:adalah|yaitu|ialah|ada|pas|persis|terletak|berada|itu))*"
ANSWERED = re.compile(
    rf"\b(?:{ADDRESS}(?:\s+(?:{ME}|rumah))*(?:\s+(?:adalah|ada|di))*"
    rf"|rumah\s+(?:{ME}|di(?!\s*(?:atas|perbaiki)))|tinggal(?:\s+di)?|{ENGLISH}(?:(?:in|at)\b)?)\s*[:=]?\s*",
    re.I,
)
"""What stands before an address in an answer."""
ALONG = re.compile(
    rf"\balamat(?:nya)?\s+(?:(?:saya|sy|rumah)\s+)?(?P<same>sama|sda|podo|sami|sarua)\b"
    rf"|\b(?:alamat\s+(?:{ME}|rumah)(?:\s+{ME})?(?:\s+(?:adalah|yaitu|ada))?"
    rf"|{ME}\s+tinggal\s+(?=di\b)|{ENGLISH}|"
    rf"rumah(?:ku|\s+{ME})\s+(?:pas\s+|ada\s+)?(?=(?:di|{NEAR})\b))\s*[:=]?\s*(?P<home>[^;\n!?]{{6,120}})",
    re.I,
)
"""What stands before an address that is told along with the story, and the address."""
TOLD = re.compile(
    rf"(?<!\w)(?:(?:{ADDRESS}|domisili)(?:\s+(?:{ME}|rumah|tinggal|lengkap|pelapor|pengirim))*{IS}"
    rf"|(?:{ME}\s+)?{LIVES}\s+(?=di\b)|{HOUSE}(?:ku\b|\s+{ME}\b){IS}|{ENGLISH})[\s:=,]*",
    re.I,
)
"""What stands before an address anywhere in a text; whose it is is another question."""
BY_A_LANDMARK = re.compile(
    rf"(?<!\w){HOUSE}\s+(?:(?:di|pas|persis|ada)\s+)*(?={NEAR}\b)", re.I
)
"""A house told by what it is near to."""

_LIVES = rf"(?:(?:{ADDRESS}|rumah(?:nya)?|tinggal)\s+(?:(?:{ME}|di|ada)\s+)*)"
_BUILDING = re.compile(rf"(?:{BUILDING}|{UNIT})\b", re.I)
_HOME = re.compile(rf"{_LIVES}?(?:{BUILDING}|{UNIT})\b[.\s]*\w", re.I)


def is_no_name(words: str) -> bool:
    """They begin with a street, a village or a building, or as an aside does: nobody is called so."""
    return bool(_BUILDING.match(words) or _ASIDE.match(words))


_ASIDE = re.compile(r"(?:oh|eh|oiya|oya|oia|ohya|ohiya)\b", re.I)


def begins_a_home(words: str) -> bool:
    """They begin as an address does, and go on."""
    return bool(_HOME.match(words))
