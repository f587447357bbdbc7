"""How citizens shorten words in complaints, and what they mean there.

Public offices have abbreviations of their own, so `DOMAIN` wins over `GENERAL`:
a slang lexicon reads kk as "kakak" and pu as "punya", here they are a family
card and Public Works. Both hold lower-case words; a reading may be several words.
"""

GENERAL = {
    "ad": "ada", "adlh": "adalah", "aj": "saja", "aja": "saja", "ajah": "saja", "ak": "saya", "akn": "akan",
    "aku": "saya", "almt": "alamat", "ank": "anak", "ankk": "anak", "aq": "saya", "bgmn": "bagaimana",
    "bangt": "banget", "bantuin": "bantu", "bbrp": "beberapa", "bgini": "begini", "bgitu": "begitu",
    "bgs": "bagus", "bgt": "banget", "bikin": "buat", "bkin": "buat", "bkn": "bukan", "blg": "bilang",
    "blkg": "belakang", "blkng": "belakang", "blm": "belum", "blom": "belum", "bln": "bulan",
    "blum": "belum", "blon": "belum", "bnjr": "banjir", "bnr": "benar", "bner": "benar", "bnyk": "banyak",
    "bnyak": "banyak", "bpk": "bapak", "brg": "barang", "brp": "berapa", "bru": "baru", "bs": "bisa",
    "bsa": "bisa", "bsk": "besok", "bsr": "besar", "bkl": "bakal", "byk": "banyak", "byr": "bayar",
    "cb": "coba", "cm": "cuma", "cma": "cuma", "cuman": "cuma", "dah": "sudah", "dapet": "dapat",
    "deket": "dekat", "dengn": "dengan", "dg": "dengan", "dgn": "dengan", "dgr": "dengar",
    "dibenerin": "diperbaiki", "dibetulin": "diperbaiki", "benerin": "perbaiki", "dibersihin": "dibersihkan",
    "dikasi": "diberi", "dikasih": "diberi", "dilayanin": "dilayani", "diurusin": "diurus",
    "dipungutin": "dipungut", "dkt": "dekat", "dket": "dekat", "dlm": "dalam", "dll": "dan lain-lain",
    "dlu": "dulu", "dmn": "di mana", "dimana": "di mana", "dpn": "depan", "dpt": "dapat", "dpet": "dapat",
    "dr": "dari", "dri": "dari", "drpd": "daripada", "dsb": "dan sebagainya", "dsni": "di sini",
    "dsini": "di sini", "disini": "di sini", "disana": "di sana", "dst": "dan seterusnya", "dtg": "datang",
    "emg": "memang", "emang": "memang", "ga": "tidak", "gaada": "tidak ada", "gada": "tidak ada",
    "gabisa": "tidak bisa", "gak": "tidak", "gatau": "tidak tahu", "gimana": "bagaimana", "gk": "tidak",
    "gmn": "bagaimana", "gmana": "bagaimana", "gitu": "begitu", "gtu": "begitu", "hbs": "habis",
    "hp": "ponsel", "hr": "hari", "hri": "hari", "hrs": "harus", "hrg": "harga", "hrus": "harus",
    "hsl": "hasil", "info": "informasi", "inpo": "informasi", "jd": "jadi", "jdi": "jadi", "jg": "juga",
    "jga": "juga", "jgn": "jangan", "jngn": "jangan", "jl2": "jalan-jalan", "jembtn": "jembatan",
    "jmbtn": "jembatan", "jwb": "jawab", "kaga": "tidak", "kagak": "tidak",
    "bole": "boleh", "ude": "sudah", "udeh": "sudah", "aje": "saja", "semue": "semua", "gimane": "bagaimana",
    "nape": "kenapa", "kenape": "kenapa", "kalo": "kalau", "karna": "karena",
    "krn": "karena", "krna": "karena", "kasi": "beri", "kcl": "kecil",
    "kecelakan": "kecelakaan", "kl": "kalau", "klo": "kalau", "klw": "kalau", "kmrn": "kemarin",
    "kmren": "kemarin", "kmaren": "kemarin", "kemaren": "kemarin", "kmn": "ke mana", "kmana": "ke mana",
    "kemana": "ke mana", "knp": "kenapa", "knpa": "kenapa", "kpd": "kepada", "kpn": "kapan", "kpan": "kapan",
    "krg": "kurang", "ktnya": "katanya", "ktr": "kantor", "kntr": "kantor", "kyk": "kayak",
    "lap": "lapangan", "lbh": "lebih", "lg": "lagi", "lgi": "lagi", "lgsg": "langsung", "liat": "lihat",
    "lmp": "lampu", "lmpu": "lampu", "lpr": "lapor", "lbang": "lubang", "mbk": "mbak", "mhn": "mohon",
    "mhon": "mohon",
    "makasi": "terima kasih", "makasih": "terima kasih", "maksih": "terima kasih", "makin": "semakin",
    "mampet": "tersumbat", "mapet": "tersumbat", "mksh": "terima kasih", "mksih": "terima kasih",
    "mlm": "malam", "mlh": "malah", "malem": "malam", "mnt": "menit", "mnta": "minta", "msh": "masih",
    "msih": "masih", "msk": "masuk", "msyrkt": "masyarakat", "masy": "masyarakat", "mw": "mau", "mo": "mau",
    "nanya": "tanya", "naek": "naik", "ndak": "tidak", "ngga": "tidak", "nggak": "tidak", "ngak": "tidak",
    "enggak": "tidak", "engga": "tidak", "ngalir": "mengalir", "ngocor": "mengalir", "ngurus": "mengurus",
    "ngantri": "antri", "antre": "antri", "antrean": "antri", "antrian": "antri", "nyala": "menyala",
    "nuhun": "terima kasih", "nuwun": "terima kasih", "numpuk": "menumpuk", "nyampe": "sampai",
    "ntr": "nanti", "nti": "nanti", "org": "orang", "pdhl": "padahal", "pd": "pada", "pda": "pada",
    "pake": "pakai", "pgn": "ingin", "pengen": "ingin", "pingin": "ingin", "plg": "paling", "plng": "pulang",
    "ptgs": "petugas", "ptugas": "petugas", "psr": "pasar", "pntu": "pintu", "rmh": "rumah", "rumh": "rumah",
    "rsk": "rusak", "rusk": "rusak", "sampe": "sampai", "smpe": "sampai", "smpai": "sampai",
    "sbg": "sebagai", "sblm": "sebelum", "sdh": "sudah", "sdah": "sudah", "sdg": "sedang", "sgr": "segera",
    "sgera": "segera", "simp": "simpang", "sgt": "sangat", "sj": "saja", "skg": "sekarang",
    "skrg": "sekarang",
    "skrng": "sekarang", "sklh": "sekolah", "skolah": "sekolah", "sm": "sama", "smph": "sampah",
    "smua": "semua", "smw": "semua", "sng": "siang", "spt": "seperti", "sprti": "seperti", "stlh": "setelah",
    "stiap": "setiap", "suwun": "terima kasih", "sy": "saya", "sya": "saya", "syrt": "syarat",
    "tak": "tidak", "tau": "tahu", "tb2": "tiba-tiba", "tdk": "tidak", "tdak": "tidak", "tgl": "tanggal",
    "tggl": "tanggal", "thn": "tahun", "thd": "terhadap", "thx": "terima kasih", "tq": "terima kasih",
    "tks": "terima kasih", "tlg": "tolong", "tlong": "tolong", "tulung": "tolong", "tlp": "telepon",
    "telp": "telepon", "telpon": "telepon", "tmn": "teman", "tmpt": "tempat", "tny": "tanya",
    "tnya": "tanya", "tp": "tapi", "tpi": "tapi", "tetep": "tetap", "trims": "terima kasih",
    "trmksh": "terima kasih", "trs": "terus", "trus": "terus", "trsbt": "tersebut", "tsb": "tersebut",
    "tsbt": "tersebut", "ttg": "tentang", "ttp": "tetap", "udah": "sudah", "udh": "sudah", "uda": "sudah",
    "u/": "untuk", "unt": "untuk", "utk": "untuk", "untk": "untuk", "wkt": "waktu", "wrg": "warga",
    "yg": "yang", "yng": "yang", "ynag": "yang", "yth": "yang terhormat", "yank": "yang", "sampha": "sampah",
    "jlan": "jalan", "jaln": "jalan", "jalna": "jalan", "lisrtik": "listrik", "lstrik": "listrik",
    "lstrk": "listrik", "petgas": "petugas", "krang": "kurang", "bantun": "bantuan",
}  # fmt: skip

