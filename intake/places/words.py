"""The words people put around and instead of region names.

Facts for `gazetteer`, kept as tables: which words announce a level, how name parts are
abbreviated, nicknames and former names, and everyday words that happen to be names of
villages and districts and therefore prove nothing on their own.
"""


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


Level = tuple[
    int, str | None
]  # 1 province, 2 kabupaten/kota, 3 kecamatan, 4 village; the kind if it tells

_LEVELS: tuple[tuple[Level, str], ...] = (
    ((1, None), "prov prop prv provinsi propinsi province gubernur pemprov"),
    ((2, "kabupaten"), "kab kabupaten kabupten kbpaten kabup kbp pemkab"),
    ((2, None), "bupati regency kabkota pemda"),
    ((2, "kota"), "kota kt kodya kotamadya kotif pemkot walikota city"),
    (
        (3, None),
        "kec kcmtn kecmtn kecam kecamatan camat distrik kapanewon kemantren subdistrict",
    ),
    (
        (4, None),
        "kel klrhn kelurahan kalurahan lurah desa ds dsa kades village nagari gampong pekon",
    ),
    ((4, None), "negeri lembang kepenghuluan tiyuh"),
)
LEVEL_WORDS = {word: level for level, words in _LEVELS for word in words.split()}
LONG_LEVEL_WORDS = (
    "kecamatan",
    "kelurahan",
    "kabupaten",
    "provinsi",
    "propinsi",
)  # typos are forgiven

# One spelling per name part, for the data and the text alike.
SPELLINGS = {
    "sei": "sungai", "sungei": "sungai", "tj": "tanjung", "tjg": "tanjung", "tg": "tanjung",
    "tanjong": "tanjung", "gn": "gunung", "gng": "gunung", "kep": "kepulauan", "kp": "kampung",
    "kpg": "kampung", "kamp": "kampung", "tlk": "teluk", "bkt": "bukit", "lb": "lubuk",
    "perk": "perkebunan", "sumatra": "sumatera", "java": "jawa", "tmr": "timur", "tmur": "timur",
    "utr": "utara", "slt": "selatan", "sltn": "selatan", "tgh": "tengah", "kt": "kota",
    "i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6", "vii": "7", "viii": "8", "ix": "9",
    "x": "10", "xi": "11", "bl": "blang", "bts": "batas",
}  # fmt: skip
# Read so only after another name part: alone they are words (a team, a cell, a bar).
TAIL_SPELLINGS = {
    "tim": "timur", "brt": "barat", "sel": "selatan", "bar": "barat", "teng": "tengah", "ut": "utara",
    "pus": "pusat", "tengg": "tenggara", "tgr": "tenggara", "kep": "kepulauan",
}  # fmt: skip
ENGLISH_DIRECTIONS = {
    "north": "utara", "south": "selatan", "east": "timur", "west": "barat", "central": "tengah",
    "southeast": "tenggara", "southwest": "baratdaya",
}  # fmt: skip
# "Cikarang" is short for any of Cikarang Barat, Cikarang Pusat ...
DIRECTIONS = _set(
    "utara selatan timur barat tengah pusat kota hulu hilir ulu ilir kidul kaler lor wetan kulon"
)

