"""People's names, as Indonesians write them.

One word is a whole name; there need be no family name; titles (Drs., Hj., S.Pd,
alm.) belong to it. No list can hold the names of all peoples, so a name is what
is *not* something else: not an everyday word of complaints, not a place or an
office, no digits. Where capitals prove nothing (ALL CAPS, Every Word Capital,
all lower case) only the commonest given names are believed without a cue.
"""

import itertools
import re
import unicodedata
from collections.abc import Callable, Iterator

from intake.reading.sought import Sought
from intake.reading.spans import Invalid, Spotted
from intake.reading.whose_name import (
    CONCERNED,
    KIN,
    ROLES,
    labels_own,
    names_somebody,
    on_own_behalf,
    speaks,
)
from intake.reading.words import normalise, word_set

LONGEST = 80  # characters
MOST_WORDS = 8

# --- words -----------------------------------------------------------------------------------------

_EVERYDAY = """
    buruan kelamaan cepetan cerewet bawel lebay ribet rewel kepo moh mogok ogah males malas
    ada adalah adanya agar air aja akan akibat aku anak anda anjing anonim antara antri apa apakah apabila
    api aplikasi area arah aspal aspirasi atas atau awal bagaimana bagi baik bahwa bahan bau baru bayar
    banjir bantu bantuan banyak banyaknya batal bayi belakang beli belum bencana bensin beras berbahaya
    beri berhenti berita besar besok betul biaya biar bilang bisa blm bocor boleh buat bukan buku bulan
    buruk busuk butuh cara cek cepat coba cuma dalam dan dana dapat daftar dari data dekat demi demikian
    dengan depan di dia dibuang diperbaiki diangkat dibangun dilakukan diminta disini ditindak
    ditindaklanjuti dong drainase dulu email enggak ga gak gelap gimana gk gratis guru habis hal halo hai
    hallo hamba harap harga hari harus hewan hidup hilang hingga hormat hp hujan ibukota info informasi
    ingin ini itu iya izin jadi jalan jalanan jalannya jam jangan jauh jelas jelek jembatan jika juga
    kabel kabar kacau kalau kali kami kamu kan kapan karena kartu kasih kasus kata ke kebakaran kecelakaan
    kecil kecewa kembali keluar keluarga keluhan kemarin kena kenapa kendaraan kepada kerja kering keruh
    ketik khusus kira kita klo kmrn kok konfirmasi korban korupsi kosong kotor ktp kurang kurangnya lagi
    lain laka lama lampu langka lanjut lapor laporan laporkan lelah lebih lewat lewati liar lihat limbah
    listrik lokasi longsor lubang berlubang lupa macet mahal maaf main maka makan makasih malam maling
    mampet mana masalah masih masuk masyarakat mati mau melapor melaporkan membayar memohon memang
    membuang meminta mencuri mengadu mengalir menunggu menu merasa mereka merah minggu minta mobil mohon
    mhn motor mulai mungkin musim nama namanya nanti ngga nggak nih nik no nomor numpuk menumpuk ok oke
    oknum orang padam pagi pake pakai paling panas parah parkir pasang pasien patah pecah pelayanan
    pelapor pembangunan pemerintah penanganan pengaduan pengirim penting perbaiki perbaikan perlu
    permintaan permohonan pernah pipa pohon pupuk pungli pungutan pusing putus rahasia ramai ramah rawan
    responnya rumah rusak saat saja saluran sakit sama sampah sampai sana sangat sapi saran saya sebelah
    sebelum sebut sebutkan sejak sekali sekarang selalu selokan selamatkan semua semoga sendiri seperti
    sering serta setiap segera siang siapa siap sih sini sinyal skip sms sore status stop subuh sudah suka
    surat susah syarat tadi tahu tahun tak tambah tanah tanda tangan tanpa tapi tau tebang teman tengah
    tentang terhormat terima terlalu terlambat tersebut tersumbat tetangga tiap tiba tidak tidur tindak
    tinggal tinggi tlg tolong tombol trotoar tumbang tunggu tutup ubah udah ujung ulang umum untuk urus
    usul utama via wah waktu warga wifi ya yaa yah yakni yaitu yang yth yg tdk ngak ndak gada gatau jgn
    krn utk dgn sdh udh dah dr dkt jln jl rt rw gg sy sya aq pak bu pln lpr trims terimakasih mksh thanks
    thx please help english indonesia bahasa hormati salam assalamualaikum wassalam wassalamualaikum
    permisi punten nuwun sewu kulonuwun suwun nuhun hatur matur test tes testing piye kulo nggih inggih
    mboten henteu indak iyo muhun and are at broken call cancel damaged dark dead dirty flood for from
    garbage have hello hi is it me my name near not of on road street the there this trash to water we
    what when where who why yes you your alamat almt allah pilih daerah ketua bapaknya baiklah oh eh hm hmm
    min admin ny tn sehari semalam seminggu sebulan setahun saminggu sawulan sejam secret
"""
_PLACE_WORDS = """
    kota kab kabupaten kec kecamatan kel kelurahan desa ds dusun dsn dukuh kampung kp kampong lingkungan
    ling rt rw jalan jl jln gang gg komplek kompleks komp perum perumahan perumnas blok provinsi propinsi
    prov pasar terminal stasiun bandara pelabuhan pantai sungai kali jembatan simpang pertigaan perempatan
    bundaran lapangan alun-alun tanjung teluk pulau gunung bukit danau rawa muara nagari jorong distrik
    kavling ruko pertokoan hotel masjid mesjid mushola gereja pura vihara makam kuburan taman tugu monumen
    kantor dinas badan kementerian balai upt uptd instansi pemda pemkab pemkot pemprov pemdes sekolah sd
    sdn smp smpn sma sman smk smkn mts madrasah paud universitas kampus puskesmas pustu posyandu rs rsud
    rsup klinik polsek polres polda polri polisi koramil kodim satpol pp pupr pu dlh dishub disdik dinkes
    dinsos disdukcapil dukcapil bpbd bpjs pln pdam telkom pertamina bank bri bni bumdes toko warung kios
    apotek spbu pabrik pt cv ud yayasan koperasi bupati walikota wali gubernur camat lurah kades kepala
    ketua presiden menteri sekda dprd dpr dprri admin operator petugas bpk bapak ibu sekretaris direktur
    pimpinan pengurus timur barat utara selatan atas bawah hulu hilir lor kidul kulon wetan pusat street
    road avenue village district city regency griya graha permai asri residence cluster villa vila estate
"""
_PLACES = """
    aceh ambon atambua badung bajawa balikpapan banda bandung bangka bangkalan banjarmasin banjarnegara
    bantaeng bantul banten banyumas banyuwangi batam bekasi bengkulu biak bima blitar blora bogor
    bojonegoro bondowoso boyolali brebes buleleng ciamis cianjur cilacap cimahi cirebon denpasar depok
    dompu ende flores garut gianyar gorontalo gresik grobogan indramayu jakarta jaksel jakbar jaktim jakut
    jambi jayapura jember jembrana jepara jombang kalimantan kambera karanganyar karangasem karawang
    kebumen kediri kefamenanu kendal kendari klaten klungkung kudus kuningan kupang labuan lamongan
    lampung larantuka lebak lembata lombok lumajang madiun magelang magetan majalengka makassar malang
    maluku manado manggarai manokwari mataram maumere medan melolo merauke mojokerto nabire nganjuk ngada
    ngawi ntt ntb pacitan padang palangkaraya palembang palu pamekasan pandawai pandeglang papua pasuruan
    pati pekalongan pekanbaru pemalang ponorogo pontianak probolinggo purbalingga purwakarta purwokerto
    purworejo rembang riau rote ruteng sabu salatiga samarinda sampang semarang serang sidoarjo situbondo
    sleman soe solo sorong sragen subang sukabumi sukoharjo sulawesi sumba sumatera sumbawa sumedang
    sumenep surabaya surakarta tabanan tabundung tambolaka tangerang tarakan tasikmalaya tegal temanggung
    ternate timika trenggalek tuban tulungagung waikabubak waingapu waibakul wonogiri wonosobo yogyakarta
    jogja jogjakarta sulsel sulut sulteng sultra kaltim kalbar kalsel kalteng kaltara sumut sumbar sumsel
    jabar jateng jatim diy dki
"""
_GIVEN = """
    abdul abdullah abdurrahman abu ade adi adinda aditya adrianus agnes agung agus agustina agustinus
    ahmad achmad ahmat aisyah ajeng akbar alex alexander alfian alfons alfonsus ali amalia amelia amin
    aminah amir ana anastasia andi andika andre andreas andri andriani ani anis anita anna annisa antonius
    anton anwar apriani arief arif arifin aris aryanto asep asih asri bakar astuti atik atmaja aulia ayu
    aziz bachtiar bagas bagus bahar bambang basuki bayu benediktus benny bernadus bernard betty budi
    budiman budiono budianto burhan cahya cahyo cahyono catur chandra christian cici citra cornelis dadang
    damar dana danang dani daniel darmawan darsono daud david debora dedi deden deni denny desi dewa dewi
    dian diana dika dimas dina dini djoko dodi domingus dominikus donatus dony dwi dyah edi eddy edy
    efendi eka eko elisabet elisabeth endah endang erna erni ester eti evi fachri fadli fahmi fahrul fajar
    fandi faisal farida fatimah fatma febri felix ferdinand ferry fitri fitriani fransiska fransiskus
    frans gabriel galih gede gerardus goreti gregorius gunawan gusti hadi hafiz haji hamid hamzah
    handayani handoko hani hardi hari hariyanto harun haryanto hasan hasanah hasanuddin hendra hendri
    hendro henny herlina herman hermawan heru hidayat hidayati husein husni ida idris ignasius ika ikhsan
    ilham imam iman imanuel indah indra indriani intan irawan irfan irma irwan isak ismail iwan jaka jamal
    jamaluddin januar jefri joko johan johanes joni jono joseph julia juliana juliani jumadi junaidi kadek
    karim karmila kartika kartini karyono kasim katarina ketut khairul khoirul komang kristina kurnia
    kurniawan kusuma laila lastri lestari lia lilik lilis lina linda lis lisa lukman lukas lusia made
    maimunah mamat margareta maria mariana marianus markus marlina marno marsel martha martini martinus
    maryam maryati matius maya mega melati mery mira misbah muhamad muhammad mohamad mohammad muh moh
    mulyadi mulyani mulyono munir murni mustafa mustofa nana nanang nani natalia ngatinah ngatno ni nia
    nina ningsih nita nova novi novita nugroho nur nuraini nurdin nurhayati nurul nurlaela nyoman oki
    oktavia oktavianus paijo parman paulina paulus petrus ponirah pramono prasetyo pratama pratiwi purnomo
    purwanto puspita puteri putra putri putu rahayu rahma rahman rahmat rahmawati rama ramadhan rambu
    ramli rani ratih ratna ratnasari retno rian rika riki rina rini risma rita riyadi riyanto rizal rizki
    rizky robert rohani rohmah rohman romi rosa rosalina roni rudi rukmini rusdi rusli ruslan rustam sabar
    sadiyah saiful salim samsul samuel sandi santi santo santosa santoso sapto sardi sari sarifah
    saripudin satria sekar selvi septi septian setiadi setiawan setiawati setyo setyawan sidik simon sinta
    siti slamet soleh sopian sri subagyo subandi subekti sudarmo sudarno sudarsono sudirman sudiro sugeng
    sugiarto sugiono sugiyanto sugianto suharto suhartono suherman sukarno sukardi sukarman sukini
    sulaiman sulastri sulistyo sulistyowati sulis sumarni sumarno sumiati sumiyati sunardi sunarto sunaryo
    supardi suparman suparno supriadi supriyadi supriyanto supriyono surya suryadi suryani suryanto
    susanti susanto susi susilo susilowati sutarno sutejo sutikno sutrisno suwarni suwarno suyanto suyono
    syafii syahrul syaiful syamsul syarif tanti taufik taufiq teguh teresia theresia tini titi titik titin
    toni topan tri trisna tuti udin ujang umar umbu umi untung usman utama utami utari utomo veronika vina
    vincentius wahid wahyu wahyudi wahyuni wahyuningsih wasis wati wawan wayan wibowo widodo widya
    widyastuti wijaya wijayanto winarno winarti wiwik wiwin wulan wulandari yadi yanti yanto yanuar yasin
    yati yayan yohana yohanes yolanda yono yosef yoseph yosua yudha yudi yudistira yuli yulia yuliana
    yuliani yulianti yulianto yuliati yuni yunita yunus yusuf yusup zaenal zainal zainab zainuddin zaki
    zulfikar zulkifli bili ndamung ngongo lende bulu tamu ngana bora dedy kristin oktaviani yuyun sarah
    sara ruth maulana maulida ridwan rosdiana rusmini
"""
_ALSO_WORDS = """
    amin asri bulu cahya damar dewi fajar indah lende lestari mega melati murni puteri putri sabar sari sekar
    surya tamu tri umi untung utama utara wangi
"""  # "sampah menumpuk, bau, indah"
_CASED = """
    Drs Dra Ir Prof H Hj KH Ust Ustadz Pdt SPd SE SH ST SSos SKom SIP SAg SSi SAP SKep SKM STP SPt SHI
    SPdI MSi MPd MM MT MH MKes MKom MAP MHum MAg AMd AMdKep Ners PhD SIK
"""
_BEHIND = (
    word_set(
        "nik nip nrg nuptk kpj kjp noka npsn ttl tgl tlp telp hape email alamat beralamat lahir "
        "lulusan asal jabatan status pekerjaan regards dua tiga empat lima enam kelas umur usia "
        "salah satu seorang tercantum terdaftar muncul beda double dobel puas pelajar petani nelayan "
        "buruh hanya tetap keluar tempat id"
    )
    | ROLES
    | KIN
    | CONCERNED
)
EVERYDAY_WORDS = frozenset(_EVERYDAY.split())
"""Words of complaints and of small talk, which name nobody, nor a place that is mistyped."""
PLACE_TYPES = frozenset(_PLACE_WORDS.split())
"""Words that say what a place is: they name nobody, and tell nothing."""
WELL_KNOWN_PLACES = frozenset(_PLACES.split())
"""The larger towns, islands and provinces."""
GIVEN_NAMES = frozenset(_GIVEN.split())
"""The commonest names people are given."""
_UNMISTAKABLE = GIVEN_NAMES - EVERYDAY_WORDS - PLACE_TYPES
_WORDS_TOO = frozenset(_ALSO_WORDS.split())
_TITLES = {title.lower(): title for title in _CASED.split()}
_AS_TYPED = frozenset({"dr", "drg", "alm", "almh"})
_IN_FRONT = "drs dra ir prof h hj kh ust pdt muh moh moch st abd"
_SHORT_FORMS = _AS_TYPED.union(_IN_FRONT.split())
_TITLES_ANYWHERE = _SHORT_FORMS - {"st"}
_BEHIND_A_NAME = frozenset(_TITLES) - _SHORT_FORMS | {"st", "alm", "almh"}
_ALWAYS_SMALL = frozenset({"bin", "binti"})
_MAY_BE_SMALL = _ALWAYS_SMALL | _AS_TYPED
_IN_NAMES = GIVEN_NAMES | _ALWAYS_SMALL | _SHORT_FORMS

