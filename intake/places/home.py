"""How people begin to say where they live, where a name and an address are asked for together."""

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
_LIVES = (
    r"(?:(?:alamat(?:nya)?|rumah(?:nya)?|tinggal)\s+(?:(?:saya|sy|kami|di|ada)\s+)*)"
)
_BUILDING = re.compile(rf"(?:{BUILDING}|{UNIT})\b", re.I)
_HOME = re.compile(rf"{_LIVES}?(?:{BUILDING}|{UNIT})\b[.\s]*\w", re.I)


def is_no_name(words: str) -> bool:
    """They begin with a street, a village or a building: nobody is called so."""
    return bool(_BUILDING.match(words))


def begins_a_home(words: str) -> bool:
    """They begin as an address does, and go on."""
    return bool(_HOME.match(words))
