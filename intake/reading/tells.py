"""How much words tell of a matter: that something is so or not so, is wished or asked, and of what.

    jalan desa kami rusak   ->   6: something is wrong, with a thing that reports are about, in four words

Points are added up from tables of words, each row counting once. What is courtesy, background, or about
who writes is below zero.
"""

import re
from collections.abc import Sequence

from intake.reading.category_words import TABLE
from intake.reading.clues import Clues, Stretch
from intake.reading.lead_ins import (
    ABOUT,
    HONORIFIC,
    OFFICE,
    THINGS_SAID,
    TO_REPORT,
    WISHES,
)
from intake.reading.phrases import heads_of
from intake.reading.words import MARKS, Word, word_set

MOST = 4  # points for what is wrong, asked or wished: more words of it do not tell more
CLEAR = 2  # points that make words a matter
A_TOPIC = 2


def points(words: Sequence[Word]) -> int:
    """How much words tell; those of courtesy, of who writes or of where are below zero."""
    said = _said(words)
    matter = _matter(said)
    told = min(matter, MOST) + TELLS.sum(said) + A_TOPIC * any(map(is_topic, words))
    if matter < CLEAR:
        told += TELLS_ALONE.sum(said)
    telling = [word for word in words if word.text not in MARKS]
    if len(telling) == 1:
        return told - 2  # nobody recognises a lone word
    return told - (len(telling) == len(("surat", "keputusan")) and not matter)


def is_matter(words: Sequence[Word]) -> bool:
    """Whether something is wrong, asked or wished."""
    return _matter(_said(words)) >= CLEAR


def is_topic(word: Word) -> bool:
    """Whether reports are about this: a lamp, a card, a benefit."""
    return word.text.removesuffix("nya") in TOPICAL


def is_verb(word: Word) -> bool:
    """Whether its form is a verb's."""
    return _VERB.match(word.text) is not None


def _matter(said: Stretch) -> int:
    if said.heads.isdisjoint(_NOTHING):
        return MATTERS.sum(said)
    rest = _CAME_OF_IT.sub("", said.text)
    return MATTERS.sum(said if rest == said.text else Stretch(rest.split(), rest))


def _said(words: Sequence[Word]) -> Stretch:
    return Stretch([word.text for word in words])


# --- what reports are about --------------------------------------------------------------------------

_SAID_BESIDE = word_set(  # they begin phrases of a category, but are no thing
    "pak admin anak depan dekat beli buat bikin bangun dibangun dibuat diminta disuruh minta jadi tempat "
    "data kasus oknum kurang tidak no not non need build hari malam jam laporan aduan lapor "
    "pengaduan kerja nomor sms online kantor tenaga orang daftar tanda jabatan tanah buang daerah "
    "kepala keluarga ibu suami warga kode kondisi tata tap hasil hak janda kali nilai sara luka "
    "besar kelas id nama nik identitas identity program pindah lalu tambah satu public free the "
    "black lawan naik ganti ubah cek urus gagal rusak bocor gelap mahal bau bising berisik "
    "berlubang error ilegal illegal illegally ambles amblas ambrol bad broken damaged mabuk sakit "
    "pintu ill sick nonaktif tercemar terbakar rawan loud poor wild dimintai miskin"
)
TOPICAL = word_set(
    "pelayanan layanan petugas pegawai tiket denda lintas rekening antrean pangkat vaksin "
    "pelanggan kondektur e-klaim e-ktp elektronik kjmu kjp kip pip kks nuptk"
) | (
    frozenset(
        word
        for table in TABLE.values()
        for line in table.strip().splitlines()
        for phrase in line.partition(":")[2].split(",")
        for word in phrase.split()[0].split("|")
        if word.isalpha()
    )
    - _SAID_BESIDE
)
"""Words that the categories begin with."""

# --- what is said of it ------------------------------------------------------------------------------

_NO_VERBS = word_set(
    "dinas direktur ditjen dirjen direktorat disdukcapil dishub dinkes dinsos disdik dimana "
    "dirinya bersama berikut terhormat terima terimakasih tersebut terkait terletak termasuk "
    "terjadi terhadap tertanggal bertempat beralamat beralamatkan berlokasi bernama berdasarkan "
    "berada berasal bersangkutan menurut melalui mengenai medan melati mekar menteng menteri "
    "merdeka meter bekerja bertugas terdaftar dipati mengucapkan merupakan menjadi tertera "
    "memiliki mempunyai menjabat terminal diponegoro berkah bersih terakhir mekarsari berdomisili "
    "terdekat terbaru bertempat menyampaikan melaporkan beserta berita beras berkas"
)
_A_VERB = (
    r"\b(?!(?:"
    + "|".join(sorted(_NO_VERBS))
    + r")\b)(?:me(?:m|n|ng|ny|l|r)|di(?!r)|ber|ter|ke(?=\w+an\b))\w{4,}"
)
_VERB = re.compile(_A_VERB)