# --- patterns ----------------------------------------------------------------------------------------

_LETTERS = r"[^\W\d_]+"
_WORD = rf"{_LETTERS}(?:['’`´\-.]{_LETTERS})*\.?"
_POLITE = (
    r"(?:bpk|bp|bapak|pak|bapa|ibuk|ibu|bu|sdri|sdr|saudari|saudara|mas|mbak|kang|bang|tn|ny|mrs|mr|ms)"
    r"\b\.?\s*"
)
_ME = r"(?:saya|sy|sya|aku|aq|ak|gue|gw|kulo|abdi|kuring|lengkap|pelapor|pengirim|panjang|pemohon)"
_ON_BEHALF = r"(?:a\s?[/.]\s?n|an(?=\s?[.:])|atas\s+nama)\b[\s:=.]*"
_IS = r"(?:\s+(?:adalah|yaitu|ialah))?"
_MY = r"(?:(?:sa|saya|sy|beta|kita|ana|aku)\s+(?:(?:pu|pung|punya|pe)\s+)?(?=nama\b))?"  # the east's "my"
_NAMED = rf"(?:{_MY}(?:nama|nm|nami|jeneng)(?:ku|nya)?(?:\s+{_ME})*{_IS}|(?:my\s+)?name(?:\s+is)?)\b[\s:=]*"
_INTRODUCED = r"(?:saya|sy|sya|aku|aq|dari|perkenalkan|panggil|i\s+am|i'?m|it'?s|this\s+is|from)\b[\s,:]*"
_SAID_FIRST = (
    r"(?:baik(?:lah)?|oke|okey?|ok|oh|eh|iya|iyaa?|ya|yaa|siap|nggih|inggih|muhun|admin|min|kak)"
    r"\b[\s,.!]+"
)
_OFFICE = r"(?<=\s)(?:guru|rt|rw|lurah|kades|camat|kadus|dukuh|bidan|mantri)\b(?:\s+[0-9]{1,3}\b)?\s+"
_INTRODUCTIONS = re.compile(
    rf"(?:(?:{_NAMED}|{_ON_BEHALF}|{_INTRODUCED}|{_POLITE}[\s,]*|{_OFFICE}|{_SAID_FIRST}|(?-i:an|dr)\s+)(?=\S))*",
    re.IGNORECASE,
)
_FAREWELL = re.compile(
    r"(?:[\s,.]+(?:pak|bu|bpk|min|kak|mas|mbak|ya|yaa|aja|saja|trims|makasih|mksh|suwun|terima\s?kasih|thanks))+\W*$",
    re.IGNORECASE,
)
_VOWEL = re.compile(r"[aeiouy]|[^\x00-\x7f]", re.IGNORECASE)
_NICKNAME = re.compile(r"\s*[(\[](?!\s*almh?\b)[^()\[\]]*[)\]]", re.IGNORECASE)
_MORE = re.compile(
    r"[,;/|#\n]|\s[-–—]\s|(?<=[^\W\d_]{5})\.\s|\s(?=\(?\+?[0-9]{6})"
    r"|\s(?=(?:alamat|almt|jl|jln|jalan|rt|dari|no|nomor|hp|wa|nik|desa|ds|dusun|dsn|kp|kel|kelurahan|kec|warga"
    r"|tinggal|umur|usia|di)\b)",
    re.IGNORECASE,
)
_OWN_CUE = Sought(
    rf"\b(?:nama(?:\s+{_ME})+{_IS}\b[\s:=]*|namaku\s+|my\s+name(?:\s+is)?\s+|nami\s+(?:kulo|abdi)\s+"
    rf"|(?:pelapor|pengirim)\s*[:=]\s*|(?:saya|sy|kami)\s+bernama\s+"
    rf"|perkenalkan,?\s+(?:saya\s+)?)(?:{_POLITE})?"
)
_LABEL = Sought(rf"\bnama(?:ku)?\s*[:=]\s*(?:{_POLITE})?")
_BEHALF_CUE = Sought(rf"\b(?:nama\s+)?{_ON_BEHALF}(?:{_POLITE})?")
_WEAK_CUE = Sought(
    r"\b(?:saya|sy|sya|aku|dari|dr|from|an|i\s+am|i'm|this\s+is)\b[\s,]*"
    rf"(?:{_POLITE})?"
)
_SIGNING_CUE = Sought(rf"\b(?:ttd|tertanda|hormat\s+saya)\b[\s,]*(?:{_POLITE})?")
_BREAK = re.compile(r"[,;\n]+|\s[-–—]+\s|(?=[.!?])(?<=[^\W\d_]{4})[.!?]+(?=\s|$)")
_PHONE_BEHIND = re.compile(r"[\s(:.]*\+?[0-9][0-9 .\-]{5,}\)?\s*$", re.ASCII)
_ENDS_A_PHONE = frozenset("0123456789.-)")
_ACCUSES = re.compile(
    r"\b(?:bernama|namanya|oknum\w*|pelaku\w*|tersangka|terlapor|inisial|antara lain|yaitu)\b",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"w?ass?al+am|war+ahmat|waro?hmat|wabar+[ao]k|alaikum|wr\b|wb\b|wbr\b",
    re.IGNORECASE,
)
_NEXT_WORD = re.compile(rf"[ \t]*(?P<word>{_WORD})(?!\w)")
_VERB = re.compile(r"\w{3,}kan|me(?:m|n|ng|ny)\w{3,}(?:i|kan)", re.ASCII)
_LOOKS_LIKE_A_VERB = re.compile(r"(?:di|me|ber|ter)\w{4,}|(?:ke|pe)\w{4,}an", re.ASCII)
_GLUED = re.compile(r"\.(?=[^\W\d_]{3})")  # muh.ali
_CAPITALS = re.compile(r"^[^\W\d_](?:['’`´][^\W\d_])?|(?<=[-.])[^\W\d_]")
_LONGEST_RUN = 5  # words behind a cue
_SIGNED = range(2, 5)  # words of a signature
_UNSEEN = frozenset({"So", "Sk", "Cf", "Cs", "Cc"})
_EDGES = " \t\r\n.,:;!~*_-–—'\"“”"


