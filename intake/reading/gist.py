"""Which words of a story carry its matter: what a person would read aloud to a colleague.

    Kepada Yth. Bupati. Jalan desa kami rusak   ->   jalan desa kami rusak

Letters open with whom they are for, who writes and that they write at all. Those lead-ins are
taken off each sentence; of what is left the first that tells something is the gist. Tables of words
say what tells: that something is so or not so, is wished or asked. Weights are points, see `TELLS`.
"""

import re
from collections.abc import Sequence

from intake.reading.category_words import TABLE
from intake.reading.words import MARKS, Word, word_set

ENOUGH = 4  # points: a statement, a wish or a question about something we know
FARTHEST = (
    12  # sentences into a letter; what has told nothing by then is titled by its best
)
LONG_NUMBER = 6  # digits: an account, a card, a telephone; "561" of a decree stays


def gist_of(words: Sequence[Word], text: str) -> list[list[Word]]:
    """What a title may begin with: the sentences of `text` without lead-ins, then their later clauses."""
    bare = [_bare(sentence) for sentence in _sentences(_spoken(words, text))]
    told = [sentence for sentence in bare if sentence][:FARTHEST]
    return [*told, *(clause for sentence in told for clause in _later(sentence))]


def _later(sentence: list[Word]) -> list[list[Word]]:
    """The sentence from its second clause on, from its third, and so on."""
    starts = [
        n + (word.text == ",")
        for n, word in enumerate(sentence)
        if word.text in _OPENS_A_CLAUSE
    ]
    tails = [_bare(sentence[start:]) for start in starts if start][:MOST_CLAUSES]
    return [tail for tail in tails if tail]


MOST_CLAUSES = 6
_OPENS_A_CLAUSE = word_set(", karena padahal tapi tetapi namun ternyata tidak")


def _spoken(words: Sequence[Word], text: str) -> list[Word]:
    """Without hashtags, handles, links and long numbers: nobody would read those aloud."""
    return [word for word in words if not _is_sign(word, text)]


def _is_sign(word: Word, text: str) -> bool:
    if word.text in MARKS:
        return False
    before, written = text[: word.start][-1:], text[word.start : word.end]
    if before in _SIGNS and before:
        return not text[: word.start - 1][-1:].isalnum()
    masked = text[word.end : word.end + 2] == "[*" or text[: word.start].endswith("*]")
    long = written.isalnum() and sum(map(str.isdigit, written)) >= LONG_NUMBER
    return masked or long or bool(_KEYWORD.fullmatch(written))


_SIGNS = frozenset("#@")
_KEYWORD = re.compile(r"(?i)lapor(?!an|kan|in)[a-z]{3,}|https?|www")


def _sentences(words: Sequence[Word]) -> list[list[Word]]:
    sentences: list[list[Word]] = [[]]
    for n, word in enumerate(words):
        if word.text in MARKS - {","} and not _joins(words[max(0, n - 1) : n + 2]):
            sentences.append([])
        elif word.text not in MARKS - {","}:
            sentences[-1].append(word)
    return sentences


def _joins(around: Sequence[Word]) -> bool:
    """Whether the mark in the middle stands in a name: `imigrasi.go.id`, `cv.alfathon`."""
    if len(around) <= len(("before", "mark")):
        return False
    before, mark, after = around
    glued = mark.text == "." and before.end == mark.start and mark.end == after.start
    return glued and (before.text in _COMPANIES or after.text in _DOMAINS)


_COMPANIES = word_set("cv pt ud www s")
_DOMAINS = word_set("go id com co or ac net kom")


def _bare(sentence: list[Word]) -> list[Word]:
    """The sentence without its lead-ins, one after another as long as there are any."""
    while sentence:
        plain = " ".join(word.text for word in sentence) + " "
        lead_in = next(filter(None, (one.match(plain) for one in _LEAD_INS)), None)
        words = lead_in[0].count(" ") if lead_in else _idle_words(sentence)
        if not words:
            break
        sentence = sentence[words:]
    return sentence


