"""Knows what a question to us is about: one row a topic, each with an answer in the catalogues.

    of("emang wajib nik?")                                       why_nik
    of("kenapa nik saya tidak terdaftar di dukcapil?")           None: a matter of theirs, not of ours

A topic is asked in one of three ways. Its `sure` phrases are enough by themselves. Its `maybe` phrases
count in a short clause that asks. And a clause that asks is about it when it holds one of the words it
`tells` itself by, and no other word than plain ones (`PLAIN`) and those `beside` it: what people ask of
us they ask in few words, and any further word makes it a story ("kenapa warga harus bayar parkir").
The first row that is asked wins, so the particular stand above the general.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from intake.reading.phrases import NOTHING, Heads, Phrases
from intake.reading.question import END, FOR_WHAT, HOW, WHAT, WHERE, WHO, is_question
from intake.reading.words import MARKS, Normal, normalise, word_set

MOST_WORDS = 16  # in a clause that asks us something: longer ones are stories
_ENDS_A_CLAUSE = frozenset(".?!")
_NEAR = r"(?:[^\s.?!]+ ){0,3}?"
NO_PHRASES = Phrases(NOTHING)
_TAILS = re.compile(
    r"(?:nyakah|nya|kah|ku|mu|ne|na|e)$"  # "biayanya", "gratiskah", jv "alamate", su "alamatna"
)

PLAIN = word_set(
    "saya kami kita aku anda kamu kalian engkau situ mereka dia kula kulo abdi ambo beta sampeyan "
    "panjenengan anjeun i you we me my your it this they ini itu iki iku niki niku ieu eta sini situ di "
    "sini ke ka mriki dieu here kesini disini bener apa apakah apaan opo nopo menapa naon apo siapa sopo "
    "sinten saha what who is are am be do does did bagaimana piye kepiye pripun kumaha baa how caranya "
    "cara carane bisa boleh dapat harus mesti kudu perlu wajib usah mau ingin akan bakal saged tiasa iso "
    "biso pareng kedah kudu can could may must should have will would need to want tidak kah atau ko ora "
    "mboten boten henteu teu ndak sonde tida bukan no not or ada ana aya wonten jadi kalau lamun nek yen "
    "upami mun menawi if memang emangnya memangnya kok benar betul yang sing nu untuk buat bwt dengan "
    "sama pada dari dan juga saja lagi pakai lewat dalam secara of for with the a an in on at and so just "
    "really laporan lapor melapor aduan pengaduan keluhan mengadu ngadu report reports complaint "
    "reporting ngalapor laporane kirim ngirim mengirim nulis menulis tulis ditulis isi mengisi chat wa "
    "whatsapp sms pesan telegram layanan satu pintu ya yah iya sih dong deh nih toh ta tuh pak bu bapak "
    "ibu min admin kak kakak mas mbak bang kang teh om gan bos sir maaf permisi punten halo hai hi hello "
    "eh oh nah terus lalu tapi dulu nanti ntar nuwun sewu kan e nganggo ngangge ku using tanya bertanya "
    "numpang izin takon naros terima kasih makasih please sorry ki le kira-kira sebenarnya"
)
_WHY = word_set(
    "kenapa mengapa napa knapa ngapain guna gunane fungsi perlune perlu alasan maksud dipakai dipake "
    "digunakan diapakan diminta minta meminta ditanya tanyakan ditanyakan menanyakan butuh dibutuhkan "
    "diperlukan kasih beri memberi sebut menyebut naha kunaon kanggo kangge pikeun keur kagem gawe nggo "
    "ngopo nyapo kenging segala lengkap why asked ask asking required give used tahu tanya-tanya cantumin "
    "cantumkan inisial apal gpp difoto diisi necessary needed real give njaluk dijaluk ditakoni menta "
    "dipenta wajib mandatory optional skip dilewati dilewat lewati lewat kosong dikosongkan tanpa without"
)
_WHEN = word_set(
    "kapan kapankah berapa piro pira pinten sabaraha iraha bara pabila when long many days soon fast quick"
)
_PAPERS = word_set(
    "nik ktp nomor no nomer induk kependudukan identitas data diri nama alamat ponsel telepon rumah "
    "jeneng nami asma ngaran wasta name identity address phone number id card"
)


@dataclass(frozen=True, slots=True)
class Topic:
    """Something people ask us, and how it is known; the answer is the catalogue's text of `key`."""

    id: str
    sure: Phrases = NO_PHRASES  # enough by themselves
    maybe: Phrases = NO_PHRASES  # where the clause asks, and is short
    tells: frozenset[str] = frozenset()  # where the clause asks in plain words only
    beside: frozenset[str] = frozenset()  # what may stand there as well
    own: Phrases = NO_PHRASES  # an installation's, which count as those of `maybe` do

    @property
    def key(self) -> str:
        """The catalogue's key of the answer."""
        return f"topic.{self.id}"


class Topics:
    """The topics of an installation, in the order in which they are tried."""

    def __init__(self, rows: Iterable[Topic]) -> None:
        self._rows = tuple(rows)
        self._own = tuple(row for row in self._rows if row.own is not NO_PHRASES)
        self._sure = Heads(row.sure for row in self._rows)

    def of(self, text: str) -> str | None:
        """The id of the topic that is asked in a clause; of several clauses, in the first that asks one."""
        for clause in clauses(text):
            if found := self._of_clause(clause):
                return found.id
        return None

    def joined(self, rows: Iterable[Topic]) -> "Topics":
        """These and an installation's own: new ones are tried first, known ones get more phrases."""
        own = {row.id: row for row in rows}
        known = {row.id for row in self._rows}
        return Topics(
            (
                *(row for row in own.values() if row.id not in known),
                *(replace(row, own=own.get(row.id, row).own) for row in self._rows),
            )
        )

    @property
    def ids(self) -> tuple[str, ...]:
        """Their ids, in the order in which they are tried."""
        return tuple(row.id for row in self._rows)

    def _of_clause(self, clause: str) -> Topic | None:
        plain = normalise(clause)
        sure = (self._rows[number] for number in self._sure.possible(plain))
        if found := next((row for row in sure if row.sure.search(plain)), None):
            return found
        if is_question(clause):
            return self._of_question(plain)
        alone = (row for row in self._own if _in_own_words_alone(row, plain))
        return next(alone, None)

    def _of_question(self, plain: Normal) -> Topic | None:
        if len(plain.words) > MOST_WORDS:
            return None
        words = _words(plain.text)
        return next((row for row in self._rows if _perhaps(row, plain, words)), None)


