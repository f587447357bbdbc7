"""Hears whether a clause asks something, in the ways people ask without a question mark.

Only the form is read, not the matter: "kapan jalan ini diperbaiki" asks, and is a complaint (see `kind`).
Whom it asks, and what about, is for `topics`. Who says that they do not know asks nothing ("lupa kapan").
"""

from intake.reading.memory import remembered
from intake.reading.phrases import Phrases
from intake.reading.words import MARKS, normalise, word_set

POLITE = (
    r"ya|yah|yaa|iya|sih|dong|deh|nih|toh|to|ta|tuh|kah|pak|bu|bapak|ibu|min|admin|kak|kakak|mas|mbak|"
    r"bang|kang|teh|om|gan|bos|sir|please|terima kasih|makasih|nggih|njih|le|e|ki|lah|kira-kira|"
    r"sebenarnya|saja|wae|mawon|lagi|segala|ini|itu"
)
END = rf"(?: (?:{POLITE}))*(?=(?: [,.?!])*$| [,.?!])"
_WHO = r"siapa|siapakah|sapa|sopo|sinten|saha|sia|sai|nyen|sapo"
_WHAT = r"apa|apakah|apaan|apo|opo|nopo|menapa|naon|aha|diapain|diapakan|dikumahakeun|diapakno"
_WHEN = r"kapan|kapankah|pabila|bilo|iraha|pajan"
_WHERE = (
    r"(?:di|ke|dari|ka|ti) mana|mana|manakah|ngendi|(?:neng|nang|ning) ndi|ing pundi|endi|pundi|"
    r"dima|kama"
)
WHO = rf"{_WHO}|who"
WHAT = rf"{_WHAT}|what"
WHERE = rf"{_WHERE}|where"
WHY = (
    r"kenapa|kanapa|knapa|napa|mengapa|ngapain|ngapa|ngopo|nyapo|kenopo|kenging (?:napa|nopo|menapa)|naha|"
    r"kunaon|manga|kyapa|nguda|arapa|pakon|why"
)
HOW = r"bagaimana|bagaimanakah|piye|kepiye|kepriye|pripun|kados pundi|kumaha|baa|ba'a|kayapa|kenken|how"
HOW_MUCH = r"berapa|berapakah|piro|pira|pinten|sabaraha|bara|brempa|padum"
FOR_WHAT = (
    r"(?:untuk|buat|bwt|wat|guna|kanggo|kangge|kagem|gawe|nggo|dinggo|pikeun|keur|for) (?:apa|apaan|apo|"
    r"opo|nopo|menapa|naon|what)"
)
# English ones begin no question by themselves: "when it rains the road floods".
_QUESTION_WORD = rf"{FOR_WHAT}|{WHY}|{HOW}|{_WHEN}|{HOW_MUCH}|{_WHERE}|{_WHO}|{_WHAT}"

_BEFORE = (
    r"halo|hai|hallo|permisi|punten|nuwun sewu|maaf|selamat (?:pagi|siang|sore|malam)|assalamualaikum|eh|"
    r"oh|o|oya|oiya|oke|ok|baik|nah|lah|lho|loh|terus|lalu|jadi|tapi|tetapi|dan|kalau begitu|begitu|cuma|"
    r"so|but|and|sorry|hello|hi|(?:saya |kami |abdi |kulo |kula )?(?:mau|ingin|arep|bade|badhe|numpang|"
    r"izin|ijin|mohon|hendak) (?:tanya|bertanya|naros|takon|nyuwun pirsa)(?: dulu| sedikit| satu lagi)?"
)
_MORE_THAN_A_QUESTION_WORD = (
    r"(?! (?:pun|saja yang penting|adanya|daya|lagi|-))"  # "apa adanya", "siapa pun"
)
_OPENING = rf"^(?:(?:{_BEFORE}|{POLITE}|,) )*"

_NO_TAG = "".join(
    rf"(?<!\b{word} )"  # behind these a "tidak" at the end says no, and asks nothing
    for word in sorted(
        word_set(
            "saya kami yang kadang kadang-kadang juga mungkin tentu memang satu iya ya kayaknya "
            "sepertinya pasti tetap belum tapi kalau sekali sama malah"
        )
    )
)