DOMAIN = {
    "blt": "bantuan langsung tunai", "bbm": "bahan bakar minyak", "bdg": "bandung", "bjn": "bojonegoro",
    "bp": "bapak", "disduk": "disdukcapil", "dk": "dukuh", "ds": "desa", "dsn": "dusun",
    "dukcapil": "disdukcapil", "capil": "disdukcapil", "gg": "gang", "jkt": "jakarta", "jl": "jalan",
    "jln": "jalan", "jt": "juta", "kab": "kabupaten", "kades": "kepala desa", "kc": "kantor cabang",
    "kec": "kecamatan", "kel": "kelurahan", "kepsek": "kepala sekolah", "kk": "kartu keluarga",
    "km": "kilometer", "kp": "kampung", "ling": "lingkungan", "lpg": "elpiji", "nakes": "tenaga kesehatan",
    "pju": "penerangan jalan umum", "pkm": "puskesmas", "pu": "pekerjaan umum", "pupr": "pekerjaan umum",
    "rb": "ribu", "rs": "rumah sakit", "sk": "surat keputusan", "smg": "semarang", "th": "tahun",
    "tpt": "tempat", "rsud": "rumah sakit umum daerah", "ikd": "identitas kependudukan digital",
    "satpolpp": "satpol pp", "polpp": "satpol pp", "ektp": "ktp", "e-ktp": "ktp",
}  # fmt: skip