def parse_name(text: str) -> str | Invalid | None:
    """The answer to "your name?", tidied; None when it is something else: a refusal, a story, a command.

    Invalid("name.invalid") when it is meant as a name but cannot be one: digits, signs, too long.
    """
    answer = _answer(text)
    words = answer.split()
    if not re.search(r"\w", answer) or any(_is_vocabulary(word) for word in words):
        spotted = spot_name(text)
        return spotted.value if spotted else None
    name = _tidy(answer)
    possible = (
        _VOWEL.search(name) and len(words) <= MOST_WORDS and all(map(_is_word, words))
    )
    return name if possible and len(name) <= LONGEST else Invalid("name.invalid")


def is_bare_name(text: str, fewest: int = 2) -> bool:
    """Whether a text is a person's common name in at least so many words, and nothing besides."""
    plain = _FAREWELL.sub(
        "", _INTRODUCTIONS.sub("", text.strip(_EDGES), count=1)
    ).strip(_EDGES)
    words = plain.split()
    if not fewest <= len(words) <= _LONGEST_RUN or not all(map(_may_sign, words)):
        return False
    first = next((word for word in map(_bare, words) if word not in _SHORT_FORMS), "")
    return first in _UNMISTAKABLE and (len(words) > 1 or first not in _WORDS_TOO)