def _any(words: str, phrases: str = "") -> str:
    """A pattern for any of these words, or of the phrases between bars."""
    return rf"\b(?:{'|'.join(filter(None, [*words.split(), phrases]))})\b"


_WRONG = _any(
    r"buruk terburuk ngawur jatuh terendam tergenang genangan terkikis mengganggu menganggu "
    r"meresahkan penyalahgunaan pelanggaran ketidaksesuaian gangguan pemadaman kesulitan dugaan "
    r"diduga belum tanpa jarang sulit susah lama lambat mahal rusak\S* mati padam hancur bolong "
    r"lubang bocor jebol ambruk ambrol roboh longsor tersumbat bau keruh menumpuk banjir\S* "
    r"macet\S* hilang gelap kotor langka habis kosong penuh korupsi pungli liar ilegal kacau "
    r"bising takut ramai sepi patah putus retak licin becek parah semrawut kecewa error gagal "
    r"pemutusan penipuan terlalu rawan jelek palsu tutup ditutup tertahan penggelapan pencurian "
    r"pemotongan keterlambatan kesalahan kecurangan perbedaan kehilangan ngebut ugal-ugalan "
    r"kebakaran kecelakaan pingsan begal dilempar\w* terluka dipukul\w* diancam mengancam dibentak "
    r"dihina dimarahi diusir dilecehkan maling bermasalah masalah\w* permasalahan terkendala "
    r"kendala\w* mengeluh menyeleweng\w* diselewengkan penyelewengan pungutan dipungut memungut "
    r"memeras diperas memotong dipotong merugikan dirugikan menipu ditipu menyerobot penyerobotan "
    r"dicurangi curang merokok mabuk\w* judi miras prostitusi sembarangan sengketa mencemari pencemaran "
    r"polusi "
    r"tercemar debu berdebu berisik kebisingan tawuran perkelahian copet rampok jambret kencing "
    r"kerusakan kebocoran ambles amblas terbengkalai mangkrak tertunda molor terlambat telat "
    r"ditunda ditolak dipersulit mempersulit dibatalkan dicoret dihapus diberhentikan dipecat phk "
    r"menunggak tunggakan menyulitkan keberatan diskriminasi kasar judes ketus jutek galak "
    r"marah-marah membentak\w* menghina arogan semena-mena seenak\w* nakal oknum calo suap sogok "
    r"siluman fiktif pemalsuan ganda tertukar nyasar meluap berbahaya membahayakan bahaya "
    r"memprihatinkan lapuk keropos miring tumbang menghalangi terhalang penutupan penyempitan "
    r"resah melanggar keresahan diwajib\w* mewajibkan dipaksa memaksa dipalak memalak pemalakan "
    r"ditilang amburadul berantakan berserakan terselubung keras kencang nyaring bertele-tele "
    r"bertele ricuh kisruh "
    r"dibiarkan terbakar membakar pembakaran mencuri dicuri berbau busuk menyengat nonaktif "
    r"dinonaktifkan melonjak lipat ribet terpaksa diatur "
    # Sundanese, Javanese, Minangkabau
    "ruksak butut risak teu ora durung mboten indak pareum tasumbek buntu "
    r"burning broken not never bad dirty down stolen out blocked leak\w* flood\w* dark smell\w* rude "
    r"refused? "
    r"closed missing",
    r"tidak(?! lanjut)|kurang(?! lebih)|ber ?lubang|salah(?! satu)|(?<!rumah )sakit|melawan arus|"
    r"lawan arus|on fire|(?:is|are|was) no|no (?:water|one|electricity)|"
    r"di ?bawah (?:umr|umk|ump|standar|upah)",
)
_ASKED = _any(
    r"apa apakah bagaimana berapa kapan kenapa mengapa siapa syarat\w* cara jadwal\w* biaya\w* prosedur\w* "
    "how what where when why",
    "di mana|ke mana|alamat kantor",
)
_WISHED = _any(r"usul\w* saran\w* sebaiknya perlu alangkah penambahan please")
_WANTED = _any(
    r"mohon tolong minta meminta harus\w* seharusnya semestinya harap agar supaya status statusnya padahal "
    "banyaknya maraknya marak keberadaan terjadinya kurangnya minimnya lambatnya rusaknya hilangnya"
)
_DOINGS = (
    r"cek|mengecek|ngecek|mengetahui|tahu|mengurus|mengubah|merubah|memberi|mengganti|mengajukan|daftar|"
    r"mendaftar|memperbaiki"
)
_STRESSED = _any(
    "bukan meninggal selalu sering sangat terlalu terus masih bingung kok masa hanya cuma sampai"
)
_CAME_OF_IT = re.compile(
    r"\btidak (?:di)?(?:inginkan|harapkan)\b|\b(?:belum|tidak|kurang|minim) (?:(?:juga|pernah|kunjung|"
    r"ada|mendapat\w*|dapat|satupun|"
    r"satu pun|sama sekali|di|untuk) )*"
    r"(?:tindak\w*|tanggapan\w*|respon\w*|perbaikan|penanganan|kelanjutan\w*|jawaban\w*|"
    r"balasan\w*|perubahan\w*|solusi\w*|"
    r"ditanggapi|ditindak\w*|direspon|diperbaiki|diproses|dihiraukan|digubris|hasil\w*|"
    r"realisasi\w*|kabar\w*|info\w*)\b"
)
"""That nobody answered is told of any matter, and is none itself."""
_NOTHING = frozenset(heads_of(_CAME_OF_IT.pattern))

