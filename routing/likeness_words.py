"""What citizens call things, what ails them, and which words only say where: the data behind `likeness`.

A line is `meaning: words`; the meaning is the word we use ourselves when we tell what two reports share.
Words are stems (`likeness.stem`) in the full spelling of `words.normalise`.
"""

from intake.reading.words import word_set

_THINGS = """
lampu: lampu pju penerangan bohlam damar
lampu merah: traffic light bangjo
jalan: jalan aspal dalan paving jeglongan
jembatan: jembatan titian kreteg
got: got selokan drainase gorong parit saluran riol solokan kalen
irigasi: irigasi bendung
tanggul: tanggul bronjong tembok
sungai: sungai kali
banjir: banjir genang genangan rendam terendam rob
longsor: longsor
air: air ledeng pdam keran kran perumda banyu cai
pipa: pipa
sumur: sumur bor
listrik: listrik pln setrum byarpet
kabel: kabel
tiang: tiang
pohon: pohon dahan ranting
sampah: sampah tps uwuh runtah
limbah: limbah
asap: asap bakar pembakaran membakar
kebakaran: kebakaran terbakar
debu: debu
truk: truk tronton
parkir: parkir
angkot: angkot bemo bus
kapal: kapal feri
dermaga: dermaga pelabuhan
rambu: rambu marka
trotoar: trotoar
macet: macet semrawut
balap: balap balapan kebut kebutan knalpot
pasar: pasar los
taman: taman ayun
bensin: bensin pertalite solar spbu pertamina bbm jeriken jerigen
gas: gas lpg elpiji melon
minyak tanah: mitan
dokter: dokter
bidan: bidan posyandu
obat: obat
puskesmas: puskesmas pustu
ambulans: ambulans
rumah sakit: rsud rs
demam berdarah: dbd fogging nyamuk jentik
anjing: anjing rabies
ternak: sapi ternak kambing kuda babi
hama: hama belalang ulat tikus wereng
pupuk: pupuk
sekolah: sekolah sd sdn smp sma smk kelas murid
guru: guru
dana sekolah: bos komite
ktp: ktp blangko kk
bansos: bansos blt tunai pkh beras sembako
kantor: kantor pegawai loket
sinyal: sinyal jaring internet tower telkomsel
bising: bising ribut musik karaoke
curi: curi maling
hutan: hutan kayu logging tebang
sertifikat: sertifikat ptsl
toilet: toilet wc jamban
bangunan: bangunan ruko
pajak: pajak pbb
sim: sim stnk bpkb
vaksin: vaksin imunisasi
ijazah: ijazah rapor
beasiswa: beasiswa kip pip
aplikasi: aplikasi website situs server
tambang: tambang galian penambangan
pabrik: pabrik
pestisida: pestisida racun
traktor: traktor
bibit: bibit benih
kering: kekeringan kemarau
odgj: odgj gila
pengemis: pengemis pengamen anjal gepeng gelandangan
miras: miras mabuk tuak peci
judi: judi togel sabung
begal: begal rampok jambret
tawuran: tawuran
petasan: petasan
calo: calo
upah: gaji upah thr pesangon honor
bpjs: bpjs kis
akta: akta akte
surat: surat
penyeberangan: zebra
penerbangan: pesawat bandara
pencemaran: cemar tercemar
karaoke: kafe cafe diskotek bar
meteran: meteran
tagihan: tagihan rekening
tower: menara
tikungan: tikungan
atap: atap plafon genteng
papan: papan
alat berat: ekskavator buldoser
balita: balita stunting gizi
kebun: kebun ladang sawah padi jagung
pkl: pedagang
"""
_SETTINGS = """
jalan pasar sekolah puskesmas kantor sungai taman bangunan tikungan penerbangan kebun dermaga
bpjs ktp akta surat sim pajak upah beasiswa ijazah sertifikat tagihan meteran aplikasi guru
"""
_AILMENTS = """
mati: mati padam gelap nyala menyala pareum
rusak: rusak kerusakan retakan rubuh bengkok lepas
rusak: hancur lubang bolong retak pecah patah jebol ambruk roboh bocor putus ruksak
rusak: longgar tumbang jatuh miring condong lapuk
mampet: mampet sumbat tersumbat buntu penuh
meluap: luap meluap sepinggang selutut
tidak ada: kosong habis langka hilang lenyap absen mengalir tutup
kotor: kotor bau jorok tumpuk menumpuk serak berserakan keruh apek kutu berkutu angkut diangkut
lambat: lambat antre antri antrian lelet telat terlambat
jarang: jarang bolos
liar: ngetem ditertibkan
mahal: mahal naik tarif ongkos harga 10rb
"""
_LEADS = """
depan dekat samping belakang sebelah seberang sekitar ngarep mburi simpang perempatan pertigaan muka
hadapan pinggir sisi
"""
_NUMBERED = "rt rw km kilometer dusun blok"
_STREETS = "jalan gang lorong"
_SCHOOLS = "sd sdn smp smpn sma sman smk"
_NAMED = f"{_STREETS} toko hotel perumahan masjid gereja"
_IDLE = """
ada adalah agar agustus akan akibat aku alamat anak anak-anak anda antara apa apakah april atas atau
bagaimana bagi bagus bahaya bahwa baik banget bantu bantuan bantuannya banyak bapa bapak baru bawah begitu
belum benar bersih besar besok biasanya bisa buat bukan bulan bupati cepat coba cuma daerah dalam dan
dapat dari datang dengan desa desember di dia dibantu dinas dua empat enam februari ga gak ganti gedhe
guna hampir hanya harap hari harus hingga hormat ibu info informasi ingin ini isih itu jadi jalan-jalan
jam jangan jangka januari jauh jika juga juli jumat juni juta kabupaten kalau kali kami kamis kapan karena
kartu kasih kata katanya ke kecamatan kecil kelanjutan keluar kelurahan kemarin kembali kena kenapa
kendaraan kepada kepala ketika kini kita kota lagi lahir laku lalu langsung lapor laporan lebih lewat liar
lihat lima lubuk lurah maka makin malam mana maret masih masuk masyarakat mau mei melalui memang
menggunakan menunggu mereka milik minggu minta mobil mohon mohonkan motor mulai nanti nomor november nya
oktober oleh ora orang pada padahal pagi paham pak parah pas penumpang perbaik perbaiki pergi perlu pernah
petugas pihak rabu rakyat ribu rumah rupiah saat sabtu saja salah sama sampai sana sangat sasi satu saya
sebab sebelum sedang segera sejak sekali sekarang selalu selama selasa semua sendiri senin seperti
september sering setiap siang sini sistem soal sore sudah suka tadi tahu tahun takut tambah tangani tanpa
tapi telah telung tempat tengah terima terlalu terus tetangga tetap tetapi tiap tidak tiga tolong total
tujuh turun umum unggu untuk urus utama wah waktu warga wilayah wis ya yang yth
"""


def _by_word(table: str) -> dict[str, str]:
    """word -> meaning."""
    lines = (line.split(": ", 1) for line in table.strip().splitlines())
    return {word: meaning for meaning, words in lines for word in words.split()}


THINGS, AILMENTS = _by_word(_THINGS), _by_word(_AILMENTS)
SETTINGS = word_set(_SETTINGS)  # where things are, more often than what ails
LEADS = word_set(_LEADS)  # a landmark follows
NUMBERED = word_set(_NUMBERED)  # what is counted: RT 5 is not RT 12
NAMED = word_set(_NAMED)  # what bears a name: jalan Palapa is not jalan Pemuda
STREETS, SCHOOLS = word_set(_STREETS), word_set(_SCHOOLS)
IDLE = word_set(_IDLE)  # tell nothing of the matter