def _well_known(place: str) -> bool:
    words = place.lower().split()
    return any(word in WELL_KNOWN_PLACES for word in words) and not any(
        word in GIVEN_NAMES for word in words
    )


def spot_name(
    text: str, is_place: Callable[[str], bool] = _well_known
) -> Spotted[str] | None:
    """The writer's name where a text gives it away: behind "nama saya", "a/n", "dari", or as a signature.

    `is_place` says whether a few words are the name of a place; by default it knows
    the larger towns only.
    """
    for start, end in itertools.chain(_introduced(text), _signature(text, is_place)):
        name = _tidy(text[start:end])
        if (
            len(name) <= LONGEST
            and _VOWEL.search(name)
            and not is_place(text[start:end])
        ):
            return Spotted(name, start, end)
    return None


# --- the answer to the question ----------------------------------------------------------------------


def _answer(text: str) -> str:
    """The first name in an answer, without introduction, farewell, nickname, emoji and further facts."""
    plain = "".join(
        " " if unicodedata.category(c) in _UNSEEN and c != "\n" else c for c in text
    )
    plain = re.sub(
        r"[()\[\]]", " ", _NICKNAME.sub("", plain.replace("\ufe0f", ""))
    ).strip(_EDGES)
    named = _INTRODUCTIONS.sub("", plain, count=1)
    return _FAREWELL.sub("", _with_titles(named)).strip(_EDGES)


