"""What letters open with before they come to the matter: whom they are for, who writes, that they write.

Yth. Bupati, saya Ani ingin melaporkan bahwa | jalan desa rusak
"""

import re
from collections.abc import Sequence

from intake.reading.clues import Openings
from intake.reading.words import Word


def lead_in_of(words: Sequence[Word]) -> int:
    """How many words at the beginning of a sentence lead in; 0 when none do."""
    found = _LEAD_INS.match([word.text for word in words])
    return found[0].count(" ") if found else 0


def addressee_of(words: Sequence[Word]) -> int:
    """How many words before a comma name an office, as if calling it: "Dinas PU Kota Depok, mohon"."""
    found = _ADDRESSEE.match([word.text for word in words])
    return found[0].count(" ") if found else 0


def announces(words: Sequence[Word]) -> bool:
    """Whether these words say that the matter follows: "yang ingin saya laporkan adalah"."""
    return _ANNOUNCES.search(" ".join(word.text for word in words)) is not None


HONORIFIC = r"bapak|ibu|pak|bu|saudara|sdr|kak|mas|mbak|bang|kang|haji|drs|dr|prof|ir|hj|h|mr|mrs"
OFFICE = (
    r"bupati|walikota|wali kota|gubernur|wakil|lurah|camat|presiden|wapres|menteri|kementerian|kepala|"
    r"ketua|"
    r"direktur|pimpinan|pengurus|admin|administrator|min|kapolres|kapolri|kapolda|sekda|rektor|dinas|badan|"
    r"kantor|pemprov|pemkot|pemkab|pemda|pemerintah|provinsi|kota|kabupaten|daerah|ditjen|dirjen|"
    r"direktorat|"
    r"bpjs|pdam|pln|kepolisian|polres|polda|polri|disdukcapil|dishub|dinkes|dinsos|disdik|bpn|bkn|bkd|"
    r"panitia|"
    r"tim|manajemen|manager|customer service|rumah sakit|puskesmas|kelurahan|kecamatan|instansi|jajaran\w*|"
    r"staf|staff|satpol pp|lapor|desa|kominfo|bea cukai|imigrasi|pt|cabang"
)
_TELLERS = (  # what begins the matter, or what somebody wants of us
    r"saya|kami|kita|aku|mohon|tolong|minta|ingin|mau|hendak|izin|ijin|bagaimana|apa|apakah|kenapa|mengapa|"
    r"kapan|berapa|di mana|aduan|laporan|keluhan|sudah|belum|tidak|ada|ini|itu|dengan|perihal|terkait|"
    r"tentang|mengenai|sehubungan|"
    r"bersama|melalui|untuk|yang|perlu|banyak|sering|tiap|setiap|sejak|sampai|karena|kalau|jika|semoga|"
    r"jalan|air|lampu|sampah|banjir|jembatan|selokan|got|saluran|pohon|parkir|rumah|warga|pelayanan|"
    r"nama|i|we"
)
_NOT_TELLING = rf"(?!(?:{_TELLERS})\b)\S+ "
TO_REPORT = (
    r"lapor|melapor|melaporkan|laporkan|ngelapor|mengadu|mengadukan|ngadu|adukan|mengeluh|mengeluhkan|"
    r"komplain|komplen|curhat|menyampaikan|menyampaikn|sampaikan|memberitahukan|memberitahu|"
    r"menginformasikan|"
    r"mengungkapkan|mengutarakan|bertanya|tanya|menanyakan|nanyakan|tanyakan|naros|takon|konfirmasi|"
    r"mengkonfirmasi|mengkonfirmasikan|mengajukan|report|complain about|ask"
)
WISHES = (
    r"mau|ingin|hendak|akan|izin|ijin|mohon|minta|numpang|boleh|perlu|bermaksud|coba|maaf|bade|arep|cuma|"
    r"hanya|sekadar|sekedar|juga|kembali|lagi|sekali|bisa|want to|would like to|dapat|untuk|dengan ini"
)
THINGS_SAID = (
    r"(?:(?:sebuah|beberapa|suatu|satu|sedikit) )?(?:pertanyaan|keluhan|pengaduan|aduan|laporan|uneg-uneg|"
    r"unek-unek|masalah|hal|keresahan|informasi|info|permohonan)(?:nya)?"
)
ABOUT = (
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
    r"ass\w*|asl\w*k\w*m|askum|assalam\S*(?: ?alaikum)?|alaikum|wr|wb|warahmatullah\w*|wabarakatuh|"
    r"shalom|syalom|"
    r"salam(?: (?:sejahtera|hormat|sehat|kenal|sejahterah|dan bahagia|untuk kita semua))*|sampurasun|"
    r"om swast[iy]astu|(?:sugeng|wilujeng) (?:enjang|enjing|siang|sonten|dalu|ndalu|wengi|rawuh)|horas|"
    r"tabik|"
    r"(?:se?lamat|met|slmt|slamet) (?:pagi|siang|sore|malam|petang|datang)|"
    r"(?:pagi|siang|sore|malam)(?= (?:pak|bapak|ibu|bu|min|kak|mas|p|,))|good (?:morning|afternoon|evening)|"
    r"dengan (?:segala )?(?:hormat|horm\S*)|dh|hormat (?:kami|saya)|(?:mohon )?maaf(?: (?:sebelumnya|"
    r"mengganggu|lancang))*|(?:mohon )?i[jz]in sebelumnya|up|gini|begini|jadi begini|oh iya|anu"
)
_LEAD_INS = Openings(
    (
        r", ",
        rf"(?:regards|salam) (?!(?:{_TELLERS}|{HONORIFIC}|{OFFICE}) )\w+ "
        rf"(?:{_NOT_TELLING}){{0,3}}(?=mohon |saya |kami )",
        rf"salam \w+ (?=(?:{HONORIFIC}) )|salam \w+ untuk (?:(?:{HONORIFIC}|{OFFICE}) )*",
        rf"(?:{_GREETINGS}) (?=\S)",
        rf"(?:{_GREETINGS}) $",
        # whom it is for
        rf"(?:kepada |untuk )*yang terhormat (?:{_NOT_TELLING}){{0,14}}",
        rf"(?:kepada|attn|dear|up|untuk) (?=(?:{HONORIFIC}|"
        rf"{OFFICE}) )(?!ibu hamil)(?:{_NOT_TELLING}){{1,14}}",
        rf"(?:{HONORIFIC}|{OFFICE}) (?:\w+ ){{0,3}}yang terhormat ",
        rf"(?:salam \w+ untuk|halo|hallo|hai|hi|hello) (?:(?!,|(?:{_TELLERS})\b)\S+ ){{0,5}}, ",
        rf"(?:{HONORIFIC}) (?:\w+ ){{1,3}}(?=(?:saya|kami) (?:{WISHES}) )",
        rf"(?:{HONORIFIC}) (?!(?:{_OFFICERS}|{_TELLERS}) )\w+ (?:\w+ )?, (?=(?:{_TELLERS})\b)",
        rf"(?:{HONORIFIC}) (?!(?:{_OFFICERS}|{_TELLERS}|hamil) )[^\W\d]+ "
        r"(?=(?:tolong|mohon|minta tolong|kapan|kenapa|mengapa|bagaimana|apakah) )",
        rf"(?:{_KIN}) (?!(?:saya|kami|{_OFFICERS}|\w+ (?:saya|kami|tidak|jarang)) )(?=\S)",
        rf"(?:{_CALLS}) (?!(?:{_OFFICERS}) )(?=\S)",
        r"p \w+ (?=\S)",
        r"(?:bupati|walikota|wali kota|gubernur|presiden) (?=, )",
        r"tolong (?=(?:pak|bu|min|kak) )",
        rf"mohon perhatian (?:dari |kepada )?(?:(?:{HONORIFIC}) )*(?:{OFFICE}) (?:{_NOT_TELLING}){{0,8}}"
        r"(?:perihal|terkait|tentang|mengenai|untuk|atas) (?=\S+ \S)",
        # who writes, and that they write
        rf"(?:nama saya|atas nama|perkenalkan|saya|kami|aku) (?:\S+ ){{0,14}}?(?:(?:{WISHES}) )+"
        rf"(?:{TO_REPORT}) (?:(?:{THINGS_SAID}|{ABOUT}) )*(?=\S+ \S)",
        rf"(?:(?:pada kesempatan ini|bersama (?:surat )?ini|dengan ini|melalui ini|berikut(?: ini)?|"
        rf"sekali lagi|di sini|"
        rf"kembali) ,? ?)*"
        rf"(?:(?:saya|kami|kita|i|we) )?(?:(?:{WISHES}) )*(?:{TO_REPORT}) (?:kepada \w+ )?"
        rf"(?:(?:{THINGS_SAID}|{ABOUT}) )*(?=\S+ \S)",
        rf"(?:{TO_REPORT}) (?=, )|(?:laporan|aspirasi|usulan|usul|saran|pengaduan|aduan|keluhan|pertanyaan|"
        rf"perihal|hal|"
        r"isi|judul|kronologi\w*|uraian|masalah)(?: (?:masalah|laporan|aduan|pengaduan|keluhan|"
        r"pertanyaan))? (?=, )",
        r"(?:(?:saya|kami) )?(?:(?:mau|ingin|hendak|akan) )*(?:memberi|memberikan|kasih|sekedar|"
        r"ngasih) (?:sedikit )?(?:masukan|saran|usul|usulan|input) "
        r"(?:(?:untuk|kepada|agar|saja|bagi|supaya|mengenai|tentang) )*(?=\S+ \S)",
        r"(?:yang )?(?:ingin |mau |akan )(?:saya |kami )(?:laporkan|keluhkan|sampaikan|"
        r"tanyakan) (?:di sini )?(?:(?:adalah|ialah|yaitu|,) )?",
        r"(?:keluhan|aduan|laporan|pertanyaan) (?:saya|kami) (?:\S+ ){0,3}?(?:adalah|ialah|yaitu|"
        r"kali ini|,) (?:bahwa )?(?=\S)",
        # what holds a sentence to the one before
        r"(?:sub ?jek|namun|tapi|tetapi|akan tetapi|padahal|karena|dikarenakan|bahkan|sedangkan|"
        r"sehingga|soalnya|perihal|bahwa|bhwa|bahwasanya|yaitu|adalah|ternyata|jadi|nah|dan|terus|"
        r"untuk(?= jalan)|di lapor) (?=\S+ \S)",
        r"(?:mohon|tolong|minta|harap) (?:(?:agar|untuk|segera|dapat) )*(?:di ?)?(?:tindak ?lanjut\w*|"
        r"perhati\w+|bantu\w*)(?: lanjuti\w*)? "
        r"(?:bahwa|karena|atas|tentang|terkait|mengenai|,) (?=\S+ \S)",
        r"(?:(?:saya|kami) )?(?:(?:hendak|ingin|mau) )?(?:mohon|minta|butuh) (?:bantuan|perhatian|solusi|"
        r"tindak lanjut|tindakan|"
        r"penanganan)(?:nya)?(?: yang \w+)? "
        r"(?:untuk|atas|terkait|tentang|mengenai|terhadap|pada|bagi) (?=\S+ \S+ \S)",
        r"(?:meneruskan|melanjutkan|menyambung|menindaklanjuti) (?:dari )?(?:laporan|aduan|pengaduan) "
        r"(?:(?:saya|kami) )?(?:sebelumnya|yang lalu|terdahulu|kemarin) (?=\S+ \S)",
        r"(?:saya|kami) (?:dari )?(?:warga|masyarakat|penduduk) (?:\S+ ){0,5}?(?:meminta|memohon|mohon|minta|"
        r"berharap) (?:agar|supaya|untuk) (?=\S+ \S)",
        r"(?:nama saya|atas nama|perkenalkan) [^,]+ , |saya \w+(?: \w+)? (?:dari|warga) [^,]+ , ",
        r"ada (?:(?:satu|sebuah|beberapa|juga|lagi) )*(?:masalah|keluhan|laporan|aduan|hal) (?:lagi |juga )?"
        r"(?:(?:pak|bu|min|kak) )?(?=, )",
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
_ADDRESSEE = Openings(
    (
        rf"(?:(?:{HONORIFIC}) )*(?:{OFFICE}) (?:(?:{HONORIFIC}|{OFFICE}|dan) |(?!,|(?:{_TELLERS})\b)\S+ )"
        rf"{{0,6}}, (?=(?:{_TELLERS})\b)",
    )
)
_ANNOUNCES = re.compile(
    rf"\b(?:{TO_REPORT}|keluhkan|pertanyaan(?:nya)?|keluhan|aduan|intinya)\b"
)