MATTERS = Clues(
    (3, _WRONG),
    (3, _ASKED),
    (3, _WISHED),
    (2, rf"\b(?:ingin|mau|hendak|bisa|untuk) (?:{_DOINGS})\b"),
    (2, _WANTED),
    (1, _STRESSED),
)
"""What is wrong, asked or wished."""

TELLS = Clues(
    (
        -2,
        r"^(?:(?:pada|hari|tanggal|suatu|ini|itu|,) )*(?:kemarin|tadi|pada tanggal|suatu|ketika|"
        r"setelah|saat|waktu|sewaktu|begitu|awalnya|sebelumnya|kemudian|lalu)\b",
    ),
    (  # whom to tell is not what
        -4,
        r"\b(?:tidak tahu|bingung|kepada siapa|ke mana)\b.*\b(?:lapor|melapor|mengadu)|"
        r"bukan (?:urusan|wewenang|ranah)|"
        r"\b(?:saya|kami) (?:tidak tahu|yakin|percaya)\b|\bsebagai berikut\b|\bsbb\b|"
        r"\b(?:kalau|jika|bila) (?:(?:saya|kami|sudah|telah) )*(?:mengganggu|menganggu|lancang|salah kata)",
    ),
    (  # a life's dates lead to the matter
        -2,
        r"\b(?:berdiri|didirikan|dibangun|lahir|lulus|diangkat|menikah) (?:(?:pada|sejak|di) )?"
        r"(?:tahun|tanggal) \d",
    ),
    (-2, r"^(?:kira[- ]kira|kurang lebih) (?:saya|kami|jam|pukul)\b"),
    (-1, r"\bhal (?:ini|itu|tersebut)\b"),
    (
        -2,
        r"^untuk (?:melakukan|mengambil|mengurus|membuat|mengikuti|mendapatkan|keperluan)\b",
    ),
    (
        -3,
        r"^(?:mohon|tolong|harap)(?: \S+){0,2} di ?(?:tindak ?lanjut\w*|proses|tinjau|cek|tangani|"
        r"perhatikan)(?: lanjuti)? (?:supaya|agar|biar|karena)\b",
    ),
    (-1, r"\b(?:mengatakan|bilang|katanya|menjawab)\b"),  # what was said of it
    (-1, r"\b(?:tersebut|hal (?:ini|itu|tersebut)|mereka|beliau|dia|ia|itu|situ)\b"),
    (
        -2,
        r"^(?:\S+ ){0,3}(?:mengakibatkan|menyebabkan|menimbulkan|akibatnya|akibat|sehingga)\b",
    ),
    (-2, r"^(?:mohon|minta) (?:bantuan|perhatian|solusi|tindak lanjut|kebijakan)\w*"),
    (-2, r"\b(?:dinas|pihak|instansi)(?:-dinas)? te?rkait|cek (?:ke )?lokasi\b"),
    (
        1,
        r"\b(?:ada|adanya|banyak|sering|selalu|terus|sudah|cek|setiap|tiap)\b",
    ),
    (1, r"(?:\S+ ){3}"),
    (
        -2,
        r"^(?:(?:kemarin|tadi|pada|tanggal|suatu|hari|pagi|siang|sore|malam|bulan|tahun|ini|itu|"
        r"[\d.:/]+|,) )*"
        r"(?:saya|kami|aku|suami saya|istri saya|anak saya|orang tua saya) (?:(?:ini|sudah|telah|"
        r"pernah|"
        r"sedang|mau|ingin|hendak|baru) )*(?:pergi|datang|menuju|mengurus|membeli|beli|mendaftar|"
        r"mengajukan|"
        r"berkunjung|ke|membawa|dapat|mendapat|membuat|menerima|bekerja|memiliki|punya|membuka|"
        r"melakukan|"
        r"mengirim|daftar)\b",
    ),
    (
        -4,
        rf"^(?:(?:saya|kami|{WISHES}|kembali) )*(?:{TO_REPORT})(?: (?:{THINGS_SAID}|{ABOUT}))*$",
    ),
    (
        -4,
        r"^(?:nama|nik|no|nomor|nomer|kpj|alamat|lokasi|tempat|tgl|tanggal|telepon|ponsel|hp|email|"
        r"rt|rw|desa|"
        r"kelurahan|kecamatan|kabupaten|kec|provinsi|ktp|npwp|nip|jabatan|pekerjaan|kode|resi|tracking|"
        r"jenis|hari|jam|waktu|id|contact|umur) (?:\S+ ){0,3}?,",
    ),
    (
        -2,
        r"^(?:karena|dikarenakan|tapi|tetapi|namun|padahal|sedangkan|sehingga|bahkan|walaupun|"
        r"meskipun|meski|walau|apalagi|juga|ditamb\w+|terutama|selanjutnya|sebagai|tidak|"
        r"belum|sudah|masih|dapat|kok|dan|atau|kalau|jika|agar|supaya|itu|yang|menurut|sementara|"
        r"setiap kali|"
        r"(?!hanya|tanya|biaya|pedagang)\w+nya)\b",
    ),
    (
        -2,
        r"^(?:mohon|tolong|harap|kalau|jika|kemarin|contoh|"
        r"mungkin)\b(?: \S+){0,2} (?:di ?(?:perbaiki|tindak\w*|proses|"
        r"tinjau|cek|tangani)(?!(?: \S+){3})|tidak|,)",
    ),
    (-3, r"^(?:nama saya|atas nama|perkenalkan|saya takut|takut ketahuan)\b"),
    (
        -4,
        r"\b(?:identitas|anonim|rahasia\w*|tanpa nama)\b|jangan .*\bnama|please (?:don't|"
        r"do not) .*name",
    ),
    (
        -4,
        r"^(?:(?:saya|kami|demikian\w*|atas|sekian|dan|,) )*(?:terima ?kasih|trims|terimakasih|"
        r"matur|suwun|"
        r"hatur|thanks|thank|sekian|demikian\w*|wassalam\w*|wasalam|hormat|salam|atas perhatian\w*|"
        r"mengucapkan terima)\b",
    ),
    (
        -4,
        r"^(?:(?:saya|kami|jadi|maka|untuk|itu|dan|harap|harapan|besar|semoga|mohon|tolong|minta|"
        r"agar|supaya|"
        r"segera|dapat|bisa|bapak|ibu|pak|bu|sekiranya|kiranya|bantuan\w*|dari|pihak|terkait|lebih|"
        r"di|cepat) )*"
        r"(?:di ?\w+|bantu\w*|bantuannya|penjelasan\w*|informasinya|perhatian\w*|tindak lanjut\w*|"
        r"segera|"
        r"perbaiki|tanggapan\w*|solusi\w*|respon\w*|konfirmasi\w*|kejelasan\w*|pencerahan\w*|"
        r"kerja ?sama\w*|pihak terkait|lanjuti|lanjutnya|cek|tindakan\w*|tindak \w+)"
        r"(?: (?:pak|bu|min|ya|segera|secepatnya|lanjuti|lanjut|nya|ini|itu|terima kasih|lagi|kami|"
        r"dengan|"
        r"laporan|atas|cepat|baik|mungkin|secepat))*$",
    ),
    (
        -2,
        r"^(?:saya|kami|aku) (?:adalah |seorang |selaku |sebagai )*(?:warga|penduduk|mahasiswa|"
        r"guru|pns|"
        r"karyawan|peserta|salah satu|lulusan|umat|pengguna|pelanggan|orang ?tua|pensiunan|"
        r"ibu rumah|tinggal|bertempat|beralamat|"
        r"bekerja|dari|pelapor|pengusaha|sopir|petani|bidan|perawat|nasabah)\b",
    ),
)
"""What else speaks for words, or against them."""

_DAY = (
    r"(?:(?:kemarin|tadi|pada|tanggal|suatu|hari|pagi|siang|sore|malam|bulan|tahun|ini|itu|jadi|"
    r"[\d.:/]+|,) )*"
)
TELLS_ALONE = Clues(
    (1, _A_VERB),
    (  # what one did oneself leads to the matter
        -3,
        rf"^{_DAY}(?:saya|kami|aku|suami saya|istri saya|anak saya|orang tua saya|pelapor) ",
    ),
    (
        -2,
        r"^(?:[^ ,]+ ){1,3}, (?:[^ ,]+ ?){1,5}$",
    ),  # a line of a form: "asal sekolah: SMP 1"
    (-2, r"^(?:di|lokasi|daerah|wilayah) "),  # only where
    (-3, rf"^(?:(?:{HONORIFIC}|dan) )*(?:{OFFICE})\b"),  # whom it is for
)
"""The same for words that say nothing wrong, asked or wished."""
