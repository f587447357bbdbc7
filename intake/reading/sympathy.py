"""Hears that somebody came to harm, or nearly: they deserve a word before the form goes on."""

from intake.reading.memory import remembered
from intake.reading.phrases import Phrases
from intake.reading.words import normalise


@remembered
def hurts(text: str) -> bool:
    """Whether a person was hurt, is ill, in want or afraid; a tree that fell is no person."""
    return bool(_HARM.search(normalise(text)))


_PERSON = (
    r"(?:saya|sy|aku|kami|anak\S*|adik\S*|kakak\S*|ibu\S*|bapak\S*|istri\S*|suami\S*|nenek\S*|kakek\S*|"
    r"mama\S*|orang\S*|warga\S*|siswa\S*|murid\S*|pengendara\S*|teman\S*|ponakan\S*|keponakan\S*|cucu\S*|"
    r"motor saya|lansia|pasien\S*|tetangga\S*|child|son|daughter|people|someone)"
)
_FELL = r"(?:ter)?(?:jatuh|jatoh|peleset|perosok|jungkal|guling|pental)|terpeleset|terperosok|nyungsep|fell"
_HARM = Phrases(
    rf"{_PERSON} (?:[^\s.?!]+ ){{0,3}}?(?:{_FELL})",
    rf"(?:{_FELL}) (?:[^\s.?!]+ ){{0,2}}?{_PERSON}",
    r"terluka|luka-luka|luka|cedera|berdarah|patah (?:tulang|kaki|tangan)|gegar otak|pingsan|keracunan|"
    r"meninggal\S*|tewas|keguguran|dipukul\S*|dianiaya|ditampar|diancam|trauma|korban jiwa|sesak nafas|"
    r"demam berdarah|muntaber|diare|gatal-gatal|injured|died|killed|hurt",
    r"(?:tidak|belum) (?:bisa )?makan|kelaparan|menangis|nangis|sakit (?:parah|keras)|jatuh sakit|"
    r"menderita|sengsara",
)