def _idle_words(sentence: list[Word]) -> int:
    """How many words come before a comma and tell nothing, where what follows does."""
    comma = next((n for n, word in enumerate(sentence) if word.text == ","), None)
    if comma is None:
        return 0
    first, rest = sentence[:comma], sentence[comma + 1 :]
    setting = bool(first) and first[0].text in _SETTING
    short = comma <= MOST_IDLE and points(first) <= 0
    return comma + 1 if (short or setting) and points(rest) >= ENOUGH else 0


MOST_IDLE = 4  # words: "bojonegoro, mohon informasi ..."
_SETTING = word_set(
    "ketika saat waktu setelah sewaktu begitu sehubungan berdasarkan menindaklanjuti"
)


def points(sentence: Sequence[Word]) -> int:
    """How much words tell; those of courtesy, of who writes or of where are below zero."""
    plain = " ".join(word.text for word in sentence)
    told = sum(weight for weight, clue in TELLS if clue.search(plain))
    topic = any(word.text.removesuffix("nya") in TOPICAL for word in sentence)
    telling = [word for word in sentence if word.text not in MARKS]
    return told + 2 * topic - 2 * (len(telling) == 1)


# --- lead-ins ----------------------------------------------------------------------------------------

_HONORIFIC = r"bapak|ibu|pak|bu|saudara|sdr|kak|mas|mbak|bang|kang|haji|drs|dr|prof|ir|hj|h|mr|mrs"
_OFFICE = (
    r"bupati|walikota|wali kota|gubernur|wakil|lurah|camat|presiden|wapres|menteri|kementerian|kepala|ketua|"
    r"direktur|pimpinan|pengurus|admin|administrator|min|kapolres|kapolri|kapolda|sekda|rektor|dinas|badan|"
    r"kantor|pemprov|pemkot|pemkab|pemda|pemerintah|provinsi|kota|kabupaten|daerah|ditjen|dirjen|direktorat|"
    r"bpjs|pdam|pln|kepolisian|polres|polda|polri|disdukcapil|dishub|dinkes|dinsos|disdik|bpn|bkn|bkd|panitia|"
    r"tim|manajemen|manager|customer service|rumah sakit|puskesmas|kelurahan|kecamatan|instansi|jajaran\w*|"
    r"staf|staff|satpol pp|lapor|desa|kominfo|bea cukai|imigrasi|pt|cabang"
)
_TELLERS = (  # what begins the matter, or what somebody wants of us
    r"saya|kami|kita|aku|mohon|tolong|minta|ingin|mau|hendak|izin|ijin|bagaimana|apa|apakah|kenapa|mengapa|"
    r"kapan|berapa|di mana|aduan|laporan|keluhan|sudah|belum|tidak|ada|ini|itu|dengan|perihal|terkait|"
    r"tentang|mengenai|sehubungan|"
    r"bersama|melalui|untuk|yang|perlu|banyak|sering|tiap|setiap|sejak|sampai|karena|kalau|jika|semoga|"
    r"jalan|air|lampu|sampah|banjir|jembatan|selokan|got|saluran|pohon|parkir|rumah|warga|pelayanan|nama|i|we"
)
_NOT_TELLING = rf"(?!(?:{_TELLERS})\b)\S+ "
_TO_REPORT = (
    r"lapor|melapor|melaporkan|laporkan|ngelapor|mengadu|mengadukan|ngadu|adukan|mengeluh|mengeluhkan|"
    r"komplain|komplen|curhat|menyampaikan|menyampaikn|sampaikan|memberitahukan|memberitahu|menginformasikan|"
    r"mengungkapkan|mengutarakan|bertanya|tanya|menanyakan|nanyakan|tanyakan|naros|takon|konfirmasi|"
    r"mengkonfirmasi|mengkonfirmasikan|mengajukan|report|complain about|ask"
)
_WISHES = (
    r"mau|ingin|hendak|akan|izin|ijin|mohon|minta|numpang|boleh|perlu|bermaksud|coba|maaf|bade|arep|cuma|"
    r"hanya|sekadar|sekedar|juga|kembali|lagi|sekali|bisa|want to|would like to|dapat|untuk|dengan ini"
)
_THINGS_SAID = (
    r"(?:(?:sebuah|beberapa|suatu|satu|sedikit) )?(?:pertanyaan|keluhan|pengaduan|aduan|laporan|uneg-uneg|"
    r"unek-unek|masalah|hal|keresahan|informasi|info|permohonan)(?:nya)?"
)
_ABOUT = (
    r"bahwa|bhwa|bahwasanya|bahwasannya|untuk(?= me)|tentang|terkait(?: dengan)?|mengenai|perihal|soal|"
    r"that|kalau|atas|akan|"
    r"sehubungan dengan|menyangkut|kepada (?:bapak|ibu|pak|bu)|(?:saya|kami|ini|berikut|warga|"
    r"masyarakat|kepada)"
    r"(?= ,| bahwa| tentang| terkait| mengenai| perihal| atas)"
)
_CALLS = r"pak|min|admin|gan|halo|hallo|hallow|hai|hi|hello|hey|dear|sir|madam|permisi|punten|ya|eh|lho|om"
_KIN = r"bapak|ibu|bu|kak|mas|mbak|bang|kang"  # "ibu saya pingsan" calls nobody
_OFFICERS = (
    r"rt|rw|lurah|camat|kades|kepala|guru|bidan"  # "pak lurah tidak pernah di kantor"
)
_GREETINGS = (
    r"ass\w*|assalam\S*(?: ?alaikum)?|alaikum|wr|wb|warahmatullah\w*|wabarakatuh|shalom|syalom|"
    r"salam(?: (?:sejahtera|hormat|sehat|kenal|sejahterah|dan bahagia|untuk kita semua))*|sampurasun|"
    r"om swastiastu|(?:se?lamat|met|slmt|slamet) (?:pagi|siang|sore|malam|petang|datang)|"
    r"(?:pagi|siang|sore|malam)(?= (?:pak|bapak|ibu|bu|min|kak|mas|,))|good (?:morning|afternoon|evening)|"
    r"dengan (?:segala )?(?:hormat|horm\S*)|dh|hormat (?:kami|saya)|(?:mohon )?maaf(?: (?:sebelumnya|"
    r"mengganggu|lancang))*|up|gini|begini|jadi begini|oh iya|anu"
)
_LEAD_INS = tuple(
    re.compile(pattern)
    for pattern in (
        r", ",
        rf"salam \w+ (?=(?:{_HONORIFIC}) )|salam \w+ untuk (?:(?:{_HONORIFIC}|{_OFFICE}) )*",
        rf"(?:{_GREETINGS}) (?=\S)",
        rf"(?:{_GREETINGS}) $",
        # whom it is for
        rf"(?:kepada |untuk )*yang terhormat (?:{_NOT_TELLING}){{0,14}}",
        rf"(?:kepada|attn|dear|up|untuk) (?=(?:{_HONORIFIC}|"
        rf"{_OFFICE}) )(?!ibu hamil)(?:{_NOT_TELLING}){{1,14}}",
        rf"(?:{_HONORIFIC}|{_OFFICE}) (?:\w+ ){{0,3}}yang terhormat ",
        rf"(?:salam \w+ untuk|halo|hallo|hai|hi|hello) (?:(?!,|(?:{_TELLERS})\b)\S+ ){{0,5}}, ",
        rf"(?:{_HONORIFIC}) (?:\w+ ){{1,3}}(?=(?:saya|kami) (?:{_WISHES}) )",
        rf"(?:(?:{_HONORIFIC}) )*(?:{_OFFICE}) (?:(?:{_HONORIFIC}|{_OFFICE}|dan) |(?!,|(?:{_TELLERS})\b)\S+ )"
        rf"{{0,6}}, (?=(?:{_TELLERS})\b)",
        rf"(?:{_HONORIFIC}) (?!(?:{_OFFICERS}|{_TELLERS}) )\w+ (?:\w+ )?, (?=(?:{_TELLERS})\b)",
        rf"(?:{_KIN}) (?!(?:saya|kami|{_OFFICERS}|\w+ (?:saya|kami|tidak|jarang)) )(?=\S)",
        rf"(?:{_CALLS}) (?!(?:{_OFFICERS}) )(?=\S)",
        r"(?:bupati|walikota|wali kota|gubernur|presiden) (?=, )",
        r"tolong (?=(?:pak|bu|min|kak) )",
        # who writes, and that they write
        rf"(?:nama saya|atas nama|perkenalkan|saya|kami|aku) (?:\S+ ){{0,14}}?(?:(?:{_WISHES}) )+"
        rf"(?:{_TO_REPORT}) (?:(?:{_THINGS_SAID}|{_ABOUT}) )*(?=\S+ \S)",
        rf"(?:(?:pada kesempatan ini|bersama (?:surat )?ini|dengan ini|melalui ini|sekali lagi|di sini|"
        rf"kembali) ,? ?)*"
        rf"(?:(?:saya|kami|kita|i|we) )?(?:(?:{_WISHES}) )*(?:{_TO_REPORT}) (?:kepada \w+ )?"
        rf"(?:(?:{_THINGS_SAID}|{_ABOUT}) )*(?=\S+ \S)",
        rf"(?:{_TO_REPORT}) (?=, )|(?:laporan|aspirasi|usulan|pengaduan|aduan|keluhan|pertanyaan|perihal|hal|"
        r"isi|judul|kronologi\w*|uraian|masalah) (?=, )",
        r"(?:yang )?(?:ingin |mau |akan )(?:saya |kami )(?:laporkan|keluhkan|sampaikan|"
        r"tanyakan) (?:di sini )?(?:(?:adalah|ialah|yaitu|,) )?",
        r"(?:keluhan|aduan|laporan|pertanyaan) (?:saya|kami) (?:\S+ ){0,3}?(?:adalah|ialah|yaitu|"
        r"kali ini|,) (?:bahwa )?(?=\S)",
        r"(?:sub ?jek|perihal|bahwa|bhwa|bahwasanya|yaitu|adalah|ternyata|jadi|nah|dan|terus|"
        r"untuk(?= jalan)|di lapor) (?=\S+ \S)",
        r"(?:nama saya|atas nama|perkenalkan) [^,]+ , |saya \w+(?: \w+)? (?:dari|warga) [^,]+ , ",
        # that they ask
        r"(?:(?:saya|kami) )?(?:(?:mohon|minta|butuh|perlu|boleh|permintaan|ingin|mau|permohonan) )+"
        r"(?:(?:diberi|diberikan|dapat|pencerahan|bantuan|penjelasan) )*(?:informasi|informsi|infomasi|"
        r"penjelasan|"
        r"pencerahan|keterangan|petunjuk|kejelasan|konfirmasi)(?:nya)? "
        r"(?:(?:tentang|mengenai|terkait|perihal|soal|untuk|atas|dari|bagaimana(?= apa)|ya|pak|min|"
        r",) )*(?=\S+ \S)",
        r"(?:pada kesempatan ini|bersama (?:surat )?ini|dengan ini|sehubungan dengan (?:hal|itu) \S+|"
        r"terkait(?: dengan)?|tentang|perihal|mengenai) (?:, )?(?=\S+ \S)",
    )
)

