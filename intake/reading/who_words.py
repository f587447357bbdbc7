"""The words by which one tells who somebody in a story is, and which words name nobody."""

import re

from intake.reading.abbreviations import ABBREVIATIONS
from intake.reading.category_words import TABLE, TRAPS
from intake.reading.names import (
    EVERYDAY_WORDS,
    GIVEN_NAMES,
    PLACE_TYPES,
    WELL_KNOWN_PLACES,
)
from intake.reading.whose_name import CONCERNED, KIN, ROLES
from intake.reading.words import word_set

_LEADERS = word_set(
    "bupati walikota wali gubernur camat lurah kades kepala ketua presiden menteri sekda admin operator "
    "petugas sekretaris direktur pimpinan pengurus sekdes kadus kadis wakil"
)
OFFICES = (
    ROLES
    | _LEADERS
    | word_set(
        "aparat aparatur perangkat kepsek kasek wakepsek pendamping penyalur agen pejabat kolektor juru "
        "sopir dinas dukcapil disdukcapil samsat pln pdam pemdes pemda satpol polantas brimob provider bos "
        "mandor pj plt dosen wasit relawan tni asn dpr dprd bpd"
    )
) - KIN
"""An office, a trade, an agency: whom they are mentioned with is what the report is about."""
NEAR_ONES = word_set("tetangga teman kawan sahabat rekan majikan pacar saudara saudari")
"""Who stands near the writer, and may be the one complained of."""
FAMILY = sorted(KIN - word_set("saudara saudari"), key=len, reverse=True)
"""Who belongs to the writer."""
ME = word_set("saya sy sya aku aq kami kita")
PEOPLE = (
    KIN
    | CONCERNED - word_set("bernama namanya inisial")
    | word_set(
        "korban saksi warga suamiku istriku anakku ibuku bapakku pelapor pengirim pengadu"
    )
)
"""Words after which a name is that of the writer, of their people, or of one it was done to."""
DOERS = word_set("oleh oknum pelaku pelakunya tersangka terlapor")
"""Words after which a name is that of one who did it."""
REPORTED = word_set(
    "dilaporkan disampaikan disaksikan diketahui ditulis dibuat dikirim diadukan laporan aduan keluarga"
)
"""Words after which "oleh" names the writer."""
CONNECTS = word_set(
    "bernama namanya inisial yaitu yakni adalah selaku sebagai itu ini si dari bagian"
)
"""Words between an office and a name."""
_PARTS = word_set(
    "ke kepada pada untuk dengan sama dan atau bersama terhadap saat ketika kemarin waktu lalu yang dari "
    "di by from ttd"
)
"""Words over which an office does not reach a name: "lurah minta uang ke ..."."""
POLITE = word_set(
    "bpk bp bapak pak bapa ibuk ibu bu sdri sdr saudari saudara mas mbak kang bang om tn ny mr mrs"
)
OF_SCHOOLS = word_set("negeri swasta inpres impres raya kecil besar baru lama atas")
"""Words of the names of schools and markets, before what tells which."""
TITLED = word_set("rt rw")
"""What makes an office of "ketua": "Ketua RT kami"."""
TO_A_PLACE = word_set("di ke daerah wilayah")
DEEDS = word_set(
    "memungut pungut memotong potong memukul pukul menampar tampar mengancam ancam memeras peras korupsi "
    "mengkorupsi membentak bentak memarahi menipu tipu membohongi menggelapkan menyelewengkan menimbun "
    "mencuri menendang menghina menghajar menganiaya melecehkan meraba mencabuli menghamili mempersulit "
    "mengutip disuap menyuap mabuk ngebut menyalahgunakan menyerobot merampas membekingi mencemari mangkir "
    "bolos absen pungli palak memalak menilep mengusir memfitnah mengintimidasi meneror menyita memalsukan "
    "memungli meludahi memaki mencatut menyunat menyogok memanipulasi"
)
"""What people are accused of; it stands right behind their name."""
ASKS = word_set(
    "minta meminta pinta menerima terima mengambil ambil menarik tarik menagih tagih mematok menjual jual "
    "menahan menaikkan memaksa mewajibkan mengharuskan menuntut suruh menyuruh"
)
"""What the accused do when it is for money."""
MONEY = word_set(
    "uang duit rokok ribu rb juta jt setoran jatah suap imbalan biaya bayaran pungutan sogokan fee upeti rp "
    "bayar membayar dana pelicin"
)
BETWEEN = PEOPLE | DEEDS | ASKS | _PARTS
NEGATES = word_set("tidak tdk tak ga gak nggak jarang belum blm")
DUTIES = word_set("masuk hadir datang ada mengajar melayani bekerja kerja ditempat")
_ALSO_NAMES = word_set(
    "amin asri bulu cahya damar dewi fajar indah lende lestari mega melati murni puteri putri sabar sari "
    "sekar surya tamu tri umi untung utama utara wangi putra haji rama nana dana titi intan bakar harum "
    "aman"
)
NAMES = GIVEN_NAMES
"""The commonest names people are given."""
WORDS_TOO = (_ALSO_NAMES | EVERYDAY_WORDS | PLACE_TYPES) & GIVEN_NAMES
"""Names that are words as well: in small letters they count as words."""
NAME_PARTS = word_set(
    "bin binti van da de dos drs dra ir hj kh ust pdt muh moh muhd alm almh"
)
NAMED = NAME_PARTS | (NAMES - WORDS_TOO)
"""Words that are of a name wherever they stand."""
_TIMES = word_set(
    "senin selasa rabu kamis jumat jum'at sabtu minggu januari februari maret april mei juni juli agustus "
    "september oktober november desember wib wita wit rupiah"
)
_SPOKEN = word_set(
    "mengadu lapor bansos pkh blt bpnt kip kis kks raskin rastra prakerja indihome telkomsel indosat xl "
    "tri smartfren whatsapp facebook instagram tiktok google maps shopee tokopedia gojek grab pertamina "
    "pertalite pertamax solar subsidi covid vaksin indomaret alfamart bank mandiri kur umkm tuhan allah "
    "yesus islam kristen katolik hindu buddha muslim natal lebaran ramadhan idul indonesia nusantara jkn "
    "ppdb pip dak add pilkada pemilu golkar pdip gerindra nasdem perkara kronologi permisi mohon catatan "
    "foto video lampiran bukti sekian trimakasih demikian perihal hal kepada yth identitas pagar "
    "bendungan sumur embung padahal menyengat jorok hujan deras gulita sekali tolong atensi sekiranya "
    "ditempat anonim rahasia rahasiakan hamba tanpa dirahasiakan takut bahaya resah trauma kesal kecewa "
    "bingung berharap tau punya kita kerap pernah dipungut dimintai diminta orang desa kota nomor "
    "rekening ini itu juga dia beliau mereka sebagai selaku adalah ialah sudah belum mau ingin hendak "
    "akan bisa dapat harus lalu kemudian karena sebab namun tetapi tapi supaya agar dengan tanpa oleh "
    "untuk dari pada kepada terhadap tentang pengurusan pembuatan penerbitan pelayanan antrean antrian "
    "loket ruang tunggu sidik jari rekam cetak blanko akta akte lahir kelahiran kematian nikah cerai "
    "pindah domisili sim stnk bpkb pajak retribusi denda tilang parkir karcis tiket kuitansi kwitansi "
    "resmi ilegal liar gelap paksa rokok uang duit dana suap ribu juta ratus puluh lima enam tujuh "
    "delapan sembilan sepuluh rb jt satu dua tiga empat kelas semester sekolah murid ruangan seragam buku "
    "spp komite iuran sumbangan pembayaran ijazah rapor"
)
_PHRASES = word_set(
    " ".join(
        re.findall(
            r"[a-z]{3,}", f"{TRAPS} {' '.join(map(str, TABLE.values()))}".lower()
        )
    )
)
_WRITTEN = word_set(" ".join(re.findall(r"[a-z]{2,}", str(ABBREVIATIONS).lower())))
_CHATTED = word_set(  # what people say besides, often enough to be no name; our own dates
    "jan feb mar apr jun jul agu agt sep okt nov des aug oct dec sen sel rab kam jum sab "
    "abdi ado agak alamatnya alasannya alhamdulillah aman ambo antar apaan apal asli atuh awak aye "
    "baca bae balas bales barusan batalin batalkan batuk beda bekerja bener beneran bentar berangkat "
    "berbicara beres berkati bersalin biasa biasanya bicara bodoh bohong budak buta cabut capek "
    "caranya cari ceknya celaka cepet cerita ceritanya chat dasar deh desanya deui diadukan diapakan "
    "dibaca dibantu dibetulkan dibilang dicantumkan dicatat dicek dikerjakan dikit dilapor dilaporkan "
    "ding dipake dipanggil dipercepat diperlukan dipersulit diproses disebar disebut ditanya diterima "
    "diteruskan ditulis diubah dudu engke fotonya gajadi gambar gausah grup gua guna gunanya hafal "
    "hampir hapus harusnya hasilnya hehe hubungi huruf ieu iki ingat isi jak jang jatuh jawaban "
    "jawabannya jawabnya jeneng jenenge jenengku jua kada kaga kah kak kaka kalian kanggo kau "
    "kayaknya kebaca keberatan keburu kejadian kejadiannya kelen keliru kenal kepotong kesini "
    "ketahuan ketakutan ketauan ketemu kirim kiye komputer kos kudu kumaha kunci laen lai laporannya "
    "lapornya layanan lengkap lengkapnya leres lho loh lokasinya lon lurahnya maksud maksudnya malih "
    "malu maneh mantap manusia masak melalui melayani memangnya menangis mengapa menyampaikan mesti "
    "mestinya mewakili mulu nak namaku nami nang nangis naon ngadu ngapain ngecek ngeceknya ngerti "
    "ngetik ngomong ngontrak niki nini nomornya ntar nulis nyaris nyebut nyemplung nyong nyungsep opo "
    "orangnya otomatis paham pang panggil percuma pergi perkembangan perkembangannya pertama pesan "
    "peta petugasnya pihak pisan prosesnya pustunya ralat robot saha saiki sambil sambung sampun "
    "sanes sanget sapa sebenarnya segala sekalian sekolahnya selain selamat selanjutnya selesai "
    "sesuai setuju share sieun silakan sip soal soalnya syalom tahan takon takutnya tambahan tambahin "
    "tambahkan tangannya tangga tatakan teh tekan tempatnya ten tepat terjatuh terkirim terluka "
    "termasuk terpeleset terperosok tersandung tertulis tiasa tos tuh tulis ulun update usah wajib "
    "waktunya wedi wife wilayah wkwk woi wong wonten "
)
NAMELESS = (
    EVERYDAY_WORDS
    | PLACE_TYPES
    | OFFICES
    | KIN
    | CONCERNED
    | DEEDS
    | ASKS
    | MONEY
    | POLITE
    | _TIMES
    | WELL_KNOWN_PLACES
    | _SPOKEN
    | _PHRASES
    | _WRITTEN
    | _CHATTED
) - (GIVEN_NAMES - WORDS_TOO)
"""Words of the language, of offices and of programmes: they name nobody."""
CASED = (_PHRASES | EVERYDAY_WORDS | _SPOKEN) - OFFICES - KIN - _TIMES
"""Words that with a capital, behind a name's first word, may go on with it: "Yohanis Hamba"."""
PLACES = PLACE_TYPES - _LEADERS - word_set("bapak ibu bpk") | word_set(
    "kec kab kel ds dsn lingk prov kampung dusun jl jln jalan gang gg smp sma sd tk toko bengkel rumah "
    "warung kebun sawah hutan"
)
"""What stands before the name of a place."""

WITNESSES = word_set(
    "tahu tau melihat lihat liat saksi saksinya menyaksikan nyaksikan mendengar dengar ikut bilang "
    "cerita bercerita "
    "mengaku ngaku dimintai dipungut disuruh dipaksa dipukul diancam lapor melapor siap korban korbannya"
)
"""What somebody is or does who is named beside the matter."""
