"""Whose name it is that stands behind a cue: the reporter's, or somebody's of whom they write.

The reporter, the accused, the one it was done to and the one it is filed for are four people. A name
is the reporter's behind "saya" or "kami", in a form of their own data, or as a signature. In doubt it
is nobody's: the name is asked anyway, while a wrong one accuses or exposes somebody.
"""

import re

from intake.reading.words import word_set

ROLES = word_set(
    "ketua kepala guru dosen rektor sopir supir driver kernet kondektur petugas pegawai pns asn staf "
    "staff karyawan oknum pelaku tersangka terlapor dokter bidan perawat suster mantri lurah camat "
    "kades kadus bupati walikota polisi tentara satpam security hakim jaksa anggota pengurus "
    "operator teller kasir mandor kontraktor pemborong kurir penjual pedagang preman pencuri maling "
    "penipu pemilik pengelola bos majikan rentenir caleg notaris sekdes bendahara panitia pelatih "
    "ustad ustadz pendeta pastor kasi kabid kadis kapolsek babinsa calo agen honorer tukang "
    "juru penagih pengedar bandar pemain"
)
"""Who is accused, or praised: an office or a trade, with which a name is mentioned."""
KIN = word_set(
    "anak anaknya putra putri putera puteri bayi istri isteri istriku suami suamiku ayah orangtua "
    "ortu keluarga adik adek kakak abang paman bibi tante nenek kakek cucu "
    "keponakan ponakan mertua menantu ipar saudara saudari sepupu teman kawan sahabat tetangga pacar "
    "rekan majikan"
)
"""Who belongs to the reporter, and for whom they write."""
CONCERNED = word_set(
    "peserta pasien almarhum almarhumah alm almh korban siswa siswi murid mahasiswa mahasiswi "
    "penerima pemegang nasabah balita lansia janda yatim pensiunan ybs tersebut beliau bernama "
    "namanya inisial rekening"
)
"""Whose case it is, when it need not be the reporter's own."""
_PAPERS = (
    r"(?:e-?)?ktp(?:-?el)?|kk|kartu\w*|kis|kip|bpjs\w*|jkn|jht|kpj|surat|paspor|akun|npwp|sim|stnk|klaim|"
    r"pencairan|berkas|nik|data|permohonan|pengajuan|nomor|nomer|no|rekening|paket|akta|akte|"
    r"sertifikat|ijazah|iuran|tagihan|pesanan|laporan|bantuan|sk|pensiun"
)
_ME = r"(?:saya|sy|sya|aku|aq|gue|gw|kulo|abdi)"
_OPENS = r"(?:^|[.,;:!?()\n]|\s[-–—])\s*"
_GREETS = (
    r"\b(?:pagi|siang|sore|malam|salam|halo|hallo|hai|pak|bu|min|admin|kak|gan|wb|wr|dengan|perkenalkan|ini|dan|"
    r"bahwa|maaf|permisi|assal\w*|alaikum|hormat|kasih|lapor)\s+"
)
_SPEAKS = re.compile(rf"(?:{_OPENS}|{_GREETS})$", re.I)
_I_AM = re.compile(
    rf"(?:{_OPENS}|{_GREETS})(?:{_ME}|kami)(?:\s+(?:adalah|sendiri|pelapor|pemohon))?\s*[,:]?\s*$",
    re.I,
)
_I_AS = re.compile(
    r"\b(?:saya|sy|kami)\s+(?:selaku\s+|sebagai\s+|sbg\s+|adalah\s+)?(?:warga|pelapor|penduduk|masyarakat)\b"
    r"(?P<between>[^.;:!?\n]{0,60})$",
    re.I,
)
_MY_PAPERS = re.compile(rf"\b(?:{_PAPERS})\s+{_ME}\s*[,:]?\s*$", re.I)
_PAPER = re.compile(rf"\b(?:{_PAPERS})\b", re.I)
_ABOUT_ME = re.compile(
    rf"\b(?:{_ME}|kami)\s+(?:\w+\s+)?(?:seorang|adalah|sebagai|sbg|selaku|mengajar|bekerja)\b",
    re.I,
)
_NOBODY = re.compile(
    r"\b(?:yth|kepada|kpd|yang terhormat)\b[^,.\n]*[.]?[^,.\n]*"
    r"|\b(?:rumah|kantor|ruang|pos|dekat|depan|samping|belakang)\s+(?:(?:rumah|kantor|pak|bu|bapak|ibu)\s+)*[\w-]+",
    re.I,
)  # whom it is addressed to, and a place that has somebody's name
_PEOPLE = re.compile(
    r"\b(?:ibu|bapak|mama|bapa)\s+(?:saya|kami|sy)\b|\borang tua\b|\b(?:pak|bu|ketua|oleh)\s+r[tw]\b",
    re.I,
)
_ACTS = re.compile(
    r"(?:me|di|ber|ter)\w{4,}|ngebut|minta|potong|pungut|tidak|tdk|gak|ga|belum|blm",
    re.I,
)
_SENTENCES = re.compile(r"[.!?;]\s+|\n+")
_OWN_LINES = re.compile(
    r"\W[^:=]{0,40}\b(?:alamat|no\.?\s*hp|hp|telp|tlp|wa|kpj)\s*[:=]", re.I
)
_TOKEN = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_OTHERS = ROLES | KIN | CONCERNED
NEAR = 160  # characters before a label that can say whose data follow
HEADING = 5  # words of a line that is one