# After these comes a street or a hamlet, not a region.
STREET_WORDS = _set(
    """
    blok cluster dk dsn dukuh dusun gang gg jalan jl jlan jln komplek kompleks ling lingkungan lorong
    lrg perum perumahan ruko simp simpang
    """
)
STREET_FILLERS = _set("arteri besar lintas masuk menuju poros protokol raya utama")
MAIN_ROADS = _set("raya poros lintas")
# "jurusan Depok", "pindahan dari Makassar": where a line leads to or somebody comes from ...
ROUTES = _set("jurusan trayek tujuan rute")
ORIGINS = _set("dari dr asal asli ke menuju arah sampai sampe hingga")
ALTERNATIVES = _set(
    "atau maupun"
)  # after these it is told of the next place as of the one before
HOMES = _set(
    "domisili berdomisili tinggal merantau kuliah kost kos lahir kelahiran asal"
)
# Buildings that bear the name of a quarter, of which the country has several.
BUILDINGS = _set("stasiun pasar psr terminal jembatan kampung kp halte")
# ... but "jalan dari Waingapu", "kami dari Ende", "petugas dari kab Ende" tell of the scene
SCENES = _set(
    """
    saya sy kami kita aku warga masyarakat penduduk jalanan flyover lapor laporan melapor salam
    petugas pegawai oknum aparat pihak staf
    jalan jl jln jalur ruas jembatan tanjakan tikungan pertigaan perempatan simpang simpangan
    depan dekat samping belakang sepanjang
    """
)
# Houses that bear a short name of their own: "RS PKU" is in no Pekanbaru.
INSTITUTIONS = _set("rs sd smp sma smk man mts mi ma tk klinik pt cv")
# Public buildings that are called by their place's name, and what may stand between: "SMP Negeri 1 Lewa".
SCHOOLS = _set(
    """
    sd sdn sdi sdk sdm smp smpn smpk sma sman smak smk smkn mts mtsn madrasah tk paud sekolah
    """
)
FACILITIES = SCHOOLS | _set(
    """
    puskesmas pkm pustu posyandu polindes poskesdes rsud rsu pasar psr polsek koramil
    """
)
SCHOOL_KINDS = _set(
    "negeri n neg swasta inpres impres masehi katolik kristen islam dasar satap"
)
# Towns whose name is a word too, and what follows the word: "medan rusak begini".
WORDS_TOO = {
    "medan": _set(
        "yang yg rusak berat sulit terjal ekstrem ekstrim jalan jalannya perang tempur laga juang begini"
    )
}
# Who is called upon tells of two namesakes which is meant: "pak wali", "bupati".
CITY_OFFICES = _set("walikota pemkot balaikota kotamadya")
REGENCY_OFFICES = _set("bupati pemkab")
# Where a place may follow in a story: prepositions, and public buildings, which bear their place's name.
PLACE_CUES = _set(
    """
    alun antara arah area bandara belakang bendungan blkg bupati camat d daerah dari dekat deket depan
    di dinas disdukcapil dkt dpn dr dukcapil jembatan jurusan kades kampung kantor kawasan ke kodim
    koramil kp kua lurah man masyarakat menuju mts pasar pdam pelabuhan pemda pemkab pemkot perempatan
    pertigaan pkm pln polindes polres polsek poskesdes posyandu psr puskesmas pustu rs rsu rsud
    samping samsat sd sdn seberang sebrang
    sekitar sekitaran seputaran simpang sma sman smk smkn smp smpn stasiun terminal walikota warga wil
    wilayah
    at behind bridge clinic hospital in market near office opposite road school station street
    """
)