def _with_titles(text: str) -> str:
    """From behind the towns up to the first sign of more than a name; a comma before `S.Pd` is none."""
    parts = [part.strip() for part in _MORE.split(text)]
    first, *others = list(itertools.dropwhile(_well_known, parts)) or parts
    titles = itertools.takewhile(_is_title_list, others)
    return ", ".join([first, *titles])


def _is_title_list(part: str) -> bool:
    return bool(part) and all(_bare(word) in _BEHIND_A_NAME for word in part.split())


def _is_word(word: str) -> bool:
    return bool(re.fullmatch(_WORD, word.removesuffix(",")))


def _is_vocabulary(word: str) -> bool:
    """Whether it is a word of the language rather than a name; what can be both counts as a name."""
    bare = word.strip(".,?").lower()
    if bare in GIVEN_NAMES or word in ("dr.", "Dr", "Dr.", "DR", "DR."):
        return False
    return (
        bare in EVERYDAY_WORDS
        or bare in PLACE_TYPES
        or _VERB.fullmatch(bare) is not None
    )


def _bare(word: str) -> str:
    return word.replace(".", "").strip(",").lower()


# --- volunteered: behind a cue -------------------------------------------------------------------------


def _introduced(text: str) -> Iterator[tuple[int, int]]:
    for cue, theirs in _CUES:
        for found in cue.finditer(text):
            run = _run(text, found.end())
            if run and theirs(text, found.start(), run):
                yield run