_ASKS = Phrases(
    rf"{_OPENING}(?:{_QUESTION_WORD}){_MORE_THAN_A_QUESTION_WORD}(?: .*)?",
    rf"{_OPENING}kok (?:.+)",
    rf"{_OPENING}(?:emangnya|memangnya|apa memang|memang (?:harus|perlu|wajib|mesti|bisa|boleh|kenapa|apa|"
    rf"siapa|kapan)) .+",
    # May one, can one: at the beginning, with what one would do here.
    rf"{_OPENING}(?:bisa|boleh|dapat|saged|tiasa|iso|biso|pareng)(?:kah)? (?:saya|kami|kita|aku|kalau|"
    rf"tidak|minta|tahu|tanya|lihat|cek|lewat|kirim|ngirim|mengirim|pakai|lapor|melapor|nyusul|menyusul|"
    rf"ditambah|diwakilkan|diwakili|mewakili|dibatalkan|diubah|diganti|dilewati|dilewat|tanpa|share) ?.*",
    rf"(?:{FOR_WHAT}|{WHY}|{HOW}(?: cara\S*)?|{_WHEN}|{HOW_MUCH}(?: (?:lama|hari|suwe|lami|minggu))?|"
    rf"{_WHO}|{_WHAT}|(?:di|ke|ka|dari) mana|(?:yang|sing|nu|seng|nan|lewat|dinas|bagian|wilayah|daerah|"
    rf"kantor|wewengkon|wilayahnya|daerahnya) (?:mana|endi|ngendi|pundi|ma))(?: (?:ya |pak |min "
    rf")?(?!adanya)[^\s.?!]+nya)?{END}",
    rf"(?:tunggu|nunggu|menunggu|dijawab\S*|dibalas\S*|sampai|butuh|biasanya|proses\S*) (?:sampai "
    rf")?(?:{HOW_MUCH} (?:lama|hari|jam|minggu)|kapan)(?: \S+){{0,2}}",
    r"(?:sampai|hingga) kapan(?: \S+){0,4}",
    rf"(?:nomor|punya|milik|akun) (?:{_WHO}) (?:nomor |akun )?(?:ini|iki|ieu){END}",
    r"(?:dinas|kantor|bagian|petugas|wilayah|daerah|wewengkon) (?:mana|apa)(?: \S+){1,3}",
    rf"(?:{_WHEN}) (?:di[^\s.?!]+|selesai\S*|beres\S*|rampung|jadi|mulai|datang){END}",
    rf"(?:saja|juga|nanti|belakangan|nyusul|menyusul) (?:boleh|bisa){END}",
    # "bisa dipantau gak laporannya", "mayar teu", "aman gak kalau saya lapor"
    r"(?<!tidak )(?:bisa|boleh|aman|gratis|lama|bayar|mbayar|mayar|perlu|iso|biso|tiasa|saged|resmi|kena|"
    r"tahu) (?:[^\s.?!]+ )?(?:tidak|kah|ora|teu|henteu|mboten|boten)(?: .*)?",
    rf"(?:(?:apa|atau|ko|opo|utawa|atanapi|atawa) )?(?:{WHO}|{WHAT}) (?:atau|apa|ko|opo|utawa|"
    r"atanapi|or) .+",
    r"(?:bot|robot|orang|mesin|manusia|resmi|asli|wajib|harus|wong|jelema|human|ktp) (?:atau|apa|ko|opo|"
    r"utawa|atanapi|or) [^\s.?!]+",
    # "nanti dibalas gak", "bayar ko sonde"; but "kadang hidup kadang tidak", "kayaknya tidak"
    rf"(?<=\S ){_NO_TAG}(?:tidak|kah|bukan|ora|mboten|boten|teu|henteu|ko (?:sonde|tidak|tida|son)|sonde|"
    rf"tah){END}",
    rf"(?:sudah|udah|wis|sampun|tos|parantos) (?:[^\s.?!]+ ){{0,4}}?(?:belum|durung|dereng|acan){END}",
    rf"(?<=\S )kan{END}",
    r"(?:apakah|(?:bisa|boleh|harus|perlu|wajib|mesti|ada|benar|betul|aman|gratis|resmi|sudah|mungkin|"
    r"dapat|bukan|masih|asli|bayar|cepat|lama|rahasia|dirahasiakan|diproses|dibalas|ditanggapi)kah)(?: .*)?",
    rf"{_OPENING}(?:(?:who|what|when|where|which|how)(?:'s)? (?:is|are|do|does|did|can|could|will|would|"
    r"should|shall|may|must|to|happens?|long|much|many|about|if|area|address|kind|things?|else) ?.*|(?:is|"
    r"are|do|does|can|could|may|will|would|should|must|am|shall) (?:i|you|we|this|it|my|they|there|the|"
    r"that|someone|anyone) ?.*|why .+|what for.*|who .+)",
)
_UNKNOWING = Phrases(
    rf"(?:lupa|entah|(?:tidak|kurang|belum|ora|mboten|boten|teu|henteu|indak|sonde|don't|do not) (?:tahu|"
    rf"ingat|jelas|pasti|paham|yakin|ngerti|mengerti|reti|eling|terang|apal|hafal|know|remember)) "
    rf"(?:{_WHEN}|{WHO}|{WHAT}|di mana|{HOW_MUCH})",
    rf"(?:{_WHEN}|{WHO}|{WHAT}|di mana|{HOW_MUCH}) (?:[^\s.?!]+ ){{0,3}}?(?:tidak tahu|lupa|entah|"
    r"tidak ingat|kurang tahu|tidak jelas)",
)


@remembered
def is_question(text: str) -> bool:
    """Whether a clause asks something, of us or of anybody."""
    plain = normalise(text)
    words = [word.text for word in plain.words]
    if not set(words) - MARKS:
        return False
    return "?" in words or bool(_ASKS.search(plain) and not _UNKNOWING.search(plain))