# --- what tells --------------------------------------------------------------------------------------

TOPICAL = frozenset(
    word
    for table in TABLE.values()
    for line in table.strip().splitlines()
    for phrase in line.partition(":")[2].split(",")
    for word in phrase.split()[0].split("|")
) - word_set(
    "anak depan dekat beli buat bikin bangun dibangun diminta minta jadi tempat data kasus oknum "
    "petugas pegawai "
    "kurang tidak no need build hari malam laporan aduan lapor pengaduan kerja nomor sms online kantor "
    "tenaga "
    "orang daftar tanda jabatan tanah buang"
)
"""Words that the categories begin with: what a matter is about."""

_NO_VERBS = word_set(
    "dinas direktur ditjen dirjen direktorat disdukcapil dishub dinkes dinsos disdik dimana dirinya bersama "
    "berikut terhormat terima terimakasih tersebut terkait terletak termasuk terjadi terhadap tertanggal "
    "bertempat beralamat beralamatkan berlokasi bernama berdasarkan berada berasal bersangkutan menurut "
    "melalui mengenai medan melati mekar menteng menteri merdeka meter bekerja bertugas terdaftar dipati "
    "mengucapkan merupakan menjadi tertera memiliki mempunyai menjabat terminal diponegoro berkah bersih "
    "terakhir mekarsari berdomisili bertempat menyampaikan melaporkan beserta berita beras berkas"
)
_VERB = re.compile(
    r"\b(?!(?:"
    + "|".join(sorted(_NO_VERBS))
    + r")\b)(?:me(?:m|n|ng|ny|l|r)|di(?!r)|ber|ter|ke(?=\w+an\b))\w{4,}"
)
TELLS = tuple(
    (weight, re.compile(pattern) if isinstance(pattern, str) else pattern)
    for weight, pattern in (
        (
            3,
            r"\b(?:buruk|terburuk|ngawur|jatuh|terendam|tergenang|genangan|terkikis|mengganggu|menganggu|"
            r"meresahkan|penyalahgunaan|pelanggaran|ketidaksesuaian|gangguan|pemadaman|kesulitan|dugaan|diduga|"
            r"tidak|belum|bukan|tanpa|jarang|kurang|sulit|susah|lama|lambat|mahal|rusak\S*|mati|padam|"
            r"hancur|bolong|lubang|ber ?lubang|bocor|jebol|ambruk|ambrol|roboh|longsor|tersumbat|bau|keruh|"
            r"menumpuk|banjir\S*|macet\S*|hilang|gelap|kotor|langka|habis|kosong|penuh|korupsi|pungli|liar|ilegal|"
            r"salah|kacau|bising|takut|ramai|sepi|patah|putus|retak|licin|becek|parah|semrawut|kecewa|"
            r"error|gagal|pemutusan|penipuan|terlalu|rawan|jelek|palsu|tutup|ditutup|tertahan|"
            r"penggelapan|pencurian|pemotongan|keterlambatan|kesalahan|kecurangan|perbedaan|kehilangan|"
            r"ngebut|ugal-ugalan|kebakaran|kecelakaan|pingsan|sakit|meninggal|begal|maling|"
            r"ruksak|butut|risak|teu|ora|mboten|indak|pareum|tasumbek|buntu|on fire|burning|broken|not|"
            r"no|never|bad|dirty|down|stolen)\b",
        ),
        (
            3,
            r"\b(?:apa|apakah|bagaimana|berapa|kapan|kenapa|mengapa|di mana|ke mana|siapa|syarat\w*|cara|"
            r"jadwal\w*|biaya\w*|prosedur\w*|alamat kantor|how|what|where|when|why)\b",
        ),
        (
            3,
            r"\b(?:usul\w*|saran\w*|sebaiknya|perlu|alangkah|harus\w*|seharusnya|penambahan|please)\b",
        ),
        (1, _VERB),
        (
            1,
            r"\b(?:minta|meminta|mohon|tolong|ada|adanya|banyak|sering|selalu|terus|sudah|cek|setiap|tiap)\b",
        ),
        (1, r"(?:\S+ ){3}"),
        (
            -1,
            r"^(?:(?:kemarin|tadi|pada|tanggal|suatu|hari|pagi|siang|sore|malam|bulan|tahun|ini|itu|"
            r"[\d.:/]+|,) )*"
            r"(?:saya|kami|aku|suami saya|istri saya|anak saya|orang tua saya) (?:(?:ini|sudah|telah|pernah|"
            r"sedang|mau|ingin|hendak|baru) )*(?:pergi|datang|menuju|mengurus|membeli|beli|mendaftar|"
            r"mengajukan|"
            r"berkunjung|ke|membawa|dapat|mendapat|membuat|menerima|bekerja|memiliki|punya|membuka|melakukan|"
            r"mengirim|daftar)\b",
        ),
        (
            -4,
            rf"^(?:(?:saya|kami|{_WISHES}|kembali) )*(?:{_TO_REPORT})(?: (?:{_THINGS_SAID}|{_ABOUT}))*$",
        ),
        (
            -4,
            r"^(?:nama|nik|no|nomor|nomer|kpj|alamat|lokasi|tempat|tgl|tanggal|telepon|ponsel|hp|email|rt|rw|desa|"
            r"kelurahan|kecamatan|kabupaten|kec|provinsi|ktp|npwp|nip|jabatan|pekerjaan|kode|resi|tracking|"
            r"jenis|hari|jam|waktu|id|contact|umur) (?:\S+ ){0,3}?,",
        ),
        (
            -2,
            r"^(?:karena|dikarenakan|tapi|tetapi|namun|padahal|sedangkan|sehingga|bahkan|selanjutnya|sebagai|tidak|"
            r"belum|sudah|masih|dapat|kok|dan|atau|kalau|jika|agar|supaya|itu|yang|menurut|sementara|"
            r"setiap kali|"
            r"(?!hanya|tanya|biaya|pedagang)\w+nya)\b",
        ),
        (
            -2,
            r"^(?:mohon|tolong|harap|kalau|jika|kemarin|contoh|"
            r"mungkin)\b(?: \S+){0,2} (?:di ?(?:perbaiki|tindak\w*|proses|"
            r"tinjau|cek|tangani)|tidak|,)",
        ),
        (-3, r"^(?:nama saya|atas nama|perkenalkan|saya takut|takut ketahuan)\b"),
        (
            -4,
            r"\b(?:identitas|anonim|rahasia\w*|tanpa nama)\b|jangan .*\bnama|please (?:don't|do not) .*name",
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
            r"^(?:(?:saya|kami|jadi|maka|untuk|itu|dan|harap|harapan|besar|semoga|mohon|tolong|minta|agar|supaya|"
            r"segera|dapat|bisa|bapak|ibu|pak|bu|sekiranya|kiranya|bantuan\w*|dari|pihak|terkait|lebih|"
            r"di|cepat) )*"
            r"(?:di ?\w+|bantu\w*|bantuannya|penjelasan\w*|informasinya|perhatian\w*|tindak lanjut\w*|segera|"
            r"perbaiki|tanggapan\w*|solusi\w*|respon\w*|konfirmasi\w*|kejelasan\w*|pencerahan\w*|"
            r"kerja ?sama\w*|pihak terkait|lanjuti|lanjutnya|cek|tindakan\w*|tindak \w+)"
            r"(?: (?:pak|bu|min|ya|segera|secepatnya|lanjuti|lanjut|nya|ini|itu|terima kasih|lagi|kami|"
            r"dengan|"
            r"laporan|atas|cepat|baik|mungkin|secepat))*$",
        ),
        (
            -2,
            r"^(?:saya|kami|aku) (?:adalah |seorang |selaku |sebagai )*(?:warga|penduduk|mahasiswa|guru|pns|"
            r"karyawan|peserta|salah satu|lulusan|umat|pengguna|pelanggan|orang ?tua|pensiunan|"
            r"ibu rumah|tinggal|bertempat|beralamat|"
            r"bekerja|dari|pelapor|pengusaha|sopir|petani|bidan|perawat|nasabah)\b",
        ),
    )
)
"""Points for what a sentence holds, once each: `ENOUGH` of them make it a matter."""