ABBREVIATIONS = {**GENERAL, **DOMAIN}

WITH_FULL_STOP = frozenset({
    "jl", "jln", "gg", "kel", "kec", "kab", "ds", "dsn", "dk", "kp", "no", "rt", "rw", "yth", "dr", "drs",
    "h", "hj", "tgl", "bp", "bpk", "sdr", "prov", "ling", "an", "sd", "tlp", "des", "perum", "komp",
    "simp", "drg", "prof",
})  # fmt: skip
"""Short forms whose full stop belongs to them and ends no clause."""

UNITS = {
    "x": "kali", "hr": "hari", "hari": "hari", "mgg": "minggu", "mg": "minggu", "minggu": "minggu",
    "mnggu": "minggu", "bln": "bulan", "bulan": "bulan", "th": "tahun", "thn": "tahun", "tahun": "tahun",
    "jam": "jam", "jm": "jam", "mnt": "menit", "menit": "menit", "rb": "ribu", "rbu": "ribu", "ribu": "ribu",
    "jt": "juta", "juta": "juta", "km": "kilometer", "m": "meter", "meter": "meter", "org": "orang",
    "orang": "orang", "kk": "kartu keluarga", "k": "ribu",
}  # fmt: skip
"""What may be glued behind a number: `3bln`, `150rb`, `2x`."""

NUMBERED = frozenset({
    "sd", "sdn", "smp", "smpn", "sma", "sman", "smk", "smkn", "mi", "min", "mts", "mtsn", "man", "tk",
    "paud", "rt", "rw", "no", "nomor", "blok", "km", "gg", "gang", "kelas", "lantai", "pos", "jalur",
    "unit", "tahap", "pp", "kpp", "dusun", "kp",
})  # fmt: skip
"""Words a digit behind numbers, so that `sdn2` is a school and not a doubling."""
