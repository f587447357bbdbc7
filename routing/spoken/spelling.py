"""Spells an officer's words out further than a citizen's: the small words of the regions in Indonesian.

What is said in twenty languages are the same few words (I, we, not, done, tomorrow, how), so that one
table of cues reads all of them: "su beres", "sampun rampung" and "alah salasai" are all done.
"""

import re

from intake.reading.memory import remembered
from intake.reading.words import Normal, normalise, word_set

_SAME: dict[str, str] = {
    "sudah": "su so udah udeh dah wis wes sampun empun tos geus enggeus parantos atos alah uwis wus mpun "
    "suba ampon nungnga nunga sudahmi",
    "belum": "not-yet durung dereng tacan can alun balun balum bolom lom",
    "saya": "sayo sayah den sa beta ambo awak kulo kula abdi aku ane gua gue denai sayami sayaji ana ulun",
    "kami": "kitong katong torang kito kitorang kamek kita katorang bet-tong",
    "tidak": "nyanda nyandak tusing nenten henteu moal not tra sonde sond indak mboten ora teu nda trada "
    "tarada dak kada seng tau",
    "jangan": "jan jang ijan ulah ojo dont",
    "apa": "opo apo naon nopo napa aya-naon what",
    "siapa": "sopo sia saha sapa sinten sai who",
    "mana": "endi pundi ma where",
    "kapan": "iraha bilo when",
    "kenapa": "kunaon naha manga ngopo why",
    "kalau": "nek lek yen mun upami jiko if",
    "bisa": "iso saged tiasa bisaji biso",
    "semua": "kabeh sadayana sadonyo sado kasadonyo sedoyo sedaya samua samoa",
    "orang": "wong uwong urang jalma",
    "maaf": "ngapunten hapunten sepurane nyuwun-sewu tabe ampun sorry sori",
    "sakit": "gerah gering udur",
    "libur": "prei prai",
    "capek": "kesel panek cape capai",
    "pusing": "mumet lieur paniang",
    "kasih": "kas agiah pasihkeun bikeun kekno wenehno paringno beri bagi",
    "teruskan": "terusno terusin taruihan teruskeun teraskeun lanjutin",
    "tanyakan": "takokno tanyoan taroskeun tanyakeun tanyain takonke",
    "sampaikan": "sampekno sampaian kandani sampein",
    "bilang": "kecek kecekan omong ngomong ceritain",
    "kalian": "kelen klen kelian bosong besong dong-orang",
    "sekarang": "saiki sakniki ayeuna kini skarang",
    "sedang": "nuju lagek nembe",
    "rapat": "rapek meeting zoom",
    "coba": "cak cobi cobian jajal",
    "bukan": "sanes dudu dede bukang bukannya",
    "besok": "bisuak enjing sesuk enjang isukan beisuk isuk mbesuk benjang esok tomorrow",
    "nanti": "ntar tar mangke mangkin ngko mengko engke beko kagek later",
    "kemarin": "wingi patang kamari kalamarin kelmarin",
    "bagaimana": "piye pripun kumaha cemana camano gimano kayapa macam-mana",
    "ke": "ka maring nang",
    "yang": "nu nan sing ingkang",
    "ini": "iki niki ieu iko",
    "itu": "itu niku eta kuwi tu",
    "harus": "kudu musti mesti haruski kedah",
    "tanya": "tanyak tanyo takon naros taros pirsani tanyaki",
    "balas": "baleh",
    "jawab": "manjawek wangsul",
    "terima": "tarimo tampi nrimo trima",
    "menunggu": "nunggu tunggu ngenteni nengga nungguan manunggu ngantosan",
    "karena": "mergi mergo amargi dek soale soalnya gara-gara",
    "selesai": "salasai bar rengse tuntung mare puput finished finish completed close closed slesai "
    "selese klar",
    "beres": "diberesan bereh",
    "menyala": "murub urup iduik hurung",
    "diperbaiki": "fixed repaired diomean dandosi dandani didandakke dilereskeun didandani didandosi "
    "dibenahi dibaiki",
    "survei": "survey disurvey disurvei",
    "laporan": "aduan pengaduan kasus",
    "pensiun": "pangsiun",
    "mau": "arep bade hendak ingin kepengin nak",
    "saja": "sajo wae bae hungkul sa-ja",
    "iya": "iyo io iye inggih nggih njih muhun enggih iyeh enjih yoi",
    "diklat": "bimtek",
    "umrah": "umroh umrohan",
    "lagi": "malih maning deui baliak",
    "pelapor": "pelapornya",
    "kerjakan": "garap digarap kerjain",
    "berapa": "sabaraha bara pira pinten",
    "mengadu": "ngadu komplain complain protes-resmi",
    "dicek": "dicek dicoba-cek dipriksa dipariksa diperiksa",
    "cek": "cek-cek ngecek periksa priksa pariksa",
    "tindaklanjuti": "tl ditl follow-up folap tindaklanjut",
    "dulu": "dl heula sek sik riyin rumiyin dolo dulok dulus",
    "lihat": "liat tengok tingali",
    "kembali": "wangsul-maning",
}  # fmt: skip
_SPELLED = {
    form: word
    for word, forms in _SAME.items()
    for form in forms.split()
    if form != word
}
TITLES = word_set(
    "pak bu bapak ibu ibuk buk mas mbak bang bg bos bosku boss komandan ndan ketua dok dokter min admin "
    "kak kaka bro mace mama bunda pimpinan kang teh gan om tante pa abang diak uni uda ces mbah"
)


_I_WILL = re.compile(  # Javanese; elsewhere "tak" is no
    r"(?<!\w)tak (?=cek|jupuk|urus|kirim|tangani|takok|takon|parani|tilik|kabari|cobo|coba|delok|garap|"
    r"tindak)",
    re.IGNORECASE,
)
_EMPHASIS = re.compile(r"(?<=[a-z]{3})(?:mi|ji|mo|pi)$")  # Makassar: selesaimi, beresmi
_EMPHASISED = word_set(
    "selesai beres sudah rampung jadi siap tuntas normal menyala diperbaiki terima"
)


@remembered
def spelled(text: str) -> Normal:
    """The text in full spelling, its small regional words in Indonesian."""
    told = _I_WILL.sub("saya ", text)
    words = [
        _SPELLED.get(word.text, _plain(word.text)) for word in normalise(told).words
    ]
    return normalise(" ".join(words))


def _plain(word: str) -> str:
    stem = _EMPHASIS.sub("", word)
    return stem if stem in _EMPHASISED else word