def speaks(before: str) -> bool:
    """Whether "saya" or "dari" may introduce somebody here: it opens a clause or follows a greeting."""
    told = before.rstrip()
    last = told.rsplit(maxsplit=1)[-1:]
    near = len(told) - len("".join(last)) - 1  # nothing it looks for is longer
    return bool(_SPEAKS.search(before, max(0, near)))


def labels_own(before: str, behind: str) -> bool:
    """Whether `Nama: ...` between these words is of the reporter's own data."""
    if re.search(r"\batas\s*$", before, re.I):
        return False
    around = [part for part in _SENTENCES.split(before[-NEAR:]) if part.strip()][-2:]
    if _ABOUT_ME.search(" ".join(around)):
        return True
    if around and _heads(around[-1]):
        return False
    return bool(_OWN_LINES.match(behind)) or not _mentions_others(". ".join(around))


def on_own_behalf(before: str, behind: str) -> bool:
    """Whether the name between these words, said with `a/n` or "atas nama", is the reporter's."""
    if _I_AM.search(before) or _MY_PAPERS.search(before):
        return True
    if as_one := _I_AS.search(before):
        return not (_mentions_others(as_one["between"]) or _acts(as_one["between"]))
    if not before.strip(" \t\n*-.,:"):
        return not _goes_on_about(behind)
    return _closes(before, behind)


def names_somebody(before: str) -> bool:
    """Whether a person stands before a comma, whom the name behind it calls: "guru olahraga, ..."."""
    last = re.split(r"[,;\n.!?]", before.rstrip(" \t,;:-–—"))[-1]
    ending = " ".join(_NOBODY.sub(" ", last).split()[-2:])
    return _mentions_others(ending) and not _acts(ending)


def _heads(line: str) -> bool:
    """A heading over somebody's data: "Data anak saya:", "Identitas PNS:"."""
    few = len(line.split()) <= HEADING
    return few and _mentions_others(line) and not _acts(line)


def _closes(before: str, behind: str) -> bool:
    """It ends the text, and nobody and nothing in it could be called so."""
    return not (
        _TOKEN.search(behind) or _mentions_others(before) or _PAPER.search(before)
    )


def _goes_on_about(behind: str) -> bool:
    """What follows says what this person is or does."""
    following = [word.lower() for word in _TOKEN.findall(behind)[:1]]
    return any(word in _OTHERS or _acts(word) for word in following)


def _mentions_others(text: str) -> bool:
    said = _NOBODY.sub(" ", text)
    words = {word.lower() for word in _TOKEN.findall(said)}
    return not _OTHERS.isdisjoint(words) or bool(_PEOPLE.search(said))


def _acts(text: str) -> bool:
    return any(_ACTS.fullmatch(word) for word in _TOKEN.findall(text))