def _run(text: str, start: int) -> tuple[int, int] | None:
    """The stretch of words from `start` that can be a name; None when there is none."""
    begins, end, position = None, start, start
    for _ in range(_LONGEST_RUN):
        found = _NEXT_WORD.match(text, position)
        word = _before_a_label(found["word"]) if found else ""
        if not found or not word or not _goes_on(word, first=begins is None):
            break
        begins = found.start("word") if begins is None else begins
        stops = word != found["word"] or _ends_a_sentence(word)
        position, end = found.end(), found.start("word") + len(word) - stops
        if stops:
            break
    return None if begins is None else (begins, end)


def _ends_a_sentence(word: str) -> bool:
    return word.endswith(".") and _bare(word) not in _SHORT_FORMS


def _before_a_label(word: str) -> str:
    """The word, or what of it stands before a label in `Saepudin.Alamat`; nothing when it is no name."""
    name, dot, behind = word.partition(".")
    if _is_vocabulary(word) or _ends_names(name):
        return ""
    return name + dot if dot and _ends_names(behind) else word


def _ends_names(word: str) -> bool:
    """A label, a role, a short form of a word: it stands behind a name and is none."""
    bare = _bare(word)
    if bare in _IN_NAMES:
        return False
    forms = normalise(bare).text.split() if word.islower() else ()
    return any(one in _BEHIND or one in EVERYDAY_WORDS for one in (bare, *forms))


