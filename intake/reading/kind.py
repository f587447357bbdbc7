"""Reads which of the three kinds a story is: a complaint, an aspiration or a request for information.

The law sorts reports so (domain.md 2.3); nobody is asked it as a menu. Complaint is what
a story is until it says otherwise, and a grievance outweighs the politeness around it:
"kapan jalan rusak ini diperbaiki?" has a question mark and is a complaint.
"""

from intake.reading.memory import remembered
from intake.reading.phrases import Phrases
from intake.reading.words import Normal, normalise

COMPLAINT = "complaint"
ASPIRATION = "aspiration"
INFORMATION = "information_request"

DOUBT = 2.0  # added below the fraction, so that a story without any clue is an unsure complaint


@remembered
def kind_of(text: str) -> tuple[str, float]:
    """The kind, and how sure 0..1 we are of it."""
    plain = normalise(text)
    score = {kind: _score(plain, clues) for kind, clues in _CLUES.items()}
    best = max(score, key=lambda kind: score[kind])
    return best, round(score[best] / (sum(score.values()) + DOUBT), 2)


def _score(plain: Normal, clues: tuple[tuple[int, Phrases], ...]) -> float:
    return sum(weight for weight, pattern in clues if pattern.search(plain))


def _clues(*rows: tuple[int, str]) -> tuple[tuple[int, Phrases], ...]:
    return tuple((weight, Phrases(pattern)) for weight, pattern in rows)


_CLUES = {
    COMPLAINT: _clues(
        (2, r".*"),  # what a story is until it says otherwise
        (
            4,
            r"rusak\S*|mati|padam|hancur|bolong|berlubang|bocor|jebol|ambruk|roboh|longsor|mampet|tersumbat|"
            r"bau|keruh|menumpuk|banjir\S*|macet\S*|hilang|dipotong|ditolak|dipersulit|dibentak\S*|kotor|"
            r"langka|diperas|pungli|oknum|korupsi|suap|dicuri|bising|terlantar|ilegal|liar|kebakaran|"
            r"terbakar|penipuan|rawan|broken|damaged|blocked|stolen|dirty|leaking|refused|stopped|dumps?|"
            r"bribes?|burning|collapse",
        ),
        (
            3,
            r"(?:belum|tidak|tanpa|jarang|teu|ora|indak|mboten) \S+(?: \S+)? (?:padahal|sudah|dari|sejak)|"
            r"padahal|lapor|aduan|melaporkan|mengadukan|keluhan|kecewa|dibiarkan|terus|"
            r"kapan (?:\S+ )?di\S+(?:in|kan|i)|kenapa|tidak ada (?:respon|tanggapan|tindakan|penanganan|"
            r"petugas|jadwal)|not working|complain|nobody",
        ),
        (
            2,
            r"belum|tidak pernah|tidak (?:bisa|dapat|ada|jelas|dibayar|cair|diangkut|mengalir)|sering|sulit|"
            r"susah|mahal|lambat|lama sekali|minta uang|minta \d+|takut|bahaya|membahayakan|sejak|sudah \d+",
        ),
    ),
    ASPIRATION: _clues(
        (
            9,
            r"usul(?:an|kan|in)?|mengusulkan|saran(?:nya)?|menyarankan|aspirasi|alangkah (?:baik|bagus|"
            r"indah)\S*|sebaiknya|ide saja|sekedar ide|masukan (?:saja|untuk)|suggest(?:ion)?|propose|"
            r"would be (?:good|great|nice|better)|how about|(?:kumaha|kepriye) (?:mun|lamun|upami)|"
            r"piye (?:nek|yen)",
        ),
        (
            7,
            r"lebih baik (?:kalau|jika)|bagaimana (?:kalau|jika|bila)|semoga|(?:kami|saya|warga) berharap|"
            r"harapan (?:kami|saya|warga)|berharap ada",
        ),
        (
            6,
            r"perlu (?:di\S+|ada|penambahan)|(?:mohon|minta|"
            r"tolong) (?:tolong )?(?:agar )?(?:dipertimbangkan|ditambah|disediakan|dibangun|dibuatkan|"
            r"diadakan|diberi|dipasang|dipasangkan|pasang)\S*|please (?:build|add|consider|provide)|"
            r"hope(?:fully)?|akan lebih baik|ingin (?:ada|sekali ada)",
        ),
    ),
    INFORMATION: _clues(
        (
            9,
            r"(?:mau|ingin|numpang|izin|ijin|bade|mohon|arep|boleh|maaf) (?:saya )?(?:bertanya|tanya|naros|"
            r"takon|pirsa)|nyuwun pirsa|minta informasi|how (?:do|can|much|to|long)|what (?:are|documents)|"
            r"can you tell|bertanya|where (?:can|do|to)|which office|(?:mohon|minta|butuh|"
            r"perlu) (?:informasi|penjelasan|keterangan|petunjuk)",
        ),
        (8, r"(?:(?:pak|bu|min|kak|halo) )*tanya"),
        (
            7,
            r"(?:syarat|persyaratan|prosedur)(?:nya)?|(?:bagaimana|kumaha|piye|pripun) (?:cara|carana|"
            r"carane)(?:nya)?|carane|carana|cara (?:ubah|ganti|melihat|lihat|lapor|daftar|mengurus|membuat|"
            r"buat|urus|bayar|mendaftar|cek)|berapa (?:biaya|lama|tarif|harga|syarat|kilo|orang|kg)\S*|"
            r"biaya\S* berapa|jam (?:buka|berapa|kerja|layanan|pelayanan)|(?:mohon|minta|tanya) .*jadwal|"
            r"informasi|nomor telepon|(?:di mana|ke mana|ke dinas mana|dinas mana) (?:saya |kami )?(?:bisa|"
            r"harus|kalau|untuk|ya|urus|mengurus)|apakah|apa benar|kapan (?:pendaftaran|jadwal|dibuka|buka|"
            r"cair|mulai)|opening hours",
        ),
        (2, r"\?|berapa|syarat|biaya|daftar|apa"),
    ),
}
