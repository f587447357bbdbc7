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


@remembered
def depends_on_place(text: str) -> bool:
    """Whether the answer to a question is another one elsewhere: opening hours are, a rule is not."""
    return _LOCAL.search(normalise(text)) is not None


_LOCAL = Phrases(
    r"di mana|ke mana|dinas mana|alamat|lokasi|terdekat|kantor|loket|jam|jadwal\S*|nomor telepon|kuota|"
    r"stok|antri|"
    r"tersedia|lowongan|harga|where|address|nearest|opening|office|"
    r"(?:air|listrik|jalan|lampu|sampah|banjir|jembatan|selokan|saluran|parkir|pasar|pupuk|gas|sekolah|puskesmas|"
    r"rumah sakit|posyandu|vaksin\S*|imunisasi|bus|angkot|kapal|desa|kelurahan|kecamatan|dusun|rt|rw|"
    r"kartu keluarga|ktp|akta|akte|surat pindah|imb|pbb|"  # each regency's own office, with rules of its own
    r"bantuan|bansos|sembako|zonasi|ppdb|terminal|bandara|pelabuhan)"
)


def _score(plain: Normal, clues: tuple[tuple[int, Phrases], ...]) -> float:
    return sum(weight for weight, pattern in clues if pattern.search(plain))


def _clues(*rows: tuple[int, str]) -> tuple[tuple[int, Phrases], ...]:
    return tuple((weight, Phrases(pattern)) for weight, pattern in rows)


