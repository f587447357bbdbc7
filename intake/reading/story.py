"""Takes a first message apart: the keyword of the old SMS habit, name and address, and the story.

    LAPOR jalan rusak     LAPOR#Budi#Jl Mawar 5#jalan rusak     KAB. NGANJUK air mati     BJN air mati

People learned these forms for the short code 1708 (domain.md 2.4) and use them in any case, with
or without spaces. Nothing is thrown away: the caller keeps the message as it came.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from intake.reading.headline import Span, headline_of
from intake.reading.memory import remembered
from intake.reading.words import MARKS, Word, normalise, word_set


@dataclass(frozen=True, slots=True)
class Story:
    """What a message tells: `body` is verbatim, without the keyword and the fields before it."""

    body: str
    keyword: str | None = None
    name: str | None = None
    address: str | None = None


@remembered
def read_story(text: str) -> Story:
    """Split off a keyword and, in the `#` form, name and address; any text is a story."""
    if _only_announces(text):
        return Story("", text.strip())
    keyword = _keyword_end(text)
    if keyword is None:
        return Story(text.strip())
    rest = text[keyword:]
    word = text[:keyword].strip(" \t\n#:,.-")
    if rest.lstrip().startswith("#"):
        return _from_fields(
            word, [field.strip() for field in rest.strip().removeprefix("#").split("#")]
        )
    return Story(rest.strip(" \t\n:,-."), word)


def _only_announces(text: str) -> bool:
    """Whether it only says that a report will come: "lapor pak", "saya mau lapor", "i want to report"."""
    words = [word.text for word in normalise(text).words if word.text not in MARKS]
    return any(word in _REPORTING for word in words) and all(
        word in _REPORTING or word in _ANNOUNCING for word in words
    )


_REPORTING = word_set(
    "lapor melapor melaporkan ngelapor malapor laporan pengaduan aduan mengadu report"
)
_ANNOUNCING = word_set(
    "saya kami mau ingin hendak pak bu bapak ibu min admin kak mas mbak bang kang ya dong tolong mohon "
    "bisa boleh izin "
    "halo selamat pagi siang sore malam assalamualaikum permisi punten buat membuat bikin kula kulo "
    "badhe arep abdi "
    "bade hoyong ambo nio tiang jagi i want to would like make a problem complaint dan sesuatu masalah"
)


def _from_fields(keyword: str, fields: list[str]) -> Story:
    """`#isi`, `#nama#isi` or `#nama#alamat#isi`; further `#` belong to the story."""
    match fields:
        case [body]:
            return Story(body, keyword)
        case [name, body]:
            return Story(body, keyword, name or None)
        case [name, address, *parts]:
            return Story(
                "#".join(parts).strip(), keyword, name or None, address or None
            )
    return Story("", keyword)


def _keyword_end(text: str) -> int | None:
    """Where the keyword at the start ends; None when there is none."""
    for pattern in (_FIELDS, _KEYWORD, _GLUED):
        if match := pattern.match(text):
            return match.end("keyword")
    region = _REGION.match(text)
    return _region_end(text, region) if region else None


_VERBS = (
    r"lapor\s+hend[iy]|lapor(?:kan|in)?|lapr|lpor|lpr|adukan|ngadu|sms\s+berjaya|berjaya|tangkab|tangkot|"
    r"bjn|kumham|kemenkumham|kks\s+\d{6,}"
)
_NOUNS = r"laporan|pengaduan|aduan|aspirasi"
_FIELDS = re.compile(rf"\s*(?P<keyword>{_VERBS}|{_NOUNS})\s*(?=#)", re.IGNORECASE)
_KEYWORD = re.compile(
    rf"\s*(?P<keyword>(?:{_VERBS})(?=[\s:,.\-!]|$)|(?:{_NOUNS})(?=\s*[:,.\-!]|\s*$|\s+[^\W\d_])"
    r"(?!\s+(?:saya|sy|ini|itu|kami|kita|yang|yg|dari|tentang|sudah|sdh|udh|belum|blm|masyarakat|warga|"
    r"tidak|tdk)\b))",
    re.IGNORECASE,
)
_GLUED = re.compile(  # `laporjalan rusak`: only before words that open stories, so that "laporan" stays whole
    r"\s*(?P<keyword>lapor|aduan)(?=(?:jalan|jln|jl|lampu|sampah|air|banjir|pak|bu|min|ada|got|pju|listrik|"
    r"jembatan|pohon|selokan|parkir|pungli|bansos|ktp|kk|rt|rw|tolong|mohon|di|warga)(?:\b|\d|nya))",
    re.IGNORECASE,
)
_REGION = re.compile(
    r"\s*(?:kab|kabupaten|pemkab|pemkot|kota|pemprov|prov|provinsi)\b\.?\s*"
    r"(?!(?:ini|itu|kami|kita|saya|sy|tempat|tercinta|yang|yg|besar|di|ke|kok|se)\b)(?P<first>[^\W\d_]+)",
    re.IGNORECASE,
)
_NEXT_WORD = re.compile(r"\s*([^\W\d_]+)")
_OPENS_LONG_NAME = word_set(
    "aceh banda bandar bandung banggai bangka barito batu bau belitung bener bengkulu biak bolaang bone "
    "boven buru "
    "buton deli empat fak flores gayo gorontalo gunung halmahera hulu humbang indragiri intan jakarta "
    "jawa kalimantan "
    "kapuas kayong kepulauan kolaka konawe kotawaringin kuantan kubu kulon kutai labuhanbatu lampung "
    "lanny lima "
    "lombok lubuk luwu mahakam maluku mamberamo mamuju mandailing manggarai manokwari minahasa morowali "
    "muara muaro "
    "muna murung musi nagan nias nusa ogan padang pagar pakpak pangkajene pangkal papua parigi pasaman "
    "pegunungan "
    "penajam penukal pesisir pidie polewali pulang pulau puncak raja rejang rokan rote sabu seram "
    "serdang sidenreng "
    "solok sorong sulawesi sumatera sumba sumbawa sungai tana tanah tangerang tanjung tapanuli tebing "
    "teluk tidore "
    "timor tojo toraja tulang way gresik"
)
_CONTINUES_NAME = word_set(
    "abab aceh alam ampat anambas arfak aru bagian banyuasin bara barat bau bawang bedagai besar bharat "
    "biaro bintang "
    "bintuni bolango bumbu daya datar digoel enim fak hasundutan hilir hulu ilir jabung jambi jaya kanan "
    "kartanegara "
    "kepulauan komering kota kuala lampung laut lawang lawas lebong lematang linggau lues mandar mas "
    "mentawai meranti "
    "meriah mongondow morotai moutong natal ndao numfor panjang pariaman paser penuh pinang pisau progo "
    "puluh pusat "
    "raijua rappang rawas raya sangihe selatan selayar serdang seribu siau singingi singkil sula sungai "
    "tagulandang "
    "talaud taliabu tamiang tanimbar tengah tenggara tidung timur tinggi toraja ulu una utara wondama yapen"
)
"""The words that make up the two- to four-word names of kabupaten and kota (Kepmendagri "
"300.2.2-2138/2025)."""


def _region_end(text: str, match: re.Match[str]) -> int:
    """Where `KAB. SUMBA TIMUR` ends: its first word, and those that are known to go on with it."""
    end = match.end()
    if match["first"].lower() not in _OPENS_LONG_NAME:
        return end
    while (more := _NEXT_WORD.match(text, end)) and more[1].lower() in _CONTINUES_NAME:
        end = more.end()
    return end


def title_of(
    text: str,
    width: int,
    drop: Sequence[Span] = (),
    trim: Sequence[Span] = (),
) -> str:
    """A short readable title of at most `width` characters, in full spelling.

    Takes the sentence that carries the matter, without the keyword and lead-ins, and cuts at a
    comma or between words. Ranges of `text` in `drop` (a name) are always left out; those in
    `trim` (a place, a time) only where they stand at an edge of it, so that no hole is left.
    """
    body = text.rfind(read_story(text).body) if read_story(text).body else 0
    told = [word for word in normalise(text).words if word.start >= body]
    words = [word for word in told if not _within(word, drop)]
    title = headline_of(words, text, trim, width)
    return title or " ".join(text.split())[:width].rstrip()


def _within(word: Word, spans: Sequence[Span]) -> bool:
    return any(start <= word.start < end for start, end in spans)