def clauses(text: str) -> Iterator[str]:
    """What stands between full stops, each with the mark that ends it."""
    words = normalise(text).words
    start = words[0].start if words else 0
    for word in words:
        if word.text in _ENDS_A_CLAUSE:
            yield text[start : word.end]
            start = word.end
    if text[start:].strip():
        yield text[start:]


def _perhaps(topic: Topic, plain: Normal, words: frozenset[str]) -> bool:
    """Whether a clause of few words that asks is about it."""
    told = topic.own.search(plain) or topic.maybe.search(plain)
    return told is not None or _in_plain_words(topic, words)


def _in_own_words_alone(topic: Topic, plain: Normal) -> bool:
    """Whether a clause is an installation's own phrase and nothing more: "jam buka kak"."""
    rest = topic.own.taken_out(plain)
    return rest is not None and _words(rest) <= PLAIN


def _in_plain_words(topic: Topic, words: frozenset[str]) -> bool:
    allowed = (PLAIN, topic.tells, topic.beside)
    return _any_of(words, topic.tells) and all(
        any(_is_one_of(word, table) for table in allowed) for word in words
    )


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split()) - MARKS


def _any_of(words: frozenset[str], table: frozenset[str]) -> bool:
    return any(_is_one_of(word, table) for word in words)


def _is_one_of(word: str, table: frozenset[str]) -> bool:
    return word in table or _TAILS.sub("", word) in table


_REPORTING = (
    r"(?:lapor|melapor|ngelapor|ngalapor|nglapor|mengadu|ngadu|wadul|melaporkan)"
)
_LAPOR = r"(?:lapor|melapor|ngelapor|ngalapor|nglapor|mengadu|ngadu|wadul|laporan|melaporkan|report|complain)"
_SHOW = (
    r"(?:foto|foto-foto|poto|photo|photos|gambar|video|vidio|bukti|picture|pictures)\S*"
)
_PIN = r"(?:lokasi|titik|sharelok|shareloc|serlok|sherlok|maps|map|peta|gps|pin|koordinat|location)\S*"
_ONE = (
    r"(?:orang lain|tetangga|teman|saudara|keluarga|ibu|bapak|ayah|nenek|kakek|kakak|adik|anak|suami|"
    r"istri|warga|orang tua|ortu|mertua|someone|somebody|other people|neighbou?r|wong liya|batur)\S*"
)
_MAY = (
    r"(?:bisa|boleh|dapat|bisakah|bolehkah|iso|biso|saged|tiasa|pareng|can|may|could)"
)
_DEALT_WITH = (
    r"diproses|prosesnya|proses|ditanggapi|ditindak\S*|dijawab\S*|dibalas\S*|ditangani|respon\S*|direspon|"
    r"selesai\S*|kabar\S*|jawaban\S*|balasan\S*|prosese|prosesna|laporan\S*"
)
_CHANGED = (
    r"(?:di|me|meng|mem|men|nge|ng)?(?:ubah|rubah|ganti|ralat|koreksi|edit|batal|batalkan|batalin|cabut|"
    r"tarik|hapus|revisi|perbaiki)(?:kan|in|nya)?|mencabut|menarik|menghapus|meralat|mengubah|mengganti|"
    r"membatalkan|dirobah|digantos|dirobih|robih|diowahi|ngowahi|change|cancel|withdraw|edit|delete|take back"
)