def _goes_on(word: str, *, first: bool) -> bool:
    """Small letters are no hindrance in a text message, but no name begins or goes on with a verb."""
    if _bare(word) in _IN_NAMES or not _LOOKS_LIKE_A_VERB.fullmatch(word.lower()):
        return True
    return word[0].isupper() and not (first and word.isupper())


def _convinces(text: str, start: int, end: int) -> bool:
    """Behind "dari" or "saya" a common given name is needed, and without capitals two."""
    words = text[start:end].split()
    given = [_bare(word) in _UNMISTAKABLE for word in words]
    if _capitals_tell(text[:start]) and _is_capitalised(words):
        return any(given)
    return all(given) and len(words) in _SIGNED


def _anyway(_text: str, _cue: int, _run: tuple[int, int]) -> bool:
    return True


def _of_own_data(text: str, cue: int, run: tuple[int, int]) -> bool:
    return labels_own(text[:cue], text[run[1] :])


def _on_own_behalf(text: str, cue: int, run: tuple[int, int]) -> bool:
    return on_own_behalf(text[:cue], text[run[1] :])


def _speaking(text: str, cue: int, run: tuple[int, int]) -> bool:
    return speaks(text[:cue]) and _convinces(text, *run)


def _signing(text: str, _cue: int, run: tuple[int, int]) -> bool:
    return _convinces(text, *run)


_Judge = Callable[[str, int, tuple[int, int]], bool]
_CUES: tuple[
    tuple[Sought, _Judge], ...
] = (  # what announces a name, and whether it is the writer's there; the surest first
    (_OWN_CUE, _anyway),
    (_LABEL, _of_own_data),
    (_BEHALF_CUE, _on_own_behalf),
    (_SIGNING_CUE, _signing),
    (_WEAK_CUE, _speaking),
)


# --- volunteered: as a signature -----------------------------------------------------------------------


def _signature(text: str, is_place: Callable[[str], bool]) -> Iterator[tuple[int, int]]:
    """The last part of a text when it can be nothing but a name; courtesies, towns and phones aside."""
    parts = _parts(text)
    if not any(_signs(text, *part) for part in parts[1:]):
        return  # whether the last is a place takes a search
    while parts and _stands_beside(text[slice(*parts[-1])], is_place):
        parts.pop()
    titles = list(
        itertools.takewhile(
            lambda part: _is_title_list(text[slice(*part)]), reversed(parts)
        )
    )
    behind = parts[1 : len(parts) - len(titles)]
    if behind and _signs(text, *behind[-1]):
        yield behind[-1][0], parts[-1][1]


def _stands_beside(part: str, is_place: Callable[[str], bool]) -> bool:
    return _is_courtesy(part) or _well_known(part) or is_place(part)