_PAPERS = (
    r"kenaikan|penerima|pensiun|pengangkatan|mutasi|pindah|penetapan|bantuan|pencairan"
)
_MISHAPS = r"tidak|belum|salah|hilang|rusak|meninggal|sakit|terlambat|telat|ditolak|lupa|menunggak"
_CLUES = {
    COMPLAINT: _clues(
        (2, r".*"),  # what a story is until it says otherwise
        (
            9,  # says so itself, or tells what went wrong although it was asked for
            r"(?:melaporkan|mengeluhkan|mengadukan|keluhkan|komplain|complain|keluhan|kecewa|dirugikan|menyayangkan|"
            r"diduga|dugaan|indikasi|kecurangan|penyelewengan|penipuan|pelanggaran)|"
            r"(?:sampai|hingga) (?:saat ini|sekarang|kini|detik ini|hari ini) (?:\S+ ){0,6}(?:belum|"
            r"tidak|masih)|"
            r"(?:sudah|lebih dari|selama) (?:\S+ ){0,3}(?:hari|minggu|bulan|tahun|setahun|sebulan|seminggu)"
            r"(?: \S+){0,7} (?:belum|tidak)|"
            r"(?:belum|tidak) (?:\S+ ){0,4}(?:sudah|selama) (?:\S+ )?(?:\d+|satu|dua|tiga|lama|sebulan|"
            r"setahun)|"
            r"padahal|tidak pernah|tidak kunjung|belum juga|unsur kesengajaan|seenaknya|semena-mena|"
            r"mempersulit",
        ),
        (
            4,
            r"rusak\S*|mati|padam|hancur|bolong|berlubang|bocor|jebol|ambruk|roboh|longsor|mampet|tersumbat|"
            r"bau|keruh|menumpuk|banjir\S*|macet\S*|hilang|dipotong|ditolak|dipersulit|dibentak\S*|kotor|"
            r"langka|diperas|pungli|oknum|korupsi|suap|dicuri|bising|terlantar|ilegal|liar|kebakaran|"
            r"terbakar|penipuan|rawan|membentak|dibentak|memukul|kasar|ngebut|ugal-ugalan|buruk|terburuk|parah|"
            r"semrawut|berserakan|mengganggu|meresahkan|membahayakan|genangan|tergenang|terendam|error|gagal|"
            r"memprihatinkan|ditindak\S*|ditertibkan|diperbaiki|dibersihkan|dinyalakan|diselidiki|diusut|ambrol|retak|menjual|"
            r"broken|damaged|blocked|stolen|dirty|leaking|refused|stopped|dumps?|"
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
            r"belum|jarang|tidak (?:bisa|dapat|ada|jelas|dibayar|cair|diangkut|mengalir)|sering|sulit|"
            r"susah|mahal|lambat|lama sekali|minta uang|minta \d+|takut|bahaya|membahayakan|sejak|sudah \d+",
        ),
    ),
    ASPIRATION: _clues(
        (
            9,
            rf"usul(?:an|kan|in)?(?! (?:{_PAPERS}))|mengusulkan|"
            r"(?<!petunjuk , )(?<!petunjuk dan )(?<!mohon )(?<!minta )(?<!butuh )saran(?:nya)?|"
            r"(?:saya|kami|kita|ingin|mau|hendak) (?:\S+ )?menyarankan|aspirasi|alangkah (?:baik|bagus|"
            r"indah)\S*|sebaiknya|ide saja|sekedar ide|masukan (?:saja|untuk)|suggest(?:ion)?|propose|"
            r"would be (?:good|great|nice|better)|how about|(?:kumaha|kepriye) (?:mun|lamun|upami)|"
            r"piye (?:nek|yen)",
        ),
        (
            7,
            rf"lebih baik (?:kalau|jika)|bagaimana (?:kalau|jika|bila)(?! (?:\S+ ){{0,4}}(?:{_MISHAPS}))|"
            r"(?:berharap|semoga|"
            r"harapan (?:kami|saya|warga)) "
            r"(?:(?:agar|supaya|bisa|dapat|segera) )*(?:ada|dibangun|ditambah|disediakan|dibuatkan)\S*",
        ),
        (  # a wish to be helped is courtesy beside a grievance, and a wish where there is none
            3,
            r"semoga|(?:kami|saya|warga) berharap|harapan (?:kami|saya|warga)",
        ),
        (
            6,
            r"perlu (?:di(?: (?=\S))?(?!perbaiki|tindak|tertib|bersih|cek|selidik|usut)\S+|ada|"
            r"penambahan)|(?:mohon|minta|"
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
            r"can you tell|bertanya|menanyakan|where (?:can|do|to)|which office|(?:mohon|minta|butuh|"
            r"perlu|permintaan) (?:(?:diberi|diberikan|bantuan) )?(?:informasi|informsi|keterangan)",
        ),
        (
            8,
            r"(?:(?:pak|bu|min|kak|halo) )*tanya|alamat kantor|di mana (?:alamat|kantor|letak)|"
            r"cek (?:status|keaktifan|kepesertaan)",
        ),
        (
            7,
            r"(?:syarat|persyaratan|prosedur)(?:nya)?|(?:bagaimana|kumaha|piye|pripun) (?:cara|carana|"
            r"carane)(?:nya)?|carane|carana|cara (?:ubah|ganti|melihat|lihat|lapor|daftar|mengurus|membuat|"
            r"buat|urus|bayar|mendaftar|cek)|berapa (?:biaya|lama|tarif|harga|syarat|kilo|orang|kg)\S*|"
            r"biaya\S* berapa|jam (?:buka|berapa|layanan|pelayanan)|jam kerja \?|(?:mohon|minta|"
            r"tanya) .*jadwal|"
            r"^informasi\S*|(?:minta|mohon|butuh) (?:\S+ )?informasi\S*|nomor telepon|(?:di mana|"
            r"ke mana|ke dinas mana|dinas mana) (?:saya |kami )?(?:bisa|"
            r"harus|kalau|untuk|ya|urus|mengurus)|apa benar|kapan (?:saja|pendaftaran|jadwal|dibuka|buka|"
            r"cair|mulai)|opening hours",
        ),
        (
            5,
            r"kapan (?:turun|keluar|pencairan|pembagian|penyaluran|pengumuman|pelaksanaan|hasil)|"
            r"kapan (?:\S+ ){1,3}(?:turun|keluar|cair|dibagikan|diumumkan|dapat (?:dilihat|diambil))|"
            r"kapan (?:dan )?di mana|"
            rf"bagaimana (?:kalau|jika|bila) (?:\S+ ){{0,4}}(?:{_MISHAPS})",
        ),
        (  # a plain question where nothing is said to be wrong
            1,
            r"(?:apa|berapa|bagaimana|kapan|mana|jam|tahap|(?:masih|sudah) \S+ (?:tidak|belum)) "
            r"(?:[^\s.!?]+ ){0,14}\?",
        ),
        (
            4,
            r"apakah|(?:mohon|minta|butuh|perlu) (?:penjelasan|petunjuk|pencerahan|saran)\S*|informasi",
        ),
        (2, r"\?|berapa|syarat|biaya|daftar|apa|bagaimana"),
    ),
}