# Nicknames, English and former names, and the codes they may mean.
NICKNAMES = {
    # provinces
    "nad": "11", "nanggroe aceh darussalam": "11", "sumut": "12", "sumbar": "13", "sumsel": "16",
    "babel": "19", "bangka belitung": "19", "kepri": "21", "riau islands": "21", "dki": "31",
    "dki jakarta": "31", "jakarta": "31", "jkt": "31", "jabar": "32", "jateng": "33", "diy": "34",
    "di yogyakarta": "34", "yogyakarta": "34", "jatim": "35", "ntb": "52", "ntt": "53", "kalbar": "61",
    "kalteng": "62", "kalsel": "63", "kaltim": "64", "kaltara": "65", "sulut": "71", "sulteng": "72",
    "sulsel": "73", "sultra": "74", "sulbar": "76", "malut": "82", "irian jaya": "91", "irian": "91",
    "papbar": "92", "west nusa tenggara": "52", "east nusa tenggara": "53", "bangka belitung islands": "19",
    "southwest papua": "96", "highland papua": "95", "borneo": "61 62 63 64 65",
    "kalimantan": "61 62 63 64 65", "sulawesi": "71 72 73 74 76",
    # Aceh and North Sumatra
    "abdya": "11.12", "atam": "11.16", "aceh tamiang": "11.16", "meulaboh": "11.05", "sigli": "11.07",
    "takengon": "11.04", "madina": "12.13", "paluta": "12.20", "palas": "12.21", "labura": "12.23",
    "labusel": "12.22", "labuhan batu": "12.10", "sergai": "12.18", "humbahas": "12.16", "tapsel": "12.03",
    "taput": "12.02", "tapteng": "12.01", "tobasa": "12.12", "toba samosir": "12.12", "siantar": "12.72",
    "sidimpuan": "12.77", "sidempuan": "12.77", "padang sidempuan": "12.77", "nisel": "12.14",
    "rantau prapat": "12.10", "tanah karo": "12.06", "pulau nias": "12.04 12.14 12.24 12.25 12.78",
    # West Sumatra, Riau, Jambi, South Sumatra
    "pessel": "13.01", "pasbar": "13.12", "solsel": "13.11", "50 kota": "13.07", "limapuluh koto": "13.07",
    "mentawai": "13.09", "sawahlunto sijunjung": "13.03", "inhu": "14.02", "inhil": "14.04",
    "rohul": "14.06", "rohil": "14.07", "kuansing": "14.09", "pku": "14.71", "bagan siapiapi": "14.07",
    "tanjabbar": "15.06", "tanjabtim": "15.07", "tanjab barat": "15.06", "tanjab timur": "15.07",
    "muba": "16.06", "mura": "16.05", "muratara": "16.13", "oku": "16.01", "oki": "16.02", "okut": "16.08",
    "oku timur": "16.08", "okus": "16.09", "oku selatan": "16.09", "pali": "16.12", "plg": "16.71",
    # Bengkulu, Lampung, Bangka Belitung, Riau Islands
    "muko muko": "17.06", "lamsel": "18.01", "lamteng": "18.02", "lamut": "18.03", "lambar": "18.04",
    "tuba": "18.05", "lamtim": "18.07", "tubaba": "18.12", "pesibar": "18.13", "balam": "18.71",
    "tanjung karang": "18.71", "tanjungkarang": "18.71", "basel": "19.03", "bateng": "19.04",
    "babar": "19.05", "beltim": "19.06", "pangkalpinang": "19.71", "btm": "21.71", "pulau batam": "21.71",
    "pulau bintan": "21.01", "anambas": "21.05",
    # Jakarta, West Java, Banten
    "jakpus": "31.71", "jakut": "31.72", "jakbar": "31.73", "jaksel": "31.74", "jaktim": "31.75",
    "central jakarta": "31.71", "kbb": "32.17", "bdg": "32.73 32.04", "tasik": "32.78 32.06",
    "krw": "32.15", "kerawang": "32.15", "tangsel": "36.74", "tng": "36.71 36.03",
    # Central Java, Yogyakarta, East Java, Madura
    "smg": "33.74 33.22", "solo": "33.72", "sala": "33.72", "pwt": "33.02", "purwokerto": "33.02",
    "jogja": "34.71 34", "jogjakarta": "34.71 34", "yogya": "34.71 34", "yk": "34.71 34",
    "jogya": "34.71 34", "djogja": "34.71 34", "gunung kidul": "34.03", "kulonprogo": "34.01",
    "sby": "35.78", "suroboyo": "35.78", "mlg": "35.73 35.07", "sda": "35.15", "bwi": "35.10",
    "bjn": "35.22", "jbg": "35.17", "lmj": "35.08", "tulung agung": "35.04",
    "madura": "35.26 35.27 35.28 35.29", "pulau madura": "35.26 35.27 35.28 35.29",
    # Bali and Nusa Tenggara
    "dps": "51.71", "pulau bali": "51", "singaraja": "51.08", "lobar": "52.01", "loteng": "52.02",
    "lotim": "52.03", "klu": "52.08", "ksb": "52.07", "lombok": "52.01 52.02 52.03 52.08 52.71",
    "pulau lombok": "52.01 52.02 52.03 52.08 52.71", "tts": "53.02", "ttu": "53.03", "flotim": "53.06",
    "mabar": "53.15", "matim": "53.19", "sbd": "53.18", "sumtim": "53.11", "sumteng": "53.17",
    "sabu": "53.20", "rote": "53.14", "sumba": "53.11 53.12 53.17 53.18",
    "pulau sumba": "53.11 53.12 53.17 53.18", "east sumba": "53.11", "west sumba": "53.12",
    "pulau sumbawa": "52.04 52.07 52.05 52.06 52.72", "flores": "53.06 53.07 53.08 53.09 53.10",
    "pulau flores": "53.06 53.07 53.08 53.09 53.10",
    # Kalimantan
    "kkr": "61.12", "ptk": "61.71", "kayong": "61.11", "kobar": "62.01", "kotim": "62.02",
    "barsel": "62.04", "barut": "62.05", "bartim": "62.13", "palangka": "62.71", "hss": "63.06",
    "hst": "63.07", "hsu": "63.08", "tanbu": "63.10", "tala": "63.01", "batola": "63.04", "bjm": "63.71",
    "bjb": "63.72", "kukar": "64.02", "kubar": "64.07", "kutim": "64.08", "ppu": "64.09", "mahulu": "64.11",
    "bpp": "64.71", "smd": "64.72", "ktt": "65.04",
    # Sulawesi
    "bolmong": "71.01", "bolmut": "71.08", "boltim": "71.10", "bolsel": "71.11", "minsel": "71.05",
    "minut": "71.06", "mitra": "71.07", "sitaro": "71.09", "sangihe": "71.03", "talaud": "71.04",
    "bangkep": "72.07", "balut": "72.11", "parimo": "72.08", "touna": "72.09", "morut": "72.12",
    "tolitoli": "72.04", "selayar": "73.01", "pangkep": "73.10", "sidrap": "73.14", "tator": "73.18",
    "torut": "73.26", "lutra": "73.22", "lutim": "73.24", "mks": "73.71", "ujung pandang": "73.71",
    "ujungpandang": "73.71", "mksr": "73.71", "makasar": "73.71", "konsel": "74.05", "konut": "74.09",
    "konkep": "74.12", "kolut": "74.08", "koltim": "74.11", "butur": "74.10", "buteng": "74.14",
    "busel": "74.15", "mubar": "74.13", "baubau": "74.72", "gorut": "75.05", "bonbol": "75.03",
    "polman": "76.04", "polmas": "76.04", "polewali mamasa": "76.04", "matra": "76.01",
    "mamuju utara": "76.01", "mateng": "76.06", "pulau buton": "74.04 74.10 74.14 74.15 74.72",
    # Maluku and Papua
    "malteng": "81.01", "malra": "81.02", "mtb": "81.03", "maluku tenggara barat": "81.03",
    "tanimbar": "81.03", "sbt": "81.05", "sbb": "81.06", "seram timur": "81.05", "seram barat": "81.06",
    "mbd": "81.08", "bursel": "81.09", "halbar": "82.01", "halteng": "82.02", "halut": "82.03",
    "halsel": "82.04", "haltim": "82.06", "kepsul": "82.05", "morotai": "82.07", "taliabu": "82.08",
    "tidore": "82.72", "biak": "91.06", "yapen": "91.05", "serui": "91.05", "timika": "94.04",
    "bintuni": "92.06", "wondama": "92.07", "wamena": "95.01", "pegaf": "92.12", "pegubin": "95.02",
    # capital towns known better than their kabupaten, or than the village of that name
    "kutacane": "11.02", "calang": "11.14", "kuala simpang": "11.16", "redelong": "11.17",
    "kisaran": "12.09", "gunung tua": "12.20", "sibuhuan": "12.21", "arosuka": "13.02",
    "batusangkar": "13.04", "padang aro": "13.11", "pasir pengaraian": "14.06",
    "siak sri indrapura": "14.08", "selatpanjang": "14.10", "duri": "14.03", "bintuhan": "17.04",
    "tais": "17.05", "liwa": "18.04", "ranai": "21.03", "tarempa": "21.05", "caruban": "35.19",
    "bsd": "36.74", "mangupura": "51.03", "semarapura": "51.05", "amlapura": "51.07",
    "oelamasi": "53.01", "soe": "53.02", "kefa": "53.03", "kalabahi": "53.05", "maumere": "53.07",
    "labuan bajo": "53.15", "baa": "53.14", "mbay": "53.16", "waibakul": "53.17", "betun": "53.21",
    "pangkalan bun": "62.01", "sampit": "62.02", "buntok": "62.04", "kuala pembuang": "62.07",
    "kuala kurun": "62.10", "watansoppeng": "73.12", "sengkang": "73.13", "raha": "74.03",
    "dobo": "81.07", "fef": "96.04",
}  # fmt: skip