def _parts(text: str) -> list[tuple[int, int]]:
    """The ranges between commas, new lines, dashes and full stops, without phone numbers behind a name."""
    ends = [
        (0, 0),
        *(match.span() for match in _BREAK.finditer(text)),
        (len(text), len(text)),
    ]
    ranges = []
    for (_, start), (end, _) in itertools.pairwise(ends):
        part = text[start:end]
        if part.rstrip()[-1:] in _ENDS_A_PHONE:
            part = _PHONE_BEHIND.sub("", part)
        bare = part.strip(_EDGES)
        offset = start + part.find(bare)
        ranges.append((offset, offset + len(bare)))
    return [(start, end) for start, end in ranges if end > start]


def _is_courtesy(part: str) -> bool:
    return all(
        _is_vocabulary(word) and _bare(word) not in PLACE_TYPES
        for word in re.findall(r"[\w']+", part)
    )


def _signs(text: str, start: int, end: int) -> bool:
    words = text[start:end].split()
    if not all(map(_may_sign, words)) or names_somebody(text[:start]):
        return False
    given = all(_bare(word) in _UNMISTAKABLE for word in words)
    if len(words) == 1:
        return given and _signs_alone(text, start)
    capitals = _is_capitalised(words) and _capitals_tell(text[:start])
    return len(words) in _SIGNED and (given or capitals)


def _may_sign(word: str) -> bool:
    """A word of a signature: none of the language, nor of the Arabic with which letters close."""
    others = _is_vocabulary(word) or _ends_names(word) or _CLOSING.match(word)
    return _is_word(word) and not others


def _signs_alone(text: str, start: int) -> bool:
    """Whether one common name at the end is the writer's: not a word as well, nor one of those accused."""
    before, name = text[:start].rstrip(" \t"), text[start:].split(maxsplit=1)[0]
    if before[-1:] in ("\n", "-", "–", "—"):
        return name[0].isupper()
    item = _BREAK.split(before.rstrip(_EDGES))[-1].split()
    listed = bool(item) and all(_bare(word) in GIVEN_NAMES for word in item)
    return (
        before.endswith(",")
        and _bare(name) not in _WORDS_TOO
        and not (listed or _ACCUSES.search(before))
    )


def _is_capitalised(words: list[str]) -> bool:
    return all(word[0].isupper() or _bare(word) in _MAY_BE_SMALL for word in words)


def _capitals_tell(before: str) -> bool:
    """Whether the writer uses capitals sparingly, so that one means something.

    Short forms and keywords (LAPOR, SPBU) are no sign of the contrary while small letters prevail.
    """
    words: list[str] = re.findall(_LETTERS, before)
    small = sum(word[0].islower() for word in words)
    shouted = sum(word.isupper() and len(word) > 1 for word in words)
    begun = len(words) - small - shouted
    return small > begun and small > shouted


# --- how a name is shown -------------------------------------------------------------------------------


def _tidy(name: str) -> str:
    words = name.split()
    spaced = " ".join(
        word if _bare(word) in _TITLES else _GLUED.sub(". ", word) for word in words
    )
    one_case = spaced.islower() or spaced.isupper()
    return " ".join(
        _cased(word, count, one_case=one_case)
        for count, word in enumerate(spaced.split())
    )


def _cased(word: str, position: int, *, one_case: bool) -> str:
    bare = _bare(word)
    if bare in _ALWAYS_SMALL or (bare in _AS_TYPED and word.islower()):
        return word.lower()
    if not (one_case or _in_one_case(word, bare)):
        return word
    if bare in _TITLES_ANYWHERE or (bare in _BEHIND_A_NAME and position > 0):
        return _as_title(word, bare)
    return _capital(word)


def _in_one_case(word: str, bare: str) -> bool:
    """All small or all capitals; up to three capitals may be initials."""
    return word.islower() or (word.isupper() and len(bare) > len("Abd"))


def _as_title(word: str, bare: str) -> str:
    """The title's own letters, with the full stops as typed."""
    letters = iter(_TITLES.get(bare, word.title()))
    return "".join(next(letters) if c.isalpha() else c for c in word)


def _capital(word: str) -> str:
    """`d'cruz` is D'Cruz, but `ma'ruf` Ma'ruf; parts of a hyphenated word have a capital each."""
    return _CAPITALS.sub(lambda letters: letters[0].upper(), word.lower())
