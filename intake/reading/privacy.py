"""Hears that somebody does not want to be named, and sees where we should offer it unasked.

People fear what reporting brings them (domain.md 2.3: leaks led to threats), so a story about
an officer, an illegal levy, corruption, violence or a threat is treated as confidential.
"""

from intake.reading.phrases import Phrases
from intake.reading.words import normalise


def asks_anonymous(text: str) -> bool:
    """Whether the person asks in words not to be named."""
    plain = normalise(text)
    rest = _NOT_ABOUT_ME.taken_out(plain)
    if rest is not None:
        return bool(_ANONYMOUS.pattern.search(rest))
    return bool(_ANONYMOUS.search(plain))


def sensitive(text: str) -> bool:
    """Whether the story may bring its teller harm: offer anonymity."""
    return bool(_SENSITIVE.search(normalise(text)))


_ME = r"(?:nama|identitas|jati diri|data diri|pelapor|jeneng|ngaran|nami)\S*"
_NEAR = r"(?:[^\s.?!]+ ){0,3}?"

_ANONYMOUS = Phrases(
    rf"(?:jangan|ojo|aja|ulah|tidak usah|tidak mau|tidak ingin|tidak perlu|ora gelem|teu hayang|"
    rf"indak nio) {_NEAR}"
    rf"(?:se|di|nye|me)\S*(?:but|tulis|cantum|bocor|beri|beritahu|tampil|umum|sebar|ungkap|buka|"
    rf"publikasi)\S* {_NEAR}{_ME}",
    rf"jangan {_NEAR}(?:sebut|bocorkan|bocor|beri tahu|beri|kasih|bilang|tulis|cantumkan|sebar|tampilkan|"
    rf"buka|ungkap)\S* {_NEAR}{_ME}",
    rf"{_ME} (?:saya |kami |pelapor )?(?:mohon |tolong |agar |harap |mohon untuk )?"
    r"(?:jangan|di?rahasia\S*|disembunyikan|disamarkan|disensor|tidak (?:usah|mau|ingin|perlu) di\S+)",
    rf"(?:mohon |tolong |harap )?(?:di)?(?:rahasiakan|rahasiain|sembunyikan|samarkan|lindungi) {_NEAR}{_ME}",
    r"(?:mohon|tolong|harap|minta|agar|ini) (?:untuk )?(?:di)?rahasia(?:kan|in)?|rahasiakan(?: ya)?",
    r"tanpa (?:nama|identitas)|anonim|anonymous(?:ly)?|tidak (?:mau|ingin) (?:disebut|ketahuan|dikenal)\S*",
    r"takut ketahuan|(?:jangan|ojo|ulah) (?:sampai )?ketahuan|ojo (?:di)?sebut\S* jeneng\S*",
    rf"(?:do not|don't|dont|please don't|without) {_NEAR}(?:name|mention|identity|reveal|"
    rf"giving my name)(?: my name)?",
    r"(?:keep|hide) (?:my|our) (?:name|identity)(?: secret| hidden| private)?|keep it (?:secret|"
    r"confidential)|confidential",
)
_NOT_ABOUT_ME = Phrases(
    r"(?:jalan|gang|gg|toko|warung|produk|barang|obat|makam|kuburan|surat|sms|akun|nomor|perusahaan|"
    r"tagihan)\S* "
    r"(?:yang )?(?:tanpa nama|tanpa identitas|anonim)",
    r"(?:tidak|bukan|ora|tidak usah|tidak perlu) (?:anonim|anonymous|tanpa nama|rahasia|dirahasiakan)",
    r"(?:dokumen|data|informasi|berkas) (?:\S+ )?rahasia|nama (?:jalan|desa|dusun|gang|penerima|"
    r"anak)\S* (?:tidak|jangan)",
)
_SENSITIVE = Phrases(
    r"oknum\S*|pungli\S*|pungutan (?:liar|tidak resmi)|suap\S*|disuap|menyuap|korupsi\S*|dikorupsi|koruptor|"
    r"kkn|gratifikasi|uang (?:pelicin|rokok|pelicinnya|tutup mulut|damai)|setoran|mark up|fiktif|nepotisme|"
    r"memeras|diperas|pemerasan|penggelapan|menggelapkan|penyelewengan|diselewengkan|bribe\w*|corrupt\w*|"
    r"extort\w*",
    rf"(?:petugas\S*|pegawai\S*|polisi|lurah|kades|kepala \S+|camat|guru|rt|rw|bidan|hakim|officer|staff|"
    rf"they) {_NEAR}"
    r"(?:minta|meminta|njaluk|menta|mamintak|memotong|potong|ask(?:s|ed)?(?: \S+)? for) (?:\S+ )?"
    r"(?:uang|duit|dhuwit|pitih|ribu|juta|rp\S*|jatah|bantuan|bansos|dana|money|\d\S*)",
    r"(?:bansos|bantuan|beras|blt|dana|pkh|pip)\S* (?:\S+ ){0,3}?dipotong|dipotong (?:\S+ ){0,4}?(?:oleh|rt|"
    r"rw|kades|ketua)",
    r"narkoba|sabu(?! raijua)|pengedar|bandar|preman\S*|dipukul\S*|memukul\S*|pukul|menampar|ditampar|"
    r"dianiaya|penganiayaan|disiksa|kdrt|kekerasan|pelecehan|dilecehkan|melecehkan|cabul|pencabulan|"
    r"perkosa\S*|diperkosa|dibully|perundungan|ancam\S*|diancam|mengancam|ancaman|intimidasi|diintimidasi|"
    r"mengintimidasi|teror|diteror|dibacok|diculik",
    r"threat\w*|harass\w*|violence|beaten|abuse\w*|takes a cut|drug dealers?|kampanye|paslon|takut ketahuan",
)