# Everyday words that are also names of regions. Unannounced, they are read as words.
_ORDINARY_TOWNS = """
    batu puncak malang padang buru batang serang metro bima palu tegal banjar karo pati toba siak subang
    bone sorong landak ende lingga batubara kudus kuningan malaka agam solok kapuas mappi berau demak
    nias asmat
"""
_ORDINARY_DISTRICTS = """
    kamu kota tetap negara ibu bola butuh panjang barat timur selatan utara tengah selesai sumber ayah
    saling web benda luas bintang taman bandar raya kerajaan pemenang ujung pacar juli cina bulu salam
    setia guna tarik ki jaya mulia tulis bukit suruh merek damai kelapa merdeka natal harian bawang
    jangka kasihan lirik tahunan tambang gajah perak candi jati tanjung benteng pesantren kai semen
    bener kubu bambang larangan menjalin kembang petir balai sarang sawit tebing abang bareng kedamaian
    mutiara pangkalan permata subur sumur pinggir banda seluas payung benua sambutan tempe gantung
    lembar teriak kurun karangan panti sela bara gading sakti alas dukun batuan simpang bayang gu
    panggang arahan jambu kuta muara makmur liang bina tugu komodo paku samudera teras bae kapas kasi
    lau pinang curug anggrek kuala marga tutur kudu sedan terisi bendungan waris genteng rongga sale
    lembur purba anyar petang lapang licin kilo dal selat baron telaga belang bendahara pare galang
    salak pucuk guntur murung sekar labuan puri palang lawang panji sanggar rendang bangsal damar
    manggis pandan darussalam
"""
_ORDINARY_VILLAGES = """
    yang dari bisa dalam pada lebih sudah jadi harus baru sama besar mungkin kali kau tentang para
    setiap tahu lama kasih luar bulan namun sedang nya kalian suka kecil bagi selamat sering merasa maka
    antara mata tiga buat sayang bagus buku cinta sini sementara mu minta ruang tua islam masing muda
    utama alasan aman bila jawa kabupaten mampu hai juta kesehatan muncul berusaha jatuh lewat menang
    raja putih surat barang jepang kapal keras warna data bangun jasa kabar kamar pulau bumi tanda
    kantor panas pasangan merah rata sepanjang sosial ulang kini tunggu pasar alat pantai sempurna sisi
    mantan bangsa tolong bukti bunga gol tenang bahagia daya per as bayi kira pintu pukul gunung karya
    agak manis serangan bangunan harapan sadar terasa gedung titik bakal balik kopi lanjut tambahan
    tampak gue tokoh banget kawan tangga dingin jarak kanan kiri semangat kejadian toko kunci seni dana
    kalo ayam batas janji maju lapangan normal dah pelajaran area biru mahal mas bandara sia situ bangga
    daun ganti lomba pemuda tulang buang go perjuangan besi bu jari mama babak pangeran suci tutup asam
    bau harap nasi saham era gampang gelap pahlawan sosok agung lancar pasang samping susu tanggung
    istana pandangan gua kalangan berkat tes tukang ajang cabang mandiri muka pasir petani sejati tu
    wali angkatan kampung peta pola atap danau fase kuning kaca arus roda sembilan terjun jaman kacang
    kering laba puluhan rangka gaji kala kebun menjelang perdana us gara gelombang kaos kolam panggung
    bakat nusantara pandang murni pandai sasaran ban mini berkas gudang kelurahan desa paru pelabuhan
    tembok ekor kandang baja darat mainan patung perbatasan batik naga mode karet pondok stadion campur
    karang les penurunan pisang sari tampan waspada mampir akar madu serba tawaran awan punggung tari
    sepakat bela makam gambaran tangguh gawang jagung belah berkah long matang pagar sandi yayasan bumbu
    kompas pancasila pertengahan kesatuan nelayan bambu padi pengaturan kandung lembah topi lumpur mawar
    pertamina sawah perkebunan seberang adu jeruk persatuan teluk umar bajak bantal barisan armada
    sejahtera serat alur bahu datar mega bakalan ladang anugerah durian pesat rahmat wangi kuku prima
    fajar banding menanti sampe tawar gong pesisir usul bata jamin sara bubuk mangga tangki bocor dorong
    goa jago kartini sudirman duri nyamuk abi kawat lurah camat malik taat tembaga andalan hulu hilir
    layang pangkat pilar purnama rawa tegak deras laju pasokan siaga cap gunawan tenda bakti basi aib
    kedai lestari melayu samar tumpukan beku bias dapet mudik pangkal rawan tawa catur kantin kara kubur
    jamu terusan tolak bengkel hidayat kemasan lorong sabu tekad buntu made panda perkotaan upah teladan
    bengkak jurang mesjid masjid budidaya lelang sambungan sukarela buruan ranah tanduk tuk turunan
    waduk wawasan bening jernih kejaksaan labu tang bala bea pie kerang merpati raden terpadu kaleng
    mekar geser kebocoran kilat pusaka balok kenali pensiunan satria penataan urat lele musyawarah temu
    bor kapur silang perluasan melati selang tiri tuju ubi bangkai budiman sambung bas penarikan pojok
    rai ling semu gunting susi derek tapak bah slamet lereng siku boros lubuk napi parit bahari gadang
    lembu pelat rim ruko merantau penggalian bolong petak robek serasi dayung duren jorok biang
    penambangan bundar nadi dikira nangka sirih usir lego serah teduh jalan rusak lampu mati air rumah
    tanah kayu lor kidul wetan kulon ilir ulu indah sei wates krajan warga sehat listrik sungai jembatan
    sekolah dusun lingkungan blok satu dua empat lima enam tujuh delapan sepuluh ratus ribu kotor banjir
    sampah macet parah hancur retak longsor terang lebar sempit dekat jauh depan belakang sebelah kosong
    penuh hujan kemarau siang malam pagi sore subuh magrib kemarin besok senin selasa rabu kamis jumat
    sabtu minggu januari februari maret april mei juni agustus september oktober november desember budi
    santoso joko agus siti dewi sri wahyu dian rina yanti hasan ahmad ali yusuf ibrahim maria yohanes
    petrus paulus umbu rambu saya aku kami kita mereka dia ini itu sana siapa apa kapan mana pak bapak
    adik kakak anak orang sd smp mau ingin mohon terima belum lagi saja juga hanya tapi tetapi dan atau
    dengan untuk karena sejak nomor nama alamat tidak jangan bukan ya ada semua banyak sedikit cepat
    lambat segera mulai sampai sungguh murah gratis bantuan lapor laporan keluhan aduan usulan saran
    informasi syarat cara biaya pungli oknum petugas pegawai dinas polisi guru dokter obat rumahsakit
    puskesmas pln pdam wifi sinyal internet hp ktp kk akta matur enggal punten pisan lila mahu gedeg
    muko patang bana jaluk senen jambatan tanya bertanya nanya tny nanyain maksud maksudnya gimana
    bagaimana gmn apanya mananya belas puluh klu mitra mateng sala mura tala palas
"""
ORDINARY = _set(_ORDINARY_TOWNS + _ORDINARY_DISTRICTS + _ORDINARY_VILLAGES)