TOPICS: tuple[Topic, ...] = (
    Topic(
        "other_person",
        maybe=Phrases(
            rf"{_LAPOR}\S* {_NEAR}(?:untuk|buat|atas nama|mewakili|punya|for|kanggo|kangge|kagem|pikeun|"
            rf"on behalf of) (?:my |an |a )?{_ONE}",
            rf"(?:mewakili|wakili|mewakilkan|atas nama) {_ONE}",
            r"(?:pakai|pake|nganggo|upami|pakek) (?:nama|jeneng|nami|ngaran) (?:pun )?(?:suami|istri|"
            r"bojo|anak|"
            r"bapak|ibu|laki|bini|orang tua|saudara|tetangga)\S*(?: \S+){0,3}",
            rf"(?:bukan|sanes|dudu) (?:saya|kulo|abdi) (?:yang|sing|nu) {_NEAR}(?:mengalami|ngalami|kena|"
            rf"korban\S*)",
        ),
        tells=word_set(
            "mewakili diwakili diwakilkan mewakilkan wakilkan wakil perwakilan behalf"
        ),
        beside=word_set("orang lain oleh keluarga"),
    ),
    Topic(
        "which_address",
        sure=Phrases(
            r"alamat \S+ (?:apa|atau|opo|ko) alamat \S+",
        ),
        maybe=Phrases(
            r"alamat\S* (?:[^\s.?!]+ ){0,4}?(?:atau|apa|opo|utawa|atanapi|atawa|ko) (?:[^\s.?!]+ "
            r"){0,2}?(?:ktp|domisili|tinggal|sekarang|asal|rumah|kos\S*|kontrakan|kejadian|lokasi|omah|"
            r"imah)\S*(?: \S+){0,2}",
            r"alamat\S* (?:[^\s.?!]+ ){0,2}?(?:ktp|domisili|kos\S*|kontrakan|asal)(?: \S+){0,3}",
            r"(?:sesuai|ikut|menurut|sama dengan|kudu sami sareng) ktp (?:[^\s.?!]+ ){0,2}?alamat\S*",
            r"alamat\S* (?:harus |mesti |kudu |wajib )?(?:sesuai|sama|ikut|menurut|sami) (?:dengan |yang "
            r"di |di )?ktp",
            r"alamat\S* (?:yang|nu|sing|seng) (?:mana|endi|pundi)|alamat (?:mana|siapa)",
            r"which address|(?:home|current|id card) address or .+|address (?:on|of) my (?:id|ktp)",
        ),
    ),
    Topic(
        "secret",
        sure=Phrases(
            rf"(?:beda|bedanya|perbedaan) {_NEAR}(?:anonim|rahasia) {_NEAR}(?:anonim|rahasia)",
        ),
        maybe=Phrases(
            rf"(?:yang dilaporkan|yang dilaporin|lurah|kades|kepala desa|camat|rt|rw|tetangga|orang|dia|"
            rf"mereka|atasan|terlapor|kepsek|bos|they|he|village head)\S* {_NEAR}(?:tahu|ketahuan|baca|"
            rf"membaca|lihat|diberi tahu|know|weruh|ngerti|uninga) {_NEAR}(?:saya|nama\S*|siapa|who|me|my "
            rf"name)",
            rf"(?:yang|sing|nu) (?:bisa |akan )?(?:lihat|melihat|baca|membaca|tahu) (?:laporan|data|nama|"
            rf"identitas)\S* (?:saya |ini )?(?:{WHO}){END}",
            rf"^(?:[^\s.?!]+ ){{0,2}}?(?:tetangga|lurah|kades|orang|rt|rw|atasan|mereka)\S* (?:saya |itu |"
            rf"lain )?tahu (?:tidak|kah)(?: nanti)?{END}",
            rf"(?:{WHO}) (?:saja |wae |yang |sing |nu |bisa |iso |can |akan )*(?:membaca|baca|lihat|"
            rf"melihat|tahu|maca|macane|weruh|ningali|nu maca|read|reads|see|sees|know|knows) "
            rf"{_NEAR}(?:report|nama\S*|laporan\S*|data\S*|ini|saya|identitas\S*|jeneng\S*|it|this|my name)",
            rf"(?:nama|identitas|data|jeneng|nami|ngaran|wasta|name)\S* {_NEAR}(?:disebar\S*|sebar\S*|"
            rf"tersebar|bocor|dibocorkan|rahasia|dirahasiakan|aman|ketahuan|disebut\S*|dikasih\S*|"
            rf"diumumkan|dibuka|ditampilkan|muncul|disumputkeun|dirusiahkeun|diumbar|konangan|published|"
            rf"shared|secret|safe|hidden){END}",
        ),
        tells=word_set(
            "rahasia dirahasiakan rahasiakan merahasiakan kerahasiaan aman keamanan bocor dibocorkan "
            "bocorkan disebar sebar disebarkan disebarin tersebar menyebar disebarluaskan disebut "
            "disebutkan ketahuan ketauan konangan diketahui anonim anonymous disembunyikan sembunyikan "
            "disamarkan publik dipublikasikan dilindungi terlindungi muncul diumumkan rusiah dirusiahkeun "
            "disumputkeun secret confidential private privacy privasi safe leak leaked publish published "
            "spread hidden"
        ),
        beside=_PAPERS
        | word_set(
            "beda bedanya perbedaan arti maksud orang lain lurah kades kepala desa camat rt rw tetangga "
            "umum semua oleh pelapor identitasnya anonimus between difference mean kept keep stay dijamin "
            "terjamin jaminan jamin kalau ketauan wong liyane batur tahu"
        ),
    ),
    Topic(
        "voice",
        maybe=Phrases(
            rf"{_MAY} (?:tidak )?(?:[^\s.?!]+ ){{0,3}}?(?:telepon|nelpon|menelepon|nelepon|ditelepon|"
            rf"voice note|pesan suara|rekaman|suara|vn|voice|ngomong|bicara|omong|call)(?: tidak| "
            rf"langsung| saja| kah)*{END}",
            r"(?:pesan|kirim|lewat|pakai|via) (?:suara|rekaman|vn|voice note|voice)(?: \S+){0,3}",
        ),
        tells=word_set(
            "suara voice vn voicenote rekaman ngomong omong lisan nelpon menelepon bersuara swara sora "
            "speak talking speaking"
        ),
        beside=word_set(
            "note message ketik mengetik ngetik langsung baca membaca didengar dengar bicara telepon "
            "instead rekam write type send susah malas"
        ),
    ),
    Topic(
        "send_photo",
        maybe=Phrases(
            rf"(?:kirim|ngirim|mengirim|kirimkan|lampirkan|melampirkan|sertakan|menyertakan|upload|unggah|"
            rf"tambah\S*|tambahkan|pakai|dikasih|kasih|send|attach|add|kintun|ngintun) (?:[^\s.?!]+ "
            rf"){{0,2}}?{_SHOW}",
            rf"{_SHOW} (?:[^\s.?!]+ ){{0,3}}?(?:nyusul|menyusul|disusulkan|belakangan|nanti|besok|boleh|"
            rf"bisa|perlu|harus|wajib|dikirim|dilampirkan|later){END}",
        ),
        tells=word_set(
            "foto foto-foto fotone poto photo photos gambar video vidio bukti dokumentasi lampiran "
            "picture pictures attachment"
        ),
        beside=word_set(
            "nyusul menyusul disusulkan nyusulkan besok belakangan lampirkan dilampirkan melampirkan "
            "sertakan disertakan upload unggah tambah ditambah tambahkan menambah kasih beri dikirim "
            "kirimkan bukti kejadian send attach add later upload ngintun kintun mana berapa banyak satu dua"
        ),
    ),
    Topic(
        "send_pin",
        maybe=Phrases(
            rf"(?:kirim|ngirim|mengirim|kirimkan|share|bagi|bagikan|kasih|pakai|lewat|send|share|drop|"
            rf"kintun) (?:[^\s.?!]+ ){{0,2}}?{_PIN}(?: \S+){{0,3}}",
        ),
        tells=word_set(
            "loc dishare titik sharelok shareloc sharelokasi serlok sherlok maps map peta gps pin koordinat"
        ),
        beside=word_set(
            "lokasi location google gmaps share bagi kasih send drop dikirim place point"
        ),
    ),
    Topic(
        "why_nik",
        maybe=Phrases(
            rf"(?:lupa|tidak (?:punya|ada|hafal|hapal|ingat|bawa|tahu)|belum punya|no) (?:nomor )?(?:nik|"
            rf"ktp)\S* {_NEAR}(?:bagaimana|boleh|bisa|tidak apa-apa|apa|masih|what|ok|kumaha|piye)(?: "
            rf"\S+){{0,2}}",
        ),
        tells=word_set("nik ktp e-ktp nikne ktpne nike"),
        beside=_WHY
        | word_set(
            "nomor no nomer induk kependudukan foto kopi angka itu lupa hafal hapal punya ada belum "
            "apa-apa data number id"
        ),
    ),
    Topic(
        "why_phone",
        maybe=Phrases(
            r"(?:kenapa|mengapa|untuk apa|buat apa|kok|naha|kanggo naon) (?:[^\s.?!]+ ){0,3}?(?:no|nomor|"
            r"nomer) (?:saya|kami|ponsel|telepon|wa|whatsapp)(?: (?:saya|segala|juga|lagi))?(?= [.,?!]|$)",
            rf"(?:no|nomor|nomer) (?:wa|whatsapp|saya|ponsel|telepon) (?:saya |ini )?(?:{FOR_WHAT}){END}",
        ),
        tells=word_set("ponsel telepon telephone phone telfon hape nohp"),
        beside=_WHY | word_set("nomor no nomer number dihubungi punya sendiri"),
    ),
    Topic(
        "why_address",
        tells=word_set("alamat alamatne address almt domisili"),
        beside=_WHY
        | word_set("rumah tinggal tempat detail jelas omah imah home where live data"),
    ),
    Topic(
        "why_name",
        tells=word_set(
            "nama identitas jeneng asma nami ngaran wasta name identity biodata nyebut"
        ),
        beside=_WHY
        | word_set("nggo opo naha bet takon kedah nyebat ngopo sagala barang")
        | word_set(
            "asli lengkap data diri samaran disebut disebutkan dicantumkan pribadi pelapor real personal "
            "mencantumkan dituliskan dituangkan"
        ),
    ),
    Topic(
        "bot",
        sure=Phrases(
            rf"(?:orang|manusia|admin|petugas) (?:beneran |asli |betulan )?(?:apa|atau|ko|ka|kah|opo) "
            rf"(?:cuma "
            rf")?(?:bot|robot|mesin){END}",
            rf"(?:ngomong|bicara|chat|ngobrol|chatting|chattingan) (?:sama|dengan|karo|kalih|sareng) "
            rf"(?:robot|bot|mesin|komputer|ai){END}",
        ),
        maybe=Phrases(
            rf"(?:orang|manusia|human|person|petugas|wong|jelema|jalma) (?:beneran|betulan|asli|sungguhan|"
            rf"benar|tenanan|tenan|saleresna|leres){END}",
            r"(?:ini|iki|niki|ieu|anda|kamu|situ) (?:[^\s.?!]+ ){0,2}?(?:orang|manusia|petugas|wong|"
            r"jelema|jalma) (?:atau|apa|opo|ko|utawa|atanapi|atawa) (?:[^\s.?!]+ )?(?:bot|robot|mesin|"
            r"komputer|otomatis|program)",
            r"ada (?:orang|manusia|wong)(?:nya|ne)(?: \S+){0,2}",
            r"(?:yang|sing|nu) (?:jawab|balas|menjawab|membalas|mbales|jawab|ngajawab|ngewaler) (?:ini |"
            r"iki |ieu )?(?:siapa|orang|manusia|robot|bot|mesin|sopo|saha|wong)(?: \S+){0,3}",
            r"(?:am i )?(?:talking|chatting|speaking|writing) (?:to|with) (?:a |an )?(?:human|person|bot|"
            r"robot|machine|real person)(?: .+)?",
        ),
        tells=word_set(
            "bot robot mesin ai komputer otomatis chatbot machine automatic"
        ),
        beside=word_set(
            "penjawab orang manusia beneran betulan asli petugas jawab jawaban menjawab balas membalas "
            "dibalas yang human person real dijawab waler diwaler ngomong bicara chat ngobrol talking to "
            "wong jelema jalma sungguhan program answered answering"
        ),
    ),
    Topic(
        "official",
        sure=Phrases(
            rf"takut\S* (?:ini )?(?:modus |cuma |hanya )?(?:penipuan|modus|hoax|hoaks|ditipu){END}",
        ),
        maybe=Phrases(
            r"^(?:[^\s.?!]+ ){0,2}?(?:(?:ini|iki|niki|ieu|nomor ini|this)(?: is)?|bener|benar|beneran|"
            r"apa) (?:benar-benar |beneran |benar |memang |betul |really )?(?:dari|punya|milik|kagungan|"
            r"from|part of) (?:the )?(?:pemerintah|pemda|pemkab|bupati|kabupaten|dinas|negara|government|"
            r"kominfo)(?: \S+){0,3}",
            r"^(?:[^\s.?!]+ ){0,3}?(?:leres|bener|benar|betul)\S* (?:nggih |teh |iki |niki |ieu |kan |ki )*"
            r"(?:nomer|nomor)\S*(?: \S+){0,5}",
        ),
        tells=word_set(
            "resmi penipuan nipu penipu tipu tipu-tipu hoax hoaks palsu abal-abal modus bohong bohongan "
            "ngapusi apus-apus scam fake official legit dipercaya terpercaya percaya dipercoyo "
            "bisa-dipercaya asli trust trusted genuine"
        ),
        beside=word_set(
            "pemerintah pemda pemkab pamarentah pamarintah government akun nomor kabupaten kota punya "
            "milik negara dinas kantor bupati beneran sungguhan betulan daerah from milike gadahan "
            "kagungan real tenan lain ti yakin takut jangan-jangan saleresna"
        ),
    ),
    Topic(
        "what_not",
        maybe=Phrases(
            rf"(?:{WHAT}|hal|masalah|laporan) (?:apa )?(?:saja |wae )?(?:yang|sing|nu) (?:tidak|ora|teu|"
            rf"mboten|dilarang) (?:[^\s.?!]+ )?(?:dilaporkan|diadukan|diterima|ditangani|dilayani|lapor|"
            rf"dilaporke|dilaporkeun)",
            r"(?:yang|sing|nu) (?:tidak|ora|teu) (?:bisa|boleh|dapat|iso|tiasa) (?:dilaporkan|dilaporin|"
            r"diadukan|diterima)",
            r"do you (?:handle|take|accept) (?:[^\s.?!]+ )?(?:private|court|disputes?|debts?|"
            r"emergenc\S+)(?: \S+)?",
            r"what (?:can't|cannot|can not|don't|do not) (?:i|you|we) (?:[^\s.?!]+ )?(?:report|take|"
            r"accept|handle)",
            rf"(?:sengketa|hutang|utang|warisan|perceraian|cerai|pengadilan|sidang|pinjol|urusan pribadi|"
            rf"masalah pribadi|urusan keluarga|masalah keluarga|perkara|hukum|pencurian|kemalingan|"
            rf"kehilangan|darurat|ambulans|kebakaran|private|court|debt|inheritance|emergency)\S* "
            rf"(?:[^\s.?!]+ ){{0,4}}?(?:{_MAY} )?(?:[^\s.?!]+ ){{0,2}}?(?:{_LAPOR}\S*|dilaporkan|diadukan|"
            rf"ke sini|di sini|lewat sini|here|diterima|dibantu|hubungi|telepon)(?: \S+){{0,3}}",
            rf"(?:{_MAY}) (?:saya |i )?{_LAPOR} (?:[^\s.?!]+ ){{0,2}}?(?:sengketa|hutang|utang|warisan|"
            rf"perceraian|cerai|pengadilan|pinjol|pencurian|kehilangan|court|debt|inheritance)(?: "
            rf"\S+){{0,4}}",
        ),
    ),
    Topic(
        "what_can_i_report",
        maybe=Phrases(
            rf"(?:{WHAT})(?: \S+)? (?:saja |aja |wae |mawon )?(?:yang|sing|nu) (?:{_MAY} )(?:[^\s.?!]+ "
            rf")?(?:dilaporkan|dilaporin|diadukan|{_LAPOR}|dilaporke|dilaporaken|dilaporkeun|diterima|"
            rf"dilayani)",
            rf"(?:{_MAY}) (?:saya |kami )?(?:{_LAPOR}|diadukan|dilaporkan) (?:{WHAT}|soal apa|masalah apa|"
            rf"tentang apa)(?: (?:saja|wae))?",
            rf"(?:laporan|aduan|keluhan|masalah) (?:{WHAT})(?: (?:saja|wae))? (?:yang|sing|nu) "
            rf"(?:[^\s.?!]+ )?(?:diterima|dilayani|dilaporkan|ditangani){END}",
            rf"^(?:[^\s.?!]+ ){{1,4}}?(?:{_MAY}) (?:dilaporkan|dilaporin|diadukan|diaduin)(?: (?:di |ke |"
            rf"lewat )?(?:sini|kesini))?(?: tidak)?{END}",
            rf"(?:terima|menerima|melayani|tampung|menampung) (?:laporan|aduan|keluhan|pengaduan)? "
            rf"?(?:{WHAT}|soal apa|tentang apa)(?: (?:saja|wae))?",
            r"what (?:kind of )?(?:things? |problems? |matters? |complaints? )?(?:can|may|could) (?:i|we|"
            r"one) (?:report|complain|send|write)(?: \S+){0,3}|can i report .+",
            rf"(?:masalah|soal|urusan|perkawis|prekara|keluhan) (?:[^\s.?!]+ ){{1,4}}?(?:{_MAY}) "
            rf"(?:[^\s.?!]+ ){{0,2}}?(?:{_LAPOR}|dilaporkan|diadukan|disampaikan|masuk)(?: (?:ke |di |"
            rf"lewat )?(?:sini|kesini|mriki|kene|dieu))?{END}",
            rf"(?:{_MAY}) (?:saya |kami |tidak |untuk |buat )?(?:{_LAPOR}|dilaporkan|diadukan) (?:soal|"
            rf"tentang|masalah|mengenai|perkara) (?:[^\s.?!]+ ){{0,3}}?(?:di sini|ke sini|lewat sini|sini|"
            rf"juga|tidak|[^\s.?!]+){END}",
            r"(?:contoh|misalnya|jenis) (?:laporan|aduan|keluhan|pengaduan)\S*(?: (?:apa|seperti apa|"
            r"yang)(?: \S+){0,3})?",
        ),
    ),
    Topic(
        "which_area",
        maybe=Phrases(
            r"(?:untuk|khusus|hanya|cuma|berlaku|melayani|cakupan|mencakup|kanggo|kangge|layanan|pikeun|"
            r"for|serve|cover) (?:[^\s.?!]+ ){0,3}?(?:daerah|wilayah|kabupaten|kota|area|areas|wewengkon|"
            r"regency|district|provinsi|pulau) (?:mana|apa|endi|ngendi|pundi|sini|ini|saja|itu|kami|"
            r"only)(?: \S+){0,3}",
            r"^(?:ini |layanan ini |apa ini |apakah ini )?(?:khusus|cuma|hanya)(?: untuk| buat)? "
            r"(?:[^\s.?!]+ ){1,3}?(?:saja|doang|sini)(?: (?:ya|pak|bu|min|kak|kah))*(?= [?!.]|$)",
            r"(?:kalau|bila|bisa|boleh|nek|lamun|upami) (?:[^\s.?!]+ ){0,4}?(?:kabupaten|kota|daerah|"
            r"wilayah|kecamatan|provinsi) (?:lain|sebelah|tetangga|sanes|liya)(?: \S+){0,2}",
            r"(?:apa|ini|apakah) (?:ini )?(?:cuma|hanya|khusus) (?:buat|untuk) (?:orang|warga) "
            r"[^\s.?!]+(?: \S+)?",
            rf"^(?:kalau |dari |di )?luar [^\s.?!]+ (?:[^\s.?!]+ )?(?:bisa|boleh)(?: tidak)?{END}",
            r"(?:serve|cover|accept|from|in) (?:[^\s.?!]+ ){0,2}?other (?:districts|regencies|areas|"
            r"places|towns)",
            r"(?:daerah|wilayah|kabupaten|area|kota|wewengkon)\S* (?:mana|apa|endi|pundi)(?: (?:saja|wae|"
            r"mawon|yang|dilayani|ini))+(?: \S+){0,2}",
            rf"(?:luar|lain|di luar|beda|outside|other) (?:daerah|kota|kabupaten|wilayah|kecamatan|pulau|"
            rf"provinsi|the regency|the district|district|regency)\S* (?:[^\s.?!]+ ){{0,2}}?(?:{_MAY}|"
            rf"diterima|dilayani|lapor|bagaimana)(?: \S+){{0,4}}",
            rf"(?:{_MAY}) (?:[^\s.?!]+ ){{0,3}}?(?:dari|di|untuk|from) (?:luar|lain) (?:daerah|kota|"
            rf"kabupaten|wilayah|kecamatan|pulau)(?: \S+){{0,2}}",
            r"(?:which|what) (?:area|areas|district|districts|region|regency|place|places)(?: .+)?",
        ),
    ),
    Topic(
        "how_to_check",
        sure=Phrases(
            r"cara\S* (?:nge|me|meng|men|di)?(?:cek|lacak|pantau|melacak|memantau|mengecek|periksa|tahu|"
            r"mengetahui|mantau|ningali|ndelok|nyetatus) (?:[^\s.?!]+ ){0,3}?(?:laporan|aduan|pengaduan|"
            r"status|perkembangan|hasil|proses|laporane|kabar)\S*",
        ),
        maybe=Phrases(
            rf"(?:{HOW}|lewat apa|di mana|kapan) {_NEAR}(?:tahu|mengetahui|lihat|melihat|ngerti|terang|"
            rf"know|see|find out|cek|ngecek|ndelok|ningali) {_NEAR}(?:laporan|perkembangan|hasil|proses|"
            rf"kabar|status|sudah|progress|progres|report|news|laporane|selesai)\S*(?: \S+){{0,4}}",
            rf"tahu\S* (?:[^\s.?!]+ ){{0,5}}?dari mana{END}",
            r"(?:cek|ngecek|mengecek|lacak|pantau|lihat|ndelok|ningali)\S* (?:(?:laporan|aduan|status|"
            r"hasil|kabar)\S* |saya ){0,3}(?:di mana|ke mana|bagaimana|lewat mana|lewat apa|neng ndi|piye|"
            r"kumaha|dari mana)"
            rf"{END}",
        ),
        tells=word_set(
            "cek ngecek mengecek pantau memantau dipantau mantau lacak melacak dilacak memeriksa check "
            "track follow ngece-k"
        ),
        beside=word_set(
            "status perkembangan hasil proses progres progress sendiri nomor where di mana on up lihat "
            "melihat sudah sampai"
        ),
    ),
    Topic(
        "can_i_change",
        sure=Phrases(
            r"cara\S* (?:ngubah|mengubah|ubah|ganti|mengganti|batalkan|membatalkan|mencabut|cabut|menarik|"
            r"hapus|menghapus|ngowahi|ngarobih|ralat|batalin|edit|koreksi) (?:[^\s.?!]+ )?(?:laporan|nama|"
            r"alamat|isi|lokasi|aduan|cerita|jawaban)\S*",
        ),
        maybe=Phrases(
            rf"(?:kalau|jika|bila|nek|yen|lamun|upami|mun|if) (?:[^\s.?!]+ ){{0,4}}?(?:salah|keliru|kliru|"
            rf"lepat|typo|wrong|mistake)(?: (?:[^\s.?!]+ ){{0,3}}?(?:{HOW}|{_MAY})(?: \S+){{0,3}}| "
            rf"(?:ketik|tulis|isi|kirim)(?: \S+){{0,3}})",
            rf"(?:{_MAY}|{HOW}|kalau mau) (?:[^\s.?!]+ ){{0,2}}?(?:{_CHANGED}) (?:[^\s.?!]+ )?(?:laporan|"
            rf"aduan|pengaduan|ceritanya|isinya|jawaban|report|my report|laporane|laporanna)\S*(?: "
            rf"\S+){{0,3}}",
            rf"(?:{_CHANGED}) (?:laporan|aduan)\S* (?:{HOW}|cara\S*)(?: (?:{HOW}))?{END}",
            rf"(?:laporan|aduan|report|isinya|cerita)\S* (?:[^\s.?!]+ ){{0,3}}?{_MAY} (?:tidak "
            rf")?(?:{_CHANGED})(?: (?:tidak|lagi|nanti|kah))*{END}",
        ),
        tells=word_set(
            "ubah diubah mengubah ngubah rubah dirubah diganti mengganti ganti ralat diralat meralat "
            "koreksi dikoreksi edit diedit batal dibatalkan membatalkan batalkan dibatalin dicabut "
            "mencabut cabut ditarik menarik tarik dihapus menghapus hapus revisi direvisi diowahi robih "
            "dirobih change changed cancel cancelled withdraw withdrawn delete deleted"
        ),
        beside=word_set(
            "nama jeneng nami ngaran alamat lokasi cerita keliru salah terlanjur telanjur ketik sudah "
            "terkirim dikirim kembali tadi jawaban name address story later back after sent already it "
            "wis tos"
        ),
    ),
    Topic(
        "who_handles",
        maybe=Phrases(
            rf"^(?:[^\s.?!]+ ){{0,3}}?(?:{WHO}|petugas mana|dinas mana|dinas apa|kantor mana|bagian mana|"
            rf"which office) (?:[^\s.?!]+ ){{0,3}}?(?:menangani|nangani|menanganinya|tangani|mengurus|"
            rf"mengurusi|urus|mengerjakan|bertanggung|menindak\S*|memproses|proses|ngurus|ngurusi|handle|"
            rf"handles|handling|deals|nanganan|menjawab|ngerjakan|ngrampungke)\S*(?: (?:laporan|ini|saya|"
            rf"jawab|nanti|aduan|it|this|with|my|report|laporane)\S*)*{END}",
            rf"(?:yang|sing|nu) (?:nanti )?(?:menangani|nangani|mengurus|urus|proses|memproses|ngurus|"
            rf"nanganan|jawab) (?:laporan\S* |ini )*(?:{WHO}|dinas (?:apa|mana)){END}",
            rf"(?:ditangani|diurus|diproses|dikerjakan|ditindaklanjuti|dijawab|ditanggapi|diurusi|"
            rf"ditangani|handled|dicekel|digarap|diurus) (?:sama |oleh |ku |karo |dening |by )?(?:{WHO}|"
            rf"dinas mana|dinas apa|kantor mana|bagian mana|pihak mana){END}",
            rf"(?:laporan|aduan|ini|pengaduan|it|this|report|laporane)\S* (?:[^\s.?!]+ "
            rf"){{0,3}}?(?:diteruskan|dikirim|disampaikan|masuk|larinya|lari|sampai|diterusno|dikintun|go|"
            rf"goes|sent|kirim|nyampenya|nyampe) (?:ke |kepada |ka |to |nang )?(?:{WHO}|mana|dinas mana|"
            rf"dinas apa|ke mana|endi|where){END}",
            r"where does (?:my |this |the )?(?:report|complaint|it) go(?: .+)?",
        ),
        tells=word_set("menangani nangani menanganinya"),
        beside=word_set("laporan siapa nanti"),
    ),
    Topic(
        "what_next",
        maybe=Phrases(
            rf"(?:setelah|habis|sesudah|abis|sehabis|sawise|saatos|after|bar) (?:ini|itu|lapor|dikirim|"
            rf"melapor|terkirim|iki|ieu|saya lapor|kirim|this|that|i report|i send|laporan)\S* "
            rf"(?:[^\s.?!]+ ){{0,3}}?(?:{WHAT}|{HOW}|ngapain|gimana|dihubungi|diapakan|ke mana)(?: "
            rf"\S+){{0,4}}",
            rf"(?:selanjutnya|berikutnya|next|terus|lalu|kemudian|banjur|teras) (?:saya |aku |kami "
            rf")?(?:harus |mesti )?(?:{WHAT}|{HOW}|ngapain|diapain|diapakan){END}",
            rf"nanti (?:saya |kami )?(?:akan |bakal )?(?:dihubungi|ditelepon|dikabari|diberi tahu)(?: "
            rf"tidak)?{END}",
            rf"(?:{WHAT}|{HOW}) (?:selanjutnya|berikutnya){END}",
            rf"^(?:[^\s.?!]+ ){{0,2}}?(?:langkah|tahap|proses|step) (?:selanjutnya|berikutnya|salajengna|"
            rf"sabanjure){END}",
            rf"(?:laporan|aduan|report|laporane|laporanna)\S* (?:[^\s.?!]+ ){{0,3}}?(?:diapakan|diapain|"
            rf"dikumahakeun|dikapakke){END}",
            r"what(?: will| does|'s)? ?(?:happens?|is next|next|comes next)(?: (?:next|then|after|now|"
            r"with|to)(?: .+)?)?|apa (?:yang )?(?:akan )?terjadi (?:setelah|dengan) (?:laporan|ini|"
            r"itu)(?: \S+){0,3}",
        ),
    ),
    Topic(
        "how_to_report",
        sure=Phrases(
            rf"(?:{HOW}) (?:[^\s.?!]+ )?cara\S* (?:untuk |mau |membuat |buat |bikin |gawe |damel "
            rf")?{_REPORTING}\S*(?: \S+){{0,3}}(?= [.?!,]|$)",
            rf"cara\S* (?:untuk |membuat |buat |bikin )?{_REPORTING}(?:nya|ne|an)? (?:{HOW}){END}",
            rf"(?:bingung|tidak tahu|tidak ngerti|tidak mengerti|tidak paham) (?:{HOW} )?cara\S* "
            rf"{_REPORTING}\S*{END}",
            rf"{_REPORTING}(?:nya|ne|na|e)? (?:{HOW})(?: cara\S*)?{END}",
            r"how (?:do|can|should|to) (?:i |we |one )?(?:report|complain|make|file|send|submit)(?: .+)?",
        ),
        maybe=Phrases(
            rf"mau {_REPORTING} (?:, )?(?:{HOW}){END}",
            rf"laporan (?:[^\s.?!]+ ){{1,2}}?ke mana{END}",
            rf"mau {_REPORTING} (?:[^\s.?!]+ ){{0,4}}?cara\S*(?: (?:{HOW}))?{END}",
            rf"^(?:[^\s.?!]+ ){{0,10}}?(?<!tidak tahu )(?<!bingung ){_REPORTING}(?:nya|ne|na|e|an)? "
            rf"(?:itu )?(?:{WHERE}|ke siapa|lewat mana|lewat apa|sama siapa|kepada siapa|ka saha|nang "
            rf"sopo)(?: (?:ya|ini|pak|bu|min|kak|mas|mbak|bang))*(?= [,?!.]|$)",
            rf"(?:{_MAY}) (?:saya |kami |tidak )?{_REPORTING} (?:di |ke |lewat |via |ning |nang |ka "
            rf")?(?:sini|kesini|kene|mriki|dieu|wa|whatsapp|sms|telegram|nomor)(?: ini)?{END}",
            rf"(?:{HOW}) (?:[^\s.?!]+ ){{0,2}}?{_REPORTING}(?: (?:di|ke|lewat|ini|sini|ya|jalan|lampu)(?: "
            rf"\S+){{0,3}})?{END}",
            rf"(?:format|syarat|caranya|carane|carana)\S* {_REPORTING}\S*(?: \S+){{0,3}}",
            r"where (?:do|can|should) (?:i|we) (?:report|complain)(?: .+)?",
        ),
    ),
    Topic(
        "free",
        sure=Phrases(
            rf"(?:pakai|pake|kena|potong|dipotong|habis|makan|nganggo) (?:pulsa|kuota|biaya|ongkos) "
            rf"(?:berapa|piro|pira|sabaraha)(?: (?:kalau|nek|lamun))?"
            rf"(?: (?:sms\S*|kirim|lapor|balas|chat|wa|ke|kesini|sini|di))+{END}",
            rf"gratis (?:kan|to|toh|ta) (?:layanan )?ini{END}",
        ),
        maybe=Phrases(
            rf"(?:lapor|laporan|sms|layanan|ini|melapor|kirim|report|reporting|chat|service)\S* "
            rf"(?:[^\s.?!]+ ){{0,3}}?(?:bayar|mbayar|mayar|gratis|berbayar|biaya|pulsa|dipungut biaya|"
            rf"ongkos|tarif|free|cost|kuota)\S*(?: (?:berapa|apa|tidak|or|atau|ora|henteu|money|anything|"
            rf"not|of charge|piro|sabaraha))*{END}",
        ),
        tells=word_set(
            "bayar mbayar mayar membayar gratis biaya pulsa ongkos tarif cuma-cuma kuota dipungut "
            "dikenakan berbayar bea uang duit artos dhuwit free cost costs pay charge charged fee fees "
            "money kena perai potong motong memotong kepotong dibayar haratis gratisan mahal"
        ),
        beside=_WHEN
        | word_set(
            "piro pinten sepeser apapun anything much kabeh semua seluruh sama sekali total of terkena "
            "memakai habis"
        )
        - frozenset({"kapan"}),
    ),
    Topic(
        "how_long",
        maybe=Phrases(
            rf"(?:berapa|piro|pira|pinten|sabaraha) (?:lama|hari|suwe|dangu|lami|dinten|dina|minggu)\S* "
            rf"(?:[^\s.?!]+ ){{0,3}}?(?:{_DEALT_WITH})(?: (?:laporan\S*|ini|saya|aduan\S*|dari|petugas|"
            rf"dinas|oleh))*{END}",
            rf"(?:{_DEALT_WITH}) (?:[^\s.?!]+ ){{0,2}}?(?:berapa|piro|pira|pinten|sabaraha) (?:lama|hari|"
            rf"suwe|dangu|lami|dinten|dina|minggu)\S*{END}",
            r"kapan (?:[^\s.?!]+ ){0,2}?(?:laporan|aduan|pengaduan|keluhan)\S* (?:[^\s.?!]+ "
            r"){0,3}?(?:diproses|ditanggapi|ditindak\S*|dijawab|dibalas|ditangani|direspon|selesai|"
            r"dikerjakan)(?: \S+){0,2}",
            r"(?:how long|when) (?:will|does|do|until|before|would) (?:[^\s.?!]+ ){0,5}?(?:take|answer\S*|"
            r"reply|hear|handled|fixed|processed|response|done)(?: \S+){0,4}",
        ),
        tells=word_set(
            "lama suwe dangu lila lami diproses proses prosese prosesna ditanggapi ditindaklanjuti "
            "ditindak dijawab dibalas ditangani dikerjakan diperbaiki selesai selesainya respon direspon "
            "balasan jawaban kabar cepat lekas hari minggu long wait answered answer processed handled "
            "fixed dikerjakno digarap didandani dibales dibls ditanggepi ditangani rampung beres diwaler "
            "dilereskeun diurus tanggapan"
        ),
        beside=_WHEN
        | word_set(
            "seminggu sebulan sampai hingga menunggu nunggu tunggu kerja bulan biasa biasanya normal "
            "paling lambat maksimal waktu estimasi jam take takes time before until get reply hear back "
            "estimasinya dapat tindak lanjut"
        ),
    ),
    Topic(
        "who_are_you",
        maybe=Phrases(
            rf"^(?:[^\s.?!]+ ){{0,4}}?(?:ini|iki|niki|ieu|anda|kamu|situ|kalian|sampeyan|panjenengan|"
            rf"anjeun|maneh|kowe|awak)(?: (?:dengan|sama|nomor|nomer|layanan|aplikasi|akun|wa|whatsapp|"
            rf"kontak|chat|teh|iku|itu|program|grup|bot|sebenarnya|saking))* (?:{WHO}|{WHAT}|siapa ya|"
            rf"punya siapa|untuk apa|dari mana){END}",
            rf"(?:nomor|akun|layanan|punya|milik) (?:{WHO}) (?:nomor |layanan |akun )?(?:ini|iki|ieu){END}",
            rf"^(?:[^\s.?!]+ ){{0,3}}?(?:{WHO}|{WHAT})(?: (?:yang|sih|to|seh|ta|teh))* (?:ini|iki|niki|"
            rf"ieu|anda|kamu|situ|sampeyan|panjenengan|anjeun){END}",
            rf"^(?:[^\s.?!]+ ){{0,3}}?(?:(?:saya )?(?:bicara|chat|ngobrol|berbicara|berhubungan) "
            rf")?(?:dengan|sama|karo|kalih|sareng) (?:{WHO}){END}",
            r"satu pintu (?:itu |iku |teh |ini |niku )?(?:apa|apaan|opo|naon|nopo|menapa|siapa|untuk "
            r"apa)(?: \S+){0,2}|apa (?:itu )?satu pintu(?: \S+)?",
            r"^(?:maaf |halo |permisi )?ini (?:kantor |dinas |nomor |nomer |cs |admin )*\S+ (?:kan|bukan)$",
            r"who (?:are you|is this|am i .+|runs? this)(?: .+)?|what (?:is|are) (?:this|you|satu "
            r"pintu)(?: .+)?",
        ),
    ),
)
