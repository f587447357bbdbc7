"""What somebody does with a clause besides telling: asks, takes back, waits, urges, curses, does not know.

One row an act: what speaks for it, what speaks against it, how long such a clause is at the most, and
where it can be done. The rows stand in the order in which they are believed. What an act leads to
stands in `intake/dialogue/acting.py`. The table is strict: a clause that only may be an act is left to
the model beside it (`act_model.py`), and what does harm when wrong is believed from here alone.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from intake.reading.clauses import Clause
from intake.reading.memory import remembered
from intake.reading.noise import Noise, noise_of
from intake.reading.phrases import Phrases
from intake.reading.words import MARKS, Normal, normalise


class Act(StrEnum):
    """What a clause, or a whole message, does."""

    ASK = "ask"
    CANCEL = "cancel"
    HUMAN = "human"
    ANONYMOUS = "anonymous"
    CONFIDENTIAL = "confidential"
    FEAR = "fear"
    STATUS = "status"
    HURRY = "hurry"
    SOLVED = "solved"
    NEW = "new"
    FIX = "fix"
    UNKNOWN = "unknown"
    REFUSE = "refuse"
    WAIT = "wait"
    ANGER = "anger"
    THANKS = "thanks"
    GREET = "greet"
    NOISE = "noise"
    AGREE = "agree"
    KEEP = "keep"  # it is not to be taken back after all
    UNSOLVED = "unsolved"
    STORY = "story"
    ANSWER = "answer"


FIRST, OPEN, REVIEW, DONE = "first", "open", "review", "done"
DRAFT = frozenset({OPEN, REVIEW})
SENT = frozenset({DONE})
ANYWHERE = frozenset({FIRST, OPEN, REVIEW, DONE})
KNOWN = frozenset({OPEN, REVIEW, DONE})


@dataclass(frozen=True, slots=True)
class Cue:
    """One row: an act and what speaks for it."""

    act: Act
    says: Phrases
    where: frozenset[str]
    most: int = 99  # words
    unless: Phrases | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """An act found in a clause."""

    act: Act
    clause: Clause


def acts_in(clauses: tuple[Clause, ...], where: str) -> tuple[Done, ...]:
    """The sure acts of these clauses, one a clause at the most, in their order."""
    found = ((clause, act_of(clause.text, where)) for clause in clauses)
    return tuple(Done(act, clause) for clause, act in found if act)


@remembered
def act_of(text: str, where: str) -> Act | None:
    """The act that a clause surely is at this point; None when it may be anything else."""
    return next(iter(_acts_of(text, where)), None)


def _acts_of(text: str, where: str) -> Iterator[Act]:
    plain = normalise(text)
    length = sum(word.text not in MARKS for word in plain.words)
    for cue in CUES:
        if where in cue.where and length <= cue.most and _speaks(cue, plain):
            yield cue.act
    if _THANKING.fullmatch(text):
        yield Act.THANKS
    if kind := NOISE_ACTS.get(noise_of(text) or Noise.EMPTY):
        yield kind


def _speaks(cue: Cue, plain: Normal) -> bool:
    if not cue.says.search(plain):
        return False
    return cue.unless is None or not cue.unless.search(plain)


_THANKING = re.compile(
    r"[\s\U0001F64F\U0001F44D\U0001F44C\u2764\uFE0F\U0001F60A\U0001F3FB-\U0001F3FF]+"
)
NOISE_ACTS = {
    Noise.GREETING: Act.GREET,
    Noise.THANKS: Act.THANKS,
    Noise.ABUSE: Act.ANGER,
    Noise.TEST: Act.NOISE,
    Noise.CHAIN: Act.NOISE,
    Noise.SPAM: Act.NOISE,
    Noise.PUNCTUATION: Act.NOISE,
}

# --- words of the rows -----------------------------------------------------------------------

_I = (
    r"(?:saya|aku|kami|kita|gw|gue|gua|ane|beta|sa|ulun|tiang|abdi|inyong|ambo|awak|denai|kulo|kula|"
    r"lon|katong|i|me)"
)
_LET = (
    r"(?:(?:tolong|mohon|minta|harap|saya|aku|kami|mau|ingin|pengen|hendak|handak|bisa|boleh|please|"
    r"can|could|"
    r"you|sudah|ya|eh|maaf|oke|ok|kalau begitu|kalau gitu|biar|lebih baik|mending|pak|bu|min|kak|bang|"
    r"want|to|"
    r"i|beta|sa|gw|gue|gua) )*"
)
_JUST = (
    r"(?: (?:saja|aja|ja|deh|dah|lah|ya|pak|bu|min|kak|bang|mas|mbak|bapak|ibu|dulu|be|bae|baen|haja|"
    r"wae|mawon|weh))*"
)
_REPORT = (
    r"(?:laporan|lapor|laporannya|laporanku|laporin|aduan|aduannya|pengaduan|pengaduannya|report|pengaduanku|"
    r"aduanku|complaint|keluhan|keluhannya|laporane)"
)
_UP_TO_2 = r"(?:[^\s.?!]+ ){0,2}?"
_UP_TO_4 = r"(?:[^\s.?!]+ ){0,4}?"
_SOMEBODY = (
    r"(?:petugas|petugasnya|orang|orangnya|staf|stafnya|staff|adminnya|orang kantor|pihak dinas|wong|"
    r"urang|tiyang|tiyange|tiyangipun|inspektorat|manusia|manusianya|admin|adminnya|operator|"
    r"operatornya|cs|"
    r"pegawai|pejabat|human|person|agent|somebody|someone|staff|officer|bapak yang \S+|yang "
    r"(?:mengurus|punya kuasa|"
    r"berwenang|bertanggung jawab))"
)
_NOT = (
    r"(?:tidak|tida|tir|son|gamau|kurang|tak|ndak|kada|kadada|ora|mboten|teu|henteu|sonde|tra|seng|"
    r"indak|dak|hana|nda|sing|kaga|kagak|not|don't|do not|dont|no)"
)
_NOT_KNOW = (
    r"(?:mengetahui|ku tahu|tahu|tau|hafal|hapal|apal|ingat|inget|paham|ngerti|mengerti|jelas|yakin|"
    r"ngarti|reti|ngertos|terang|tawang|thu|tahuan|eling|know|sure|remember)"
)
_THEY = (
    r"(?:lurah|camat|kades|kadus|petugas|pegawai|bupati|dinas|dia|mereka|dong|warga|polisi|guru|"
    r"kepsek|kepala|rt|rw|"
    r"sekdes|pemerintah|pln|pdam|kontraktor|de|orang-orang|anak-anak|murid)"
)
_FIXED = (
    r"(?:beres|selesai|bagus|diperbaiki|dibenerin|dibenahi|dibetulkan|dibetulin|dibenarkan|normal|"
    r"lancar|nyala|"
    r"menyala|hidup|mengalir|ngalir|jalan|diangkut|aman|ditambal|cair|kelar|teratasi|rampung|tuntas|"
    r"dicor|diaspal|"
    r"diganti|dipasang|dibersihkan|dikeruk|terang|keluar|baik|dibangun|ditutup|oke|ok|fixed|repaired|"
    r"solved|working|"
    r"dibayar|tertangani|berfungsi|bersih|bersihan|barasiah|keangkut|terangkut|diangkat|diambil|mili|"
    r"murub|bae|bagus|waras|pulih|tersambung|ditangani|dikerjakan|didandani|apik|dandos|ngocor|hurung|"
    r"dibuka|diurus|dapat|jadi|surut|padam apinya|waras|sembuh|dikembalikan|diperbaikin|dibaikin|"
    r"dibersihin|diberesin|diangkutin|ditambalin|digantiin|dilas|dipadatkan)"
)
_ALREADY = (
    r"(?:sudah|su|lah|alah|wis|wes|sampun|suba|tos|atos|has been|is|been|already|got(?= (?:fixed|"
    r"repaired|solved|cleaned))|are|was|akhirnya)"
)
_HARMS = (
    r"(?:diapa-apakan|diapakan|diancam|dipersulit|dipecat|dimarahi|dicari|diparani|didatangi|ketahuan|"
    r"ketauan|"
    r"kena masalah|kenapa-kenapa|dibalas|disakiti|dipukuli|digebuki|dimusuhi|dikucilkan|disuspen|dicabut|"
    r"kehilangan pekerjaan|tidak aman|dilaporkan balik|dituntut|dimutasi|dipindah|disebar|bermasalah|dijauhi|"
    r"dikeluarkan|diusir|dendam|punished|in trouble|fired|evicted)"
)

_YES = (
    r"(?:ya|iya|iye|io|iyo|yo|yes|ok|oke|okey|okay|sip|siap|benar|bener|betul|leres|sampun|wis|sudah|"
    r"su|semua|semuanya|sedanten|"
    r"itu|nggih|injih|inggih|enggih|muhun|sumuhun|pisan|mangga|pas|cocok|sesuai|lanjut|lanjutkan|"
    r"kirim|kirimkan|kirimno|dikirim|"
    r"gas|gaskan|gaspol|payo|mari|silakan|silahkan|teruskan|diteruskan|dados|jua|saja|aja|sj|sa|lah|"
    r"dah|deh|pak|bu|bapak|ibu|min|kak|"
    r"mas|mbak|bang|bos|mama|bapa|komandan|looks|right|all|correct|please|send|it|that|is|good|fine|"
    r"setuju|mantap|bisa|dong|kok|ya|"
    r"sudah benar|langsung|datanya|isinya|data|isi|laporannya|laporan|saya|terima|kasih|,|!|\.)"
)

# --- the rows ------------------------------------------------------------------------------------

CUES: tuple[Cue, ...] = (
    Cue(
        Act.KEEP,
        Phrases(
            r"(?:\S+ ){0,3}?(?:tidak|gak|ga|nggak|ngga|ndak|enggak|batal|urung|sonde|tra|ora|teu) (?:jadi )?"
            r"(?:di)?(?:batal|batalkan|batalin|tarik|cabut|ditarik|dicabut|dibatalkan|mencabut|menarik)\S*"
            r"(?: \S+){0,8}",
            r"(?:\S+ ){0,3}?(?:jangan|ojo|ulah) (?:jadi |dulu )?(?:di)?(?:batal|batalkan|tarik|cabut|hapus|"
            r"tutup)\S*(?: \S+){0,8}",
            r"(?:\S+ ){0,3}?(?:lanjutkan|teruskan|lanjutin|dilanjutkan|diteruskan|lanjut) (?:saja |"
            r"aja |lagi |"
            r"dong |ya )?(?:laporan|laporannya|aduan|pengaduan|prosesnya)\S*(?: \S+){0,4}",
            r"(?:please )?(?:do not|don't|dont) (?:cancel|withdraw|close) (?:it|my report|this)(?: \S+){0,4}",
        ),
        SENT,
        most=14,
        unless=Phrases(
            r"\?|apa|kenapa|kapan|bagaimana|kalau|"
            r"(?:jangan|ojo|ulah|tidak usah|tidak perlu|tidak mau) (?:di)?(?:lanjut|terus)\S*"
        ),
    ),
    Cue(
        Act.UNSOLVED,
        Phrases(
            r"^(?:(?:eh|maaf|ternyata|pak|bu|min|kak|tapi|lho|loh|kok) )*(?:belum|blm|belom|durung|balom)"
            r"(?: (?:pak|bu|min|kak|beres|selesai|juga|kok|ini|itu))*(?: [,.])? (?:masih|tetap|air|"
            r"jalan|lampu|"
            r"sampah|petugas|dokter|cuma|baru|malah|beres|selesai)\S*(?: \S+){0,10}",
            r"^(?:(?:eh|maaf|pak|bu|min|kak|tapi) )*ternyata (?:belum|blm|masih)(?: [,.])?(?: \S+){0,10}",
            r"^(?:(?:eh|maaf|pak|bu|min|kak|tapi|yah|aduh|lho|kok|air|airnya|lampu|lampunya|listrik|"
            r"jalan|jalannya|"
            r"sampah|sampahnya|sekarang) )*(?:rusak|mati|mampet|bocor|banjir|macet|padam|menumpuk|"
            r"numpuk|kambuh|"
            r"berlubang) (?:lagi|lai|maneh|deui|again)(?: \S+){0,4}",
        ),
        SENT,
        most=14,
        unless=Phrases(
            r"\?|kabar\S*|jawaban|balasan|respon\S*|tanggapan|ditanggapi|dijawab|dibalas|kapan|ada yang|"
            r"beda|lain|juga"
        ),
    ),
    Cue(
        Act.CANCEL,
        Phrases(
            rf"^{_LET}(?:batal|batalkan|batalin|dibatalkan|dibatalin|membatalkan|cabut|dicabut|"
            rf"mencabut|cabutmi|tarik|"
            rf"ditarik|menarik|hapus|dihapus|apus|diapus|urungkan|cancel|withdraw|delete|drop)(?: kembali)?"
            rf"{_JUST} (?:it|my |the |semua )?{_REPORT}(?: (?:saya|ini|itu|nya|kami|tadi))?{_JUST}",
            rf"^{_LET}{_REPORT} {_UP_TO_4}(?:dibatalkan|batalkan|dicabut|cabut|ditarik|dihapus|"
            rf"ditutup|dihentikan) ?{_JUST}",
            r"^(?:tidak|gak|ga|nggak|enggak|kaga|kagak|seng|sonde|dak|ora|mboten|teu|kada) (?:usah |"
            r"perlu |sido |sios )?jadi"
            rf"(?: (?:lapor|melapor|ngelapor|dikirim|deh|dah|lah|laporan|laporannya|be))*{_JUST}",
            r"^(?:tidak|gak|ga|nggak|ndak|kaga|kagak|sonde|seng|ora|dak|gausah|gosah|tra) ?(?:usah|"
            r"perlu) (?:di)?(?:kirim|lapor|"
            r"laporkan|laporin|lanjut|lanjutkan|terus|teruskan|proses|benerin)\S*"
            + _JUST,
            rf"^gajadi{_JUST}|gausah dikirim{_JUST}|^(?:lupakan|lupain|abaikan){_JUST}|^{_LET}batal{_JUST}|^"
            rf"batalkan{_JUST}|batalin{_JUST}|^{_LET}(?:di)?(?:urungkan|stop|setop|hentikan){_JUST}|"
            rf"janganmi (?:di)?kirim",
            r"^(?:jangan|ojo|aja|ulah|jang) (?:jadi )?(?:di)?(?:kirim|laporkan|lanjutkan|teruskan|"
            r"proses)\S*(?! dulu)" + _JUST,
            r"^(?:sudah |su |ya |udah |oke |wis )+(?:lah |deh )*(?:tidak|tak|ga|gak|ndak|tra|son|"
            r"sonde|kaga|ora|tir) (?:usah|perlu)(?: (?:saja|aja|pak|bu|deh|lah|lagi|kak|dah|ya|"
            r"jadi))*$",
            r"^(?:\S+ ){0,6}?(?:saya|sa|sy|aku|beta|ane|gw|kami) (?:mau )?(?:tarik|cabut|batalkan|"
            r"batalin|mundur)(?: (?:saja|aja|ya|kembali|pak|bu|deh))*$",
            r"^(?:sa |saya |aku |ambo |eh |maaf |pak |kak |kaka )*(?:tidak|tida|indak|ngga|ndak|sonde|"
            r"seng|nggak|dak|kada|ora) jadi (?:me|ma|nge)?(?:lapor|malapor|melapor|ngelapor)(?: \S+)*",
            r"^(?:\S+ ){0,4}?(?:bermaksud |ingin |mau |hendak )?(?:membatalkan|mencabut|menarik) "
            r"(?:pengaduan|laporan|aduan)(?: \S+){0,3}|^buang (?:saja|sa)? ?(?:itu )?laporan(?: "
            r"\S+){0,3}|^(?:maaf )?salah (?:nomor|nomer|sambung)(?: maaf)?$",
            rf"^(?:\S+ ){{0,3}}?tarik (?:kembali |saja |balik )*(?:\S+ )?(?:itu |ini )?(?:laporan|aduan|"
            rf"pengaduan)\S*{_JUST}|^(?:yang |laporan )(?:tadi|kemarin) batal(?:kan)?{_JUST}|"
            rf"^hapus (?:semua(?:nya)?|saja){_JUST}|^gausah jadi{_JUST}|"
            rf"(?:tolong |mohon )?jangan di(?:lanjut|terus|proses)\S*{_JUST}",
            r"^(?:\S+ ){0,3}?(?:rasido|rasidho|ra sido|tong|ulah|janganmi|tra jadi|son jadi|sonde jadi|"
            r"indak jadi|"
            r"ndak jadi) (?:di)?(?:lapor|laporan|terus|lanjut|proses|kirim|kintun)\S*(?: \S+){0,6}|"
            r"(?:\S+ ){0,5}?batal (?:sa|su|be|bae|wae|mi|deh)$",
            r"^never ?mind|forget (?:it|about it)|(?:please )?(?:cancel|withdraw|delete) (?:it|this|"
            r"that|my report)|"
            r"ora sido|mboten sios|teu jadi|bolay|ulah diteruskeun|janganmi|dak jadi be",
        ),
        KNOWN,
        most=12,
        unless=Phrases(
            r"anonim\S*|rahasia\S*|carane|cara|jangan (?:dulu|di|ter)\S*batal|(?:sudah|pernah|sempat|"
            r"selalu|terus|di) "
            r"(?:di)?batal\S*|"
            r"(?:jadi|mau) lapor lagi|kirim dulu|bisakah|bisa (?:tidak|kah)|apakah|bagaimana|tidak jadi-jadi|"
            r"(?:ktp|kk|akta|sertifikat|bangunan|proyek|jalan|jembatan)\S* (?:saya )?(?:tidak|belum) "
            r"jadi|listrik|lampu"
        ),
    ),
    Cue(
        Act.HUMAN,
        Phrases(
            rf"{_LET}(?:bicara|berbicara|ngomong|ngobrol|omong|chat|chatting|ketemu|bertemu|talk|"
            rf"speak)(?: langsung)? "
            rf"(?:dengan|sama|sareng|karo|deng|ama|samo|ke|kepada|to|with)? ?(?:a |an |some )?(?:real "
            rf")?{_UP_TO_2}{_SOMEBODY}",
            rf"^{_LET}(?:hubungi|hubungin|kontak|wa|hub|sms|telepon|telpon|telp) "
            rf"(?:saya|aku|kami|sa|beta|gue|gw|ka|me)"
            rf"(?: (?:balik|kembali|langsung|segera|secepatnya|sekarang|lewat telepon))*{_JUST}"
            rf"(?: (?:secepatnya|segera|langsung|dong|please|kah|toh|pak|bu|min|kak))*$",
            rf"{_LET}(?:di)?(?:sambungkan|sambungin|hubungkan|hubungin|hubungi) (?:saya )?(?:ke |"
            rf"dengan |sama )?{_UP_TO_2}{_SOMEBODY}",
            rf"^(?:{_LET}|.* )(?:bisa|boleh|tolong|mau|minta|ingin|please|can you|mending|lebih baik|"
            rf"langsung) (?:di|saya |kami |aku )?(?:telepon|telpon|telfon|telp|tlp|nelpon|nelepon|"
            rf"call|vc)"
            rf"(?: saya| balik| aku| me| sj| ka| ki)*(?: {_SOMEBODY})?{_JUST}|^(?:telepon|telpon|telp|"
            rf"call) (?:saya|aku|me|sj|ka|ki|balik|saja){_JUST}",
            rf"(?:ada|adakah|mau|minta|kasih|beri|panggil|panggilkan|mana|butuh|perlu|cari|need|want) "
            rf"(?:saya )?(?:a |nomor )?"
            rf"(?:{_SOMEBODY}) (?:yang |untuk )?(?:{_UP_TO_2}(?:bisa|dapat|asli|langsung|saja|aja|"
            rf"beneran|bicara|telepon|"
            r"telpon|hubungi|dihubungi|ditelepon|ditelpon|jawab|membantu|bantu|lah|dong|please))",
            rf"(?:kasih|panggil|panggilkan|minta) (?:saya |aku )?{_SOMEBODY}{_JUST}|{_SOMEBODY} "
            rf"(?:saja|aja|please|dong)|"
            rf"(?:minta|kasih|kasi|bagi|ada) (?:saya |sa |sy |aku )?(?:nomor|no|nomer|kontak)(?: hp| "
            rf"wa| telepon)? (?:{_SOMEBODY}|pak camat|orang yang)\S*(?: \S+){{0,6}}",
            rf"(?:kasih|kasi|bisa ki kasih) sambung ke {_SOMEBODY}(?: \S+){{0,4}}|(?:someone|"
            rf"somebody) {_UP_TO_4}(?:call|phone|contact|speak|talk)(?: \S+){{0,5}}|call me(?: back)?|"
            rf"{_SOMEBODY} (?:telepon|telpon|hubungi|call) (?:saya|sy|aku|me|sa)(?: \S+){{0,4}}",
            rf"(?:panggil|panggilin|panggilkan)(?: \S+){{0,2}}? {_SOMEBODY}(?: \S+){{0,3}}|(?:ngomong|"
            rf"bicara|mangecek|berbicara) (?:langsung )?(?:kaliyan|jo|samo|sama|dengan|deng|karo) "
            rf"{_SOMEBODY}(?: \S+){{0,4}}|admin mana|"
            r"jangan (?:mesin|bot|robot|yang otomatis)(?: terus)?|human please|real person|^operator$",
            rf"(?:nomor|no|nomer) (?:telepon|telpon|telp|hp|wa|kontak)\S* (?:petugas|yang bisa|yang "
            rf"dapat|admin|kantor){_UP_TO_4}",
            r"(?:bisa|boleh|tolong|mau|dapat) (?:di|ki |ki yang |yang )?(?:telepon|telpon|telponka|"
            r"telfon)\S*(?: \S+){0,3}",
            rf"(?:ada |adakah )(?:yang )?{_UP_TO_2}(?:manusia|orang (?:beneran|asli|betulan))(?: \S+){{0,6}}|"
            rf"(?:di)?(?:angkat|jawab) (?:telepon|telpon|telponnya|teleponnya)\S*|"
            rf"(?:cerita|ceritakan|ngomong|bicara)(?: \S+){{0,2}} ke petugas(?: \S+){{0,4}}",
            rf"ada (?:manusia|orang)(?:nya)? (?:tidak|gak|ga|kaga|kah|ga sih|tidak sih|ora)|ada "
            rf"{_SOMEBODY} (?:tidak|gak|kah|kaga)",
        ),
        ANYWHERE,
        most=16,
        unless=Phrases(
            rf"(?:sudah|pernah|tadi|kemarin|susah|tidak (?:pernah|bisa|ada yang)|belum|selalu|ora|"
            rf"seng|tra) {_UP_TO_2}"
            r"(?:di)?(?:telepon|telpon|bicara|hubungi|sambung|ngomong|omong|nelepon)\S*|nomor telepon "
            r"(?:saya|lain|dinas|kantor)|"
            r"ditelepon tidak|ditelpon tidak|petugas(?:nya)? (?:datang|turun|nanti)|dihubungi orang|"
            r"bicara kasar|ini bot|robot apa|bot apa|"
            r"bot atau|robot atau|atau robot|apa robot|orang atau|orang apa"
        ),
    ),
    Cue(
        Act.ANONYMOUS,
        Phrases(
            rf"(?:(?:biar|biarlah|pakai|tulis|mau|pilih|jadi|sebagai|saya|aku|secara|kami|ya|ok|oke|"
            rf"lapor|stay|want to be|remain) )*"
            rf"(?:anonim|anonymous|anonymously|hamba allah|hamba tuhan|no name|nn|tanpa nama|tanpo "
            rf"jeneng|tanpa jeneng|tanpa ngaran){_JUST}",
            r"(?:nama|jeneng|nami|namo|ngaran|namaku|identitas|name)\S* (?:saya |sa |beta |aku |kami |"
            r"abdi )?(?:tolong |mohon )?(?:tidak usah|jangan|"
            r"gak usah|ga usah|tidak perlu|ora usah|tra usah|sonde usah|teu kedah|ndak usah|jang)(?: "
            r"(?:di|ikut)?\S+)?",
            r"(?:jangan|jang|jgn|ojo|ojok|aja|ulah|tidak usah|gak usah|ga usah|ndak usah|tidak perlu|"
            r"tra usah|sonde usah|ora usah|jgnmi|janganmi|"
            r"lebih nyaman|keluarkan) (?:sampai |pernah |kalau )?(?:di)?(?:sebut\S*|pakai|pake|"
            r"tulis\S*|cantum\S*|masuk\S*|ditulis)? ?(?:beta pung |pung )?"
            r"(?:nama|jeneng|namaku|nami|namo|identitas)\S*(?: (?:saya|aku|sa|beta|e|lah|dulu|ya|"
            r"tidak dicantumkan|dari situ))*",
            r"(?:nama|identitas|namanya|namaku)\S* (?:saya |sa )?(?:tidak|jangan|dihapus|hapus|"
            r"dihilangkan|keluarkan|kaluarkan) ?(?:dicantumkan|dimasukkan|ditulis|disebut|dipakai|"
            r"saja|aja|dari \S+)?(?: \S+){0,3}|(?:tidak|untuk tidak) mencantumkan (?:nama|"
            r"identitas)(?: \S+){0,4}|(?:bikin|buat|dibuat|kirim) tanpa nama|"
            r"(?:kaluarkan|keluarkan|hapus|hilangkan) (?:beta pung |saya punya |sa pu )?(?:nama|"
            r"identitas)\S*(?: \S+){0,4}",
            r"(?:do not|don't|dont|please don't) (?:use|write|put|mention|give|show) my name|take my "
            r"name out|leave my name out|without (?:my )?name|"
            r"keep me anonymous",
            r"(?:tulis|sebut|catat) (?:saja |aja )?(?:nama )?(?:\")?(?:hamba allah|warga|warga saja|"
            r"anonim|seorang warga|warga yang \S+ \S+)(?:\")?",
        ),
        KNOWN,
        most=16,
        unless=Phrases(
            r"\?|apakah|apa|bagaimana|boleh(?:kah)?|bisa(?:kah)?|kalau|grup|akun|surat|jalan tanpa "
            r"nama|bukan anonim|tidak (?:jadi |usah |mau |perlu )?anonim|"
            r"nama (?:jalan|desa|anak|nenek|ibu|dinas|sekolah|lengkap)|salah|nini|yang benar|harusnya"
        ),
    ),
    Cue(
        Act.AGREE,
        Phrases(
            rf"^(?:{_YES} )*{_YES}(?: (?:terima kasih|makasih|tuhan \S+ \S+|atas \S+))*$",
        ),
        frozenset({REVIEW}),
        most=12,
        unless=Phrases(
            r"\?|tidak|belum|bukan|jangan|tapi|salah|keliru|kurang|tambah\S*|ganti|ubah|dulu"
        ),
    ),
    Cue(
        Act.CONFIDENTIAL,
        Phrases(
            rf"{_LET}(?:di)?(?:rahasia|rahasiakan|rahasiain|sembunyikan|samarkan|rahasiakeun|"
            rf"confidential)(?: (?:nama|identitas|data)\S*)?"
            rf"(?: saya| aku)?{_JUST}",
            r"(?:nama|identitas|data|jeneng)\S* (?:saya )?(?:tolong |mohon )?(?:di)?(?:rahasiakan|"
            r"rahasiain|disamarkan|disembunyikan|dilindungi)" + _JUST,
            r"keep (?:it|my name|this) (?:confidential|secret|private)",
            r"(?:tolong |mohon |maaf |tapi |pak |bu )*(?:jangan|ojo|ulah) (?:sampai |pernah "
            r")?(?:di)?(?:kasih|"
            r"beri|bilang|bilang-bilang|bocor|bocorkan|sebar|sebarkan|umbar|buka)\S* ?(?:tahu |tau |ke )?"
            r"(?:\S+ ){0,2}?(?:nama|namaku|identitas|data|jeneng)\S*(?: \S+){0,5}",
            r"(?:tolong |mohon )?(?:nama|identitas)\S* (?:saya |aku )?jangan (?:sampai )?(?:bocor|diketahui|"
            r"ketahuan|disebar|dikasih)\S*(?: \S+){0,5}",
        ),
        KNOWN,
        most=9,
        unless=Phrases(
            r"\?|apakah|apa(?! pun\b)|^(?:bisa|boleh)|kah|kan|katanya|dijamin|terjamin|"
            r"tidak (?:di)?rahasia\S*|gak|nggak|"
            r"(?:di)?(?:rahasiakan|rahasiain|samarkan|sembunyikan|lindungi) (?:tidak|ora|sonde|tra)"
            r"(?: (?:pak|bu|min|kak|ya|mas|mbak|bang))*$"
        ),
    ),
    Cue(
        Act.SOLVED,
        Phrases(
            rf"{_ALREADY} {_UP_TO_2}{_FIXED}(?: (?:lagi|kembali|semua|kok|pak|bu|again|now|kemarin|"
            rf"tadi|warga|tukang|petugas|pekerja|sama|oleh|itu|ini)\S*)*",
            r"(?:tidak|ndak|gak|wis gak|sudah tidak) (?:jadi )?(?:rusak|mati|bocor|mampet|banjir|"
            r"macet|bau|padam) lagi",
            r"(?:alhamdulillah|akhirnya|syukurlah|puji tuhan) (?:\S+ ){0,3}?(?:sudah|su|wis|"
            r"lah)?(?:\S+ ){0,2}?(?:bersih|diangkat|keangkut|diangkut|beres|diperbaiki|nyala|mengalir|"
            r"selesai|jadi)(?: \S+){0,5}",
            r"(?:boleh|dapat|bisa) (?:ditutup|diselesaikan|dianggap selesai)(?: \S+){0,3}|it'?s "
            r"(?:fixed|solved|ok|fine|clean)(?: now)?(?: \S+){0,3}|(?:\S+ ){0,2}wis (?:mili|murub|"
            r"resik|bener|apik)(?: \S+){0,3}|(?:telah|sudah) (?:berfungsi|tertangani|normal)(?: "
            r"kembali)?(?: \S+){0,3}",
            r"(?:\S+ ){0,3}?(?:baikmi|bagusmi|beresmi|selesaimi|jadimi|hidupmi|menyalami|mengalirmi|terangmi|"
            r"la odi'|la terrang|la mare|la begus|su bae|su bagus|su jadi|su nyala|su menyala|su mengalir|"
            r"alah elok|lah elok|lah hiduik|lah rancak)(?: \S+){0,6}",
            r"beres(?: \S+){0,2}|(?:is|was|has been) (?:fixed|repaired|solved)|sudah aman|sudah beres|"
            r"sampun (?:rampung|dandos|sae)|wis (?:beres|apik|rampung)",
        ),
        KNOWN,
        most=14,
        unless=Phrases(
            r"(?:tidak|tak|ndak|gak|ga|nggak|ngga|enggak|kaga|kagak|sonde|tra|seng|ora|mboten|teu|"
            r"kada|jarang|"
            r"tidak pernah) (?:pernah |kunjung |juga )?(?:di|ke|ter)?\S*(?:angkut|angkat|perbaiki|"
            r"ambil|bersih\S*|"
            r"kerja\S*|benerin|tangani|nyala|hidup|ngalir|mengalir|jalan|keluar|dapat|bayar|selesai|beres)|"
            r"belum|tapi|padahal|katanya|\?|kapan|lagi rusak|rusak lagi|kalau|kapan-kapan|semoga|"
            r"harusnya|seharusnya|belom|durung|apa belum|"
            r"supaya|agar|biar|minta|mohon|tolong|tidak (?:beres|selesai|jadi)|setengah|cuma|hanya|"
            r"sebelah|tahun lalu sudah|dulu|pernah|tiap|"
            r"(?:lubang|jalan|jembatan|papan|kayu)\S* (?:sudah|wis) (?:jadi|keluar)|terus|malah|lapor|"
            r"laporkan|semakin|makin|bilang|bolak|bayar|sudah jalan \d|"
            r"jadi (?:korban|susah|sulit|takut|lumpur|kubangan)|keluar (?:air kotor|lumpur|cacing|"
            r"bau)|(?:yang|nang) (?:sudah|su)|balok|orang baik|benar|betul"
        ),
    ),
    Cue(
        Act.NEW,
        Phrases(
            r"(?:(?:eh|oh|ya|pak|bu|min|kak|bang|bos|saya|aku|mau|ingin|bisa|boleh|sekalian|ini|masih|"
            r"juga|juga mau|ulun|handak|beta|satu|bro|kita) )*"
            r"(?:lapor|melapor|laporan|malapor|ngelapor|ngadu|mengadu|pengaduan|aduan|report|laporkan|"
            r"mangadu)(?: (?:\S+ )?)?(?:lagi|satu lagi|lain|yang lain|baru|anyar|"
            r"maneh|malih|deui|lai|another|again|nang lain)(?: \S+){0,6}",
            r"(?:(?:eh|oh|ya|o|pak|bu|min|kak|bang|btw|dan|terus|iya|sekalian) )*(?:ada|punya|satu|1) "
            r"(?:lagi )?(?:satu |1 )?(?:masalah|laporan|pengaduan|aduan|keluhan|hal|problem|kasus|"
            r"persoalan) "
            r"(?:lagi|lain|yang lain|baru|juga)(?: \S+){0,4}",
            r"(?:(?:eh|oh|ya|o|pak|bu|min|kak|bang|btw|dan) )*ada (?:satu|1) lagi(?: (?:pak|bu|min|"
            r"kak|bang|nih|ni|ya|masalah|laporan|yang mau \S+))*|satu (?:lagi|lai) (?:bos|pak|bu|min|"
            r"kak)|"
            r"ada lagi(?: (?:pak|bu|min|kak|nih|masalah|yang mau (?:saya )?lapor\S*))+",
            r"(?:beda|lain) (?:kasus|masalah|soal|urusan|cerita|topik)(?: \S+){0,3}|(?:tapi )?bukan "
            r"soal \S+|lapor lagi|"
            r"another (?:problem|issue|report|thing|complaint)|(?:also )?(?:want|like) to report "
            r"(?:another|something else)|(?:mau )?(?:ngadu|mengadu) lain",
            r"^(?:(?:bang|pak|kang|mas|kaka|bu|min|sareng|bos) )*(?:ono maneh|wonten malih|aya deui|hiji "
            r"deui|"
            r"siji maneh|ade lagi|ada satu lai|satu lai|ado ciek lai|ado lai|bada pole|adapi lagi)(?: "
            r"\S+){0,12}",
            r"sekalian(?: (?:lapor|saya|ini|pak|bu|min|kak|mau|ngadu))*",
        ),
        KNOWN,
        most=22,
        unless=Phrases(
            r"sudah (?:lapor|saya lapor|mengadu|dilaporkan|beberapa kali|berkali-kali)\S*|pernah|"
            r"kemarin (?:lapor|mengadu)|kapok|\?|malas|orang lain|tetangga"
        ),
    ),
    Cue(
        Act.HURRY,
        Phrases(
            r"(?:tolong |mohon |yang |ayo |bisa )*(?:cepat|cepatan|cepatlah|cepetan|cepet|cepetlah|"
            r"buruan|buru|segera|segerakan|dicepetke|cepetke|dicepetno|dipercepat|percepat|dipercepatkan|gercep|lekas|lakasi|"
            r"gancang|gage|"
            r"enggal|gelisang|ndang|hurry|urgent|asap)(?: \S+){0,7}",
            r"(?:kok|kenapa|ko|kenapa kok|mengapa) (?:masih )?(?:lama|belum|lambat|blm|ga ada|tidak "
            r"ada|gak ada|lelet|lemot|suwe)(?: \S+){0,7}",
            r"(?:sudah )?(?:lama|lambat|suwe|lelet|lawas)(?:nya)? (?:sekali|banget|bgt|amat|betul|"
            r"nian|kali|pisan|tenan|temen|banar|bene?r)(?: \S+){0,5}",
            r"(?:sampai|sampe|hingga) (?:sekarang|hari ini|saat ini|kapan|skrg)(?: \S+){0,9}",
            r"(?:belum|belom|blm|durung|teu acan|balom|bolom)(?: juga)?(?: ada)?(?: yang| sing| nu| "
            r"orang| org)? (?:datang|teko|teka|dateng|turun|kabar|respon|tindakan|ditangani|"
            r"dikerjakan|diperbaiki|ditindak\S*|gerak|"
            r"apa-apa|jawaban|muncul|diproses|ono sing|perubahan|kelihatan|nongol)(?: \S+){0,6}",
            r"(?:mana|katanya) (?:katanya |janjinya |janji |mau )?(?:mau )?(?:datang|cek|diperbaiki|"
            r"turun|petugas\S*|orangnya)(?: \S+){0,9}",
            r"^(?:tolong |mohon |please |pak |bu |min |kak |ya )*(?:jangan|ojo|ulah|jang) (?:cuma |hanya |"
            r"sampai |terus |di)*(?:(?:diam|biar|abai|lupa|cuek|gantung)(?:kan|in)|baca|tumpuk)"
            r"(?: (?:laporan\S*|aduan\S*|pengaduan\S*|saya|kami|ini|itu|begitu|begini|saja|terus|dong|"
            r"ya|pak|bu|min|kak|lagi|doang))*$",
            r"(?:keburu|menunggu|tunggu|nunggu|harus nunggu|jangan tunggu) (?:ada )?(?:yang |orang "
            r")?(?:mati|korban|jatuh|hancur|roboh|mati dulu|korban dulu)(?: \S+){0,5}",
            r"(?:sudah )?(?:berapa lama|sampai kapan) (?:kami|saya|lagi|harus|nunggu|menunggu)(?: "
            r"\S+){0,5}|still (?:waiting|nothing|no)(?: \S+){0,5}|no ?(?:body|one) (?:has "
            r")?c[oa]me(?: \S+){0,4}",
            r"(?:sudah )?(?:\d+|dua|tiga|empat|lima|satu|se)? ?(?:hari|minggu|bulan|seminggu|sebulan) "
            r"(?:kok |ini |lebih |lewat )?(?:belum|tidak ada|gak ada|kaga ada|ga ada|tidak) (?:juga "
            r")?(?:ada )?(?:kabar|respon|yang|tindakan|apa-apa|dikabari)(?: \S+){0,5}",
        ),
        SENT,
        most=18,
        unless=Phrases(
            r"terima kasih (?:atas|banyak)|tambah\S*|cara|lapor lagi|(?:sudah|su|wis) \S+ (?:\S+ "
            r")?(?:belum|apa belum|balom|blm)"
        ),
    ),
    Cue(
        Act.STATUS,
        Phrases(
            r"(?:yang|nu|sing|my) (?:dulu|lama|kemarin|bulan lalu|terdahulu|pertama|kamari|last) "
            r"(?:\S+ ){0,4}?(?:bagaimana|gimana|gmn|sudah|kumaha|sampai mana|diproses|ditanggapi)(?: "
            r"\S+){0,5}",
            r"(?:sudah |su |udah |wis |lah )?(?:sampai|nyampe|sampe|tekan|dugi|tiba) (?:di )?(?:mana|"
            r"ngendi|pundi|mano)(?: \S+){0,4}",
            rf"(?:perkembangan|kabar|kelanjutan|progres|progress|nasib|update|tindak lanjut|hasil|"
            rf"kabare|news|status)\S* {_UP_TO_4}(?:{_REPORT}|jembatan|jalan|"
            r"lampu|air|nya|dari|of|about|on)?\S*(?: \S+){0,6}",
            rf"(?:bagaimana|gimana|gmn|piye|kumaha|kepriwe|kaya apa|cak mano|pakiban|apa|mana|how is|"
            rf"how about|what about|engken) (?:kabar\S* |dengan |nasib \S*|itu |about )?"
            rf"(?:{_REPORT}|perkembangan\S*|tindak lanjut\S*|kelanjutan\S*|hasil\S*|jembatan\S*|"
            rf"pengaduan\S*)(?: \S+){{0,6}}",
            rf"{_REPORT} {_UP_TO_4}(?:sampai mana|bagaimana|gimana|gmn|piye|kumaha|masih di mana|"
            rf"sudah di mana|dimana|belum|apa kabar|kabarnya|on progress|ada hasil|kapan)(?: "
            rf"\S+){{0,5}}",
            r"(?:sudah|su|udah|wis) (?:ada )?(?:di)?(?:proses|tindaklanjuti|tindak lanjuti|tanggapi|"
            r"baca|dibaca|balas|jawab|respon|kerjakan|kerjain|teruskan|cek|terima|sampai|ada balasan|"
            r"balasan|"
            rf"jawaban|hasil|kabar|tanggapan|tindakan|diproses|dikerjakan|ditangani|urus|diurus|"
            rf"masuk)\S* {_UP_TO_4}(?:belum|balom|apa belum|blm|belom|\?|tidak|ko belum|durung|to)(?: "
            rf"\S+){{0,4}}",
            r"(?:belum|blm) (?:ada )?(?:kabar|balasan|jawaban|tanggapan|respon)\S* (?:ya|kah|\?)|"
            r"(?:ada|any) (?:kabar|balasan|update|news|jawaban|perkembangan|progress)\S*(?: \S+){0,6}",
            r"(?:kapan|bila|pidan|iraha|when) (?:mau |akan |jadi |bisa |will |is |be )*(?:di\S+|"
            r"datang|selesai|beres|turun|jadi|mulai|ada|it|they|fixed)(?: \S+){0,4}",
            rf"(?:mau |ingin |bisa |cara )?(?:tanya|menanyakan|nanya|cek|tanyakan|cek status|check) "
            rf"(?:tentang |soal |status )?(?:perkembangan |kabar |status )?{_REPORT}(?: \S+){{0,6}}",
            r"(?:mana|ndi|mano) (?:hasil|kabar|jawaban|janji)\S*(?: \S+){0,3}",
            rf"{_REPORT} {_UP_TO_4}(?:su |sudah |udeh )?(?:karmana|pripun|bagaimana|gimana|gmn|nyampe "
            rf"mana|sampe mana|apa kabar)(?: \S+){{0,4}}|(?:pripun|karmana|gimana|bagaimana|piye|"
            rf"kumaha|kepriwe|pakiban|engken) (?:(?:pak|bu|min|kak|mas|mbak|bang|kang|teh|bos|om|"
            rf"bapak|ibu) )*{_REPORT}(?: \S+){{0,4}}",
            r"(?:apa |apakah )?(?:sudah|su) (?:ada )?(?:ditangani|ditanggapi|ditugaskan|dijawab|"
            r"jawaban|tersambung|dibaca)(?: \S+){0,4} ?(?:belum|apa belum|ka|kah|\?)?|hari ini ada "
            r"yang datang (?:tidak|gak|kah)(?: \S+){0,2}|what happened to (?:my|the)(?: \S+){0,4}|has "
            r"any ?(?:body|one)(?: \S+){0,6}",
            rf"{_REPORT} {_UP_TO_4}(?:dipegang|ditangani|di tangan|diurus|dipegang oleh|dikirim ke|"
            rf"diteruskan ke) (?:siapa|kantor mana|dinas mana|bagian mana|mana)(?: \S+){{0,3}}",
        ),
        SENT,
        most=18,
        unless=Phrases(
            r"buka jam|bulan depan jadi|cara lapor|mau lapor|lapor lagi|batal\S*|tambah\S*|cabut"
        ),
    ),
    Cue(
        Act.FIX,
        Phrases(
            r"(?:\S+ ){0,2}?(?:ralat|koreksi|correction|salah ketik|salah tulis|salah sebut|salah "
            r"omong|salah kirim alamat|typo)(?: \S+)*",
            r"(?:yang |nang )?(?:nomor|no|nomer|number) (?:\d|satu|dua|tiga|empat|lima) (?:\S+ "
            r"){0,4}?(?:salah|keliru|kurang|bukan|ganti|wrong|kada pas|beda)(?: \S+)*",
            r"(?:\S+ ){0,4}?(?:salah|keliru|bukan \S+|bukan \S+ \S+|is wrong|lepat) (?:\S+ ){0,3}?, "
            r"?(?:yang benar|harusnya|seharusnya|mestinya|yang betul|it|tapi|melainkan)(?: \S+)*",
            r"(?:\S+ ){0,3}?(?:tadi|kemarin) (?:saya|aku|beta) (?:bilang|tulis|ketik|sebut)(?: \S+)* "
            r"(?:ternyata|padahal|maaf|yang benar|yang betul)(?: \S+)*",
            r"^(?:eh |maaf |pak |bu |min |kak |ralat )+bukan (?:\S+ ){1,5}?, .*|^bukan (?:\S+ "
            r"){1,4}?(?:ding|deng|pak|kak|mas|min|bang|hapunten) ?,? .*",
            r"(?:eh |maaf |pak |min |ding )*bukan (?:\S+ ){1,4}?(?:, )?(?:tapi|melainkan|but) \S+(?: "
            r"\S+)*|(?:maksud saya|maksudnya|maksudku|maksud aku|maksud ulun) (?:itu |adalah )?\S+(?: "
            r"\S+)*",
            r"(?:tolong |bisa |mohon )*(?:di)?(?:ganti|ubah|rubah) (?:\S+ ){0,3}?(?:jadi|menjadi|ke|"
            r"dengan)(?: \S+)+",
            r"(?:\S+ ){0,5}?(?:rt|rw) (?:\S+ ){0,8}?(?:kebalik|terbalik|kewalik|kabalik|tabalik|tertukar|"
            r"ketuker|"
            r"ketukar|kebalek)(?: \S+){0,4}|(?:\S+ ){0,2}?(?:kebalik|terbalik|kewalik|kabalik|tertukar|"
            r"ketuker|"
            r"ketukar) (?:\S+ ){0,4}?(?:rt|rw)(?: \S+){0,6}",
            r"(?:\S+ ){1,5}?bukan (?:di )?(?:situ|sana|begitu) , (?:\S+ ?)+|(?:eh|maaf|pak) (?:pak "
            r")?salah ,(?: \S+)+",
        ),
        KNOWN,
        most=24,
        unless=Phrases(
            r"\?|bukan cuma|bukan hanya|bukan main|salah satu|siapa yang salah|salah apa|tidak salah"
        ),
    ),
    Cue(
        Act.UNKNOWN,
        Phrases(
            rf"{_NOT} {_NOT_KNOW}(?: \S+){{0,8}}|(?:kurang|belum) (?:tahu|paham|hafal|hapal|yakin|"
            rf"jelas|ngerti|pasti)(?: \S+){{0,8}}",
            r"(?:saya |sy |aku |maaf |aduh |waduh |duh |udah |sudah )*(?:lupa|kelupaan|kesupen|poho|"
            r"hilap)(?: \S+){0,5}|(?:embuh|mbuh|entah|entahlah|duka|teuing|no idea|auk)(?: \S+){0,4}",
            r"(?:saya |sy |aku )?bukan (?:orang|warga|penduduk|asli) (?:situ|sini|sana|asli)(?: "
            r"\S+){0,4}|(?:orang )?(?:perantau|pendatang|perantauan)(?: \S+){0,3}",
            r"(?:\S+ ){0,3}(?:tidak|gak|ga|belum|kadada|ora|sing) (?:ada|punya|pakai|duwe|gaduh) "
            r"(?:nama|nomor|nomer|ngaran|jeneng|no)\S*(?: \S+){0,4}",
            r"(?:(?:nama|nomor|no) )?(?:rumah|jalan)\S* (?:tidak|gak|ga) (?:ada|punya)(?: \S+){0,5}",
            r"(?:i|we) (?:do not|don't|dont) (?:know|remember)(?: \S+){0,8}|not sure(?: \S+){0,4}",
            r"(?:kan |ya |lah |ih )*(?:sudah |su |sudahmi |tadi |kan )+(?:saya |"
            r"kami |aku |beta |gua |di|ku|tak |sudahmi )*(?:bilang|sebut|tulis|ketik|sampaikan|kasih "
            r"tahu|kubilang|ngomong)(?: \S+){0,6}",
            r"(?:saya |sy |aku )?(?:bingung|lali|ntah|entah lah|auk ah)(?: \S+){0,6}|(?:nda|tidak|ga|"
            r"gak|tida) ku (?:tahu|tau)(?: \S+){0,5}|not sure(?: \S+){0,5}",
            r"(?:ya )?(?:di |nang |ning )?(?:kampung|desa|tempat|daerah|rumah|lingkungan|gang|dusun|"
            r"wilayah|sini|situ|jalan)(?: (?:saya|kami|sini|situ|kita|aku|ini|itu|beta|abdi))+",
        ),
        frozenset({OPEN}),
        most=14,
        unless=Phrases(
            rf"{_THEY} {_UP_TO_2}{_NOT} {_NOT_KNOW}|{_NOT} {_NOT_KNOW} (?:harus|mau|sampai|kenapa|"
            rf"apa-apa|malu|diri|terima kasih|kalau|lagi)|\?"
        ),
    ),
    Cue(
        Act.FEAR,
        Phrases(
            rf"(?:saya |kami |aku |sa |beta )*(?:takut|takutka|takutnya|wedi|sieun|ajrih|khawatir|"
            rf"cemas|ngeri|afraid|scared|jerih|pusang)(?: \S+){{0,5}}? {_HARMS}(?: \S+){{0,8}}",
            rf"(?:nanti|mengko|engkok|ntar|engke|nanti bisa|bisa|kalau|kalo) (?:\S+ "
            rf"){{0,3}}?{_HARMS}(?: \S+){{0,6}}",
            r"(?:takut|wedi|sieun|takutka|ajrih|takutnya|takok|takuik)(?: (?:kaula|kaka|ambo|pak|bu|ah|"
            r"kak|saya|min|sebut|nyebut|e|"
            r"sama|karo|ama|nanti|kalau|mas|bilang|kampungku|tau|tahu|mengko|ketauan))+(?: \S+){0,6}",
            r"(?:nanti|ntar|mengko) (?:\S+ ){0,2}?(?:tahu|tau|ngerti|nyaho) (?:saya|beta|aku|yang "
            r"lapor|sing lapor|siapa)(?: \S+){0,4}",
        ),
        DRAFT,
        most=18,
        unless=Phrases(
            r"(?:warga|orang|anak-anak|anak|murid|ibu-ibu|tetangga|penumpang|pengendara|siswa) (?:\S+ "
            r")?takut|(?:lewat|hujan|malam|jatuh|roboh|banjir|korban|longsor|menyeberang|nyebrang|"
            r"tertimpa|ambruk|kecelakaan|sekolah|jiwa|gelap|kontrak habis)"
        ),
    ),
    Cue(
        Act.FEAR,
        Phrases(
            r"^(?:\S+ ){0,8}?(?:jangan|ojo|ulah|jang|aja) (?:dulu )?(?:di)?(?:tindaklanjuti|tindak "
            r"lanjuti|proses|"
            r"teruskan|sampaikan|kirim|kirimkan|lanjutkan|datangi|umumkan|sebarkan|tindak)\S*"
            r"(?: \S+){0,3}? (?:dulu|dahulu|disik|heula)(?: \S+){0,8}",
            r"^(?:\S+ ){0,6}?(?:saya|sy|kami|aku|sa|beta|ane|kulo|abdi|awak|ambo) "
            r"(?:jadi |masih |sangat |mulai |agak |sebenarnya |sebetulnya )*(?:takut|takutka|wedi|sieun|"
            r"ajrih|"
            r"khawatir|cemas|was-was|takuik|ngeri)(?: \S+){0,10}",
            r"^(?:tapi |jujur |pak |bu |min |kak |aduh |duh )*(?:takut|takutka|wedi|sieun|ajrih|was-was)"
            r"(?: \S+){0,8}",
        ),
        SENT,
        most=18,
        unless=Phrases(
            r"\?|anak\S*|(?:warga|orang|murid|ibu-ibu|tetangga|penumpang|siswa) (?:\S+ )?takut|(?:lewat|"
            r"hujan|"
            r"malam|jatuh|roboh|banjir|korban|longsor|menyeberang|tertimpa|ambruk|kecelakaan|jiwa|gelap|putus|"
            r"hanyut|terbakar|meledak|sakit|tumbang|rusak|parah|tambah|makin)"
        ),
    ),
    Cue(
        Act.REFUSE,
        Phrases(
            rf"(?:saya |maaf |sy |kami |aku |sa )*(?:{_NOT}|moh|emoh|ogah|wegah|embung|alim|males|"
            rf"malas) ?(?:mau|berani|usah|bisa|enak|ingin|hoyong|arep|purun|perlu|boleh|gelem|handak|"
            rf"want to|nyaman|akan|rek)? ?"
            r"(?:saya |aku |untuk )?(?:sebut|nyebut|menyebut|kasih|ngasih|kasi|bilang|tulis|isi|jawab|"
            r"beri|memberi|menyebutkan|cerita|nyebat|balas|say|give|sebutkan|cantumkan|nyebutno|"
            r"nyebutin)\S*(?: \S+){0,9}",
            r"(?:saya |maaf |sy |kami |aku |ya )*(?:tidak|gak|ga|nggak|ndak|kaga|kagak|sonde|seng|ora|"
            r"moh|emoh|teu|embung|tra) (?:mau|gelem|hoyong|purun|bersedia|berkenan|handak|ah)(?: "
            r"(?:ah|lah|pak|bu|kak|min|deh))*",
            r"ogah(?: \S+){0,2}|emoh(?: \S+){0,2}|(?:i )?(?:would|'d)? ?rather not(?: say)?(?: "
            r"\S+){0,8}|i'd rather not(?: \S+){0,8}|prefer not(?: \S+){0,4}",
            r"(?:saya |maaf |tapi )*(?:keberatan|tidak bersedia|gamau|tidak berkenan)(?: \S+){0,8}|"
            r"(?:no|sorry) , (?:i )?(?:won't|will not|don't want)(?: \S+){0,6}|(?:tidak|ga|gak|tdk) "
            r"usah (?:tahu|tau)(?: \S+){0,6}",
            r"privasi(?: \S+){0,4}|(?:itu )?(?:data )?pribadi(?: \S+){0,4}|ojo(?:k)? takon(?: "
            r"\S+){0,4}|jangan tanya(?: \S+){0,4}",
            r"(?:tidak|gak|ga|ndak|tra|sonde) usah (?:pakai |pake |pakek )?(?:nama|alamat|lokasi|"
            r"tempat|nomor|ktp|nik)\S*(?: \S+){0,6}",
        ),
        DRAFT,
        most=18,
        unless=Phrases(r"\?|mereka|petugasnya|dia|polisi|dinas|karena tidak mau bayar"),
    ),
    Cue(
        Act.WAIT,
        Phrases(
            r"(?:(?:maaf|eh|oh|oke|ok|ya|iya|pak|bu|min|kak|mas|bang|waduh|sik|kak) )*(?:tunggu|"
            r"sebentar|bentar|bntr|sbntr|btr|bentaran|sekedap|sekedhap|sakedap|antosan|antos|dagoan|"
            r"sek|sik|hold on|wait|just a moment|one moment|"
            r"tar|ntar|sabar|sakejap|satumat|malu)(?: \S+){0,9}",
            r"(?:nanti|ntar|besok|mengko|mangke|engke|isuk|sebentar lagi|malam nanti|later|nanti "
            r"malam|nanti sore) (?:dulu|saja|aja|ya|sj|malam|sore|siang|pak|kak|bu|min|deh)*(?: "
            r"?(?:saya|kami|aku|gw|gue|sa|i|beta|tak|ulun|abdi|kita))? ?"
            r"(?:lanjut\S*|sambung\S*|kirim\S*|tanya\S*|cari\S*|lihat\S*|cek\S*|hubungi\S*|kabari\S*|"
            r"jawab\S*|balas\S*|isi\S*|lanjutkan|terus\S*|will\S*|dulu|saja|aja|ya|sj)(?: \S+){0,6}",
            r"(?:saya |sy |aku |gw |gue |gua |maaf )*(?:lagi|lg|masih|sedang|nuju) (?:di jalan|kerja|"
            r"bawa motor|bawa mobil|nyetir|nyupir|masak|rapat|sibuk|mandi|sholat|shalat|salat|makan|"
            r"jualan|di sawah|di kebun|di pasar|ngajar|"
            r"antar\S*|nganter\S*|cas hp|naik motor)(?: \S+){0,6}",
            r"(?:jangan|aja|ojo) (?:di)?(?:kirim|tutup)(?: \S+)? dulu(?: \S+){0,5}|(?:baterai|batre|"
            r"batrei|hp|sinyal) (?:mau |sudah |hampir )?(?:habis|mati|lemah|jelek|lowbat|low|hilang|"
            r"merah)(?: \S+){0,6}",
            r"(?:tahan|belum|tunda|pending) dulu(?: \S+){0,8}|(?:sbentar|sebentar|one sec|just a sec|"
            r"otw|on the way|dulu e)(?: \S+){0,8}|(?:sore|malam|siang|besok|nanti) baru (?:saya|sy|"
            r"aku|sa)(?: \S+){0,5}|let me (?:check|ask|see)(?: \S+){0,4}",
            r"(?:anak|bayi|tamu) (?:saya )?(?:nangis|rewel|datang|bangun)(?: \S+){0,3}",
        ),
        ANYWHERE,
        most=13,
        unless=Phrases(
            r"\?|kalau|bisa (?:di\S+|tidak)|tunggu (?:apa|sampai|ada|berapa)|nunggu|menunggu|(?:sudah|"
            r"lama|disuruh|harus|cape|capek) (?:di)?tunggu|ketuban|kapan"
        ),
    ),
    Cue(
        Act.ANGER,
        Phrases(
            r"(?:\S+ ){0,4}?(?:bodoh|bego|goblok|goblog|tolol|dungu|idiot|kampret|bangsat|brengsek|"
            r"bajingan|kepo|stupid|useless|dumb|bloon|odong-odong|sialan|jancok|jancuk|anjing|anjir|"
            r"tai|tae|asu|botol|bacot|monyet|setan)(?: \S+){0,8}",
            r"(?:\S+ ){0,3}?(?:tanya|nanya|takon|nanya-nanya|tanya-tanya|naros|tanya apa) (?:terus|"
            r"mulu|melulu|doang|wae|lagi|lagi-lagi|melulu)(?: \S+){0,5}|banyak (?:tanya|nanya|cakap|"
            r"omong)(?: \S+){0,3}",
            r"(?:ribet|ruwet|repot|bertele-tele|muter-muter|mutar-mutar|muter|lelet|lemot|percuma|"
            r"tidak guna|gak guna|tidak becus|gak becus|cape|capek|males|malas|kesel|kesal|emosi|"
            r"sebel|jengkel|bosan|pusing)"
            r"(?: (?:sekali|banget|amat|deh|dah|ah|saya|aku|gue|gw|jadinya|kali|lah|sih|ngetik\S*|"
            r"ngomong\S*|baca\S*|jawab\S*|sama|ini|bot|robot|mesin|template|dari tadi|doang|"
            r"betul))+(?: \S+){0,4}",
            r"(?:\S+ ){0,3}?(?:percuma|kecewa|memalukan|dipersulit|berbelit-belit|berbelit|janji "
            r"doang|omong kosong|kurang ajar|tipu|tukang tipu|penipu semua|tidak becus|ga becus|gagal "
            r"total|tai|taik|bohong semua|tidak ada gunanya|"
            r"capek nunggu|cape nunggu|dipermainkan|pusing kepala|gaji buta)(?: \S+){0,6}",
            r"ya elah|yaelah|alah|halah|(?:lama|panjang) (?:sekali|banget|amat) (?:prosesnya|ini|sih|"
            r"pertanyaannya|formnya|tanya\S*)(?: \S+){0,5}|(?:makan|dasar) (?:gaji buta|omdo|bot|"
            r"pemalas|penipu|maling|koruptor|"
            r"mesin|pemerintah)(?: \S+){0,4}",
            r"^(?:kalian|kamu|lu|min|admin|bot|robot|petugas|petugasnya|dinas|pemerintah|pegawai) "
            r"(?:(?:ini|itu|semua|lambat|lelet|lama|lemot|sekali|banget|nanya-nanya|tanya-tanya|tanya|nanya|"
            r"terus|memang|selalu|malas|cuma) )*(?:bikin|buat|gawe) "
            r"(?:kesal|kesel|emosi|jengkel|muak|gregetan|naik darah|"
            r"sakit hati|mangkel)(?: \S+){0,3}",
            r"(?:kerja|kalian|lu|kamu) (?:apa )?(?:tidur|ngapain|becus|omdo)(?: \S+){0,5}|gak niat(?: "
            r"\S+){0,3}|php(?: \S+){0,2}|bohong(?: \S+){0,2}",
        ),
        KNOWN,
        most=9,
        unless=Phrases(
            r"anjing (?:liar|gila|rabies|tetangga|yang|gigit|menggigit|galak)|gigit\S*|kotoran|jatuh|"
            r"mati (?:lampu|listrik|air)|sampah|jalan|jembatan|lubang"
        ),
    ),
    Cue(
        Act.THANKS,
        Phrases(
            r"(?:\S+ ){0,3}?(?:terima kasih|terimakasih|matur nuwun|matur suwun|nuwun|suwun|hatur "
            r"nuhun|nuhun|suksma|mauliate|tarima kasih|tarimo kasih|teurimong gaseh|thank you|thanks|"
            r"thx|trims|syukron|makasi\S*|tengkyu)(?: \S+){0,9}",
            r"(?:siap|oke|ok|baik|baiklah|sip|mantap|noted|okey|okay|nggih|injih|iya|alhamdulillah|"
            r"puji tuhan|amin)(?: (?:siap|pak|bu|kak|min|bang|bos|mas|mbak|bapak|ibu|saya|tunggu|kami|"
            r"oke|ok|baik|sip|deh|lah|sudah|komandan|ya|ditunggu|kabarnya))*",
            r"(?:\S+ ){0,3}?(?:trima kasih|terima kasi|tarima kasih|danke|really appreciate|"
            r"appreciate it|maturnuwun|tq|thx)(?: \S+){0,6}",
            r"(?:semoga|tuhan|gusti|moga|allah|mugi\S*) (?:\S+ ){0,3}?(?:sehat|berkah|berkat\S*|balas|"
            r"membalas|lancar|sukses|jaga|memberkati|lindungi|amanah)(?: \S+){0,6}",
        ),
        KNOWN,
        most=12,
        unless=Phrases(r"\?|tapi|belum|tidak|kapan|tolong|lagi|tambah\S*|mana"),
    ),
    Cue(
        Act.GREET,
        Phrases(
            r"^(?:(?:halo|hai|hi|hello|oi|oe|woi|tabe|tabea|tabik|tabek|"
            r"salam|permisi|punten|horas|om swastiastu|om swastyastu|syalom|"
            r"shalom|assalamualaikum|assalamu'alaikum|rahayu|sugeng (?:enjing|siang|siyang|sonten|"
            r"dalu)|hallo|apa kabar|apa kabarnya|kulo nuwun|kulonuwun|selamat|met|good|p) "
            r"?)+(?:(?:pagi|siang|sore|malam|morning|evening|afternoon|"
            r"wr|wb|warahmatullah\S*|wabarakatuh\S*|bah|kak|kakak|kakaknya|pak|bu|min|admin|bapak|ibu|"
            r"mama|bapa|bang|mas|mbak|semua|pian|bos|sudara|hari|senin|jumat|tuhan|berkati|sejahtera|"
            r"untuk|kita|jaga|teh|a|kang|tiang|malih|p|om|tante|kaka|rambu|umbu|mamak|papa|,) ?)*$",
            r"^(?:pagi|siang|sore|malam)(?: (?:kak|kakak|pak|bu|min|admin|bapak|ibu|bang|mas|mbak|"
            r"bos))+$|^(?:pak|bu|min|kak|bang|mas|mbak) (?:pagi|siang|sore|malam)$",
            r"^(?:(?:permisi|halo|maaf|selamat|pagi|siang|pak|bu|min|kak|bang|mas) )*(?:saya|aku|sy|"
            r"mau|bisa|boleh|izin|ijin|numpang)? ?(?:mau|bisa|boleh|ingin|izin)? ?(?:lapor|melapor|"
            r"tanya|bertanya|nanya|mengadu|ngadu|malapor)(?: (?:pak|bu|min|kak|dong|boleh|ya|sesuatu|"
            r"bisa|dulu|bang|mas|di sini))*$",
        ),
        ANYWHERE,
        most=9,
    ),
)
