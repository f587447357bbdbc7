"""What citizens say about each matter, as weighted phrases: the data behind `category.classify`.

A line of a table is `weight: phrase, phrase, ...`. In a phrase `a|b` is either
word, `*` up to six words of the same clause, and `stem~` any word so beginning.
Weights: 5 settles it, 3 is good evidence, 1 a hint. Words are in the full
spelling of `words.normalise`, without -nya. Longer phrases claim their words first, so "lampu
jalan" is no road. Where the official tree files one matter twice or oddly we follow practice:

- Street lights stand under both Public Works and Perhubungan; Perhubungan's entry is
  named for them and most regencies' transport offices run them.
- Tap water is "Layanan Air Minum" under Energi; drains are Public Works; floods are Lingkungan.
- Illegal levies stand under Politik dan Hukum, whatever office took them: never with the office itself.
- Land certificates and markets are Public Works; SIM, STNK and SKCK are the police's.
"""

AGAMA = "Agama"
CORONA = "Corona Virus"
EKONOMI = "Ekonomi dan Keuangan"
ENERGI = "Energi dan Sumber Daya Alam"
HEWAN_LIAR = "Evakuasi Hewan Liar"
KEKERASAN_SEKOLAH = "Kekerasan di Satuan Pendidikan (Sekolah, Kampus, Lembaga Kursus)"
KEPENDUDUKAN = "Kependudukan"
KESEHATAN = "Kesehatan"
GENDER = "Kesetaraan Gender dan Sosial Inklusif"
KETENAGAKERJAAN = "Ketenagakerjaan"
TRANTIB = "Ketenteraman, Ketertiban Umum, dan Pelindungan Masyarakat"
KONSULER = "Legalisasi Konsuler"
LINGKUNGAN = "Lingkungan Hidup dan Kehutanan"
NETRALITAS = "Netralitas ASN"
PU = "Pekerjaan Umum dan Penataan Ruang"
WNI = "Pelindungan WNI"
DESA = "Pembangunan Desa, Daerah Tertinggal, dan Transmigrasi"
NARKOTIKA = (
    "Pencegahan dan Pemberantasan Penyalahgunaan dan Peredaran Gelap "
    "Narkotika dan Prekursor Narkotika (P4GN)"
)
PENDIDIKAN = "Pendidikan dan Kebudayaan"
PERHUBUNGAN = "Perhubungan"
KONSUMEN = "Perlindungan Konsumen"
PERTANIAN = "Pertanian dan Peternakan"
POLITIK = "Politik dan Hukum"
POLITISASI = "Politisasi ASN"
MBG = "Program Makan Bergizi Gratis (MBG)"
SOSIAL = "Sosial dan Kesejahteraan"
LAPOR = "SP4N-LAPOR!"
TIK = "Teknologi Informasi dan Komunikasi"

HEADS = (
    AGAMA, CORONA, EKONOMI, ENERGI, HEWAN_LIAR, "Fasilitas Diplomatik", KEKERASAN_SEKOLAH, KEPENDUDUKAN,
    "Kerjasama Bilateral", "Kerjasama Multilateral", KESEHATAN, GENDER, KETENAGAKERJAAN, TRANTIB, KONSULER,
    LINGKUNGAN, NETRALITAS, PU, WNI, DESA, "Pemulihan Ekonomi Nasional", NARKOTIKA, PENDIDIKAN,
    "Peniadaan Mudik", "Perairan", PERHUBUNGAN, KONSUMEN, PERTANIAN, POLITIK, POLITISASI, MBG,
    "Seleksi Calon Hakim Agung RI", SOSIAL, LAPOR, "SRGI", TIK, "Topik Khusus", "Topik Lainnya",
)  # fmt: skip
"""The 38 heads of the official tree of 2025, in the spelling our envelope uses."""

TRAPS = """
1: jalan kaki, jalan keluar, jalan tengah, jalan terus, jalan lagi, mau jalan, masih jalan, jalan lewat
1: tidak jalan, berjalan jalan, air mata, tanah air, rumah makan, mata air, jalan pulang, lampu merah|hijau
1: depan|dekat|samping|belakang|sebelah sekolah|sd|sdn|smp|sma|smk
1: seberang|sekitar|pertigaan|perempatan|simpang sekolah|sd|sdn|smp|sma|smk
1: depan|dekat|samping|belakang|sebelah|seberang|sekitar puskesmas|pasar|bank|masjid|mesjid|gereja|polsek|spbu
1: depan|dekat|samping|belakang|sebelah|seberang|sekitar rumah sakit, depan|dekat|belakang kantor pos
1: near|behind|opposite|beside the school|market|bank|mosque|church|hospital|clinic|airport|station
1: sabu raijua, pom bensin, sepeda motor, kartu telepon, surat kabar, harga diri
1: in front of the embassy|school|mall|market|clinic|hospital|mosque|church|bank
1: in front of school|sd|sdn|smp|smpn|sma|sman|smk|smkn|puskesmas|pasar
1: near|behind|opposite|beside school|sd|sdn|smp|smpn|sma|sman|smk|smkn|puskesmas|pasar
1: tetap jalan, rawa|lubang buaya|bebek
1: depan|dekat kampus, kartu nama, air hujan, parkir|depan gate, kampung nelayan, pasar hewan
1: gang sawo|melati|mawar, depan indomaret|alfamart, bau bau, laporan keuangan, jam kerja, hari kerja
1: surat jalan, jalan keluar, jalan raya|tol|arteri|lingkar
1: kota bau bau, kota sabu
1: kota|kabupaten|kecamatan|desa|kelurahan|jalan air|batu|tanah|pasar|laut|sungai|hutan
1: kota|kabupaten|kecamatan|desa|kelurahan|jalan gunung|pulau|tambak|kali|kebun|sawah|karet|padi|pasir
1: selamat pagi|siang|sore|malam, terima kasih
1: status|nomor terakhir|resi, bank penerima|bni|bri|mandiri|btn
"""
"""Phrases that only look like evidence, and landmarks: they claim their words for no head.

"Lampu merah" is a place too ("pengemis di lampu merah"); out of order it is a longer phrase."""

TABLE: dict[str, str] = {
    PU: """
7: jalan * diperbaiki|rusak|berlobang|lobang|parah|betonisasi|ditambal|bolong|perbaikan, kondisi jalan
7: aspal * terkelupas
7: tambal|ditambal|betonisasi|pengecoran|pembetonan * jalan|aspal, sistem|pemasangan|pengerjaan drainase
7: saluran air * jalan|perumahan|warga|revitalisasi, pompa * banjir|air|kali|ditambah|rusak, talud|talut
7: pengurusan|izin|mengurus imb, kuota|program|pengajuan prona|ptsl, papan reklame * jalan
7: jalan|jalanan|dalan|dalane|jalanna|margi|aspal|paving * rusak|hancur|berlubang|lubang|bolong|bolong-bolong
7: jalan|jalanan * ambles|amblas|retak|becek|berlumpur|lumpur|ruksak|butut|bergelombang|jelek|remuk|longsor
7: jalan|jalanan * diaspal|aspal|dicor|cor|dipaving|diperlebar|pelebaran|licin|berdebu|tergenang|ambrol
7: lubang|berlubang|kerusakan|rusak|perbaikan|perbaiki|pengaspalan|pelebaran|genangan * jalan|jalanan|aspal
7: infrastruktur jalan, jalan butut, jalan rusak, dalan rusak, pothole~
7: road|roads|street * broken|damaged|bad|holes
7: bad|broken|damaged road|roads|street
7: jembatan|kretek|kretege|sasak|titi|jambatan * putus|roboh|rusak|ambruk|lapuk
7: jembatan * subak|goyang|patah|miring|bolong|reyot|pegat|runtuh|hanyut
7: bridge * collapse|collapsed|broken|damaged
7: got|selokan|parit|gorong-gorong * mampet|tersumbat|buntu|rusak|meluap|dangkal
7: drainase|saluran|solokan|riol|banda * mampet|tersumbat|buntu|rusak|meluap|dangkal
7: got|selokan|parit|saluran|drainase * bau|dibersihkan|ditutup|dangkal|sumbat|sampah|amblas|jebol|tasumbek
7: drain|drains|gutter * blocked|clogged|smell~, sertifikat tanah|rumah|lahan, sengketa tanah|lahan
7: mafia tanah, surat|girik|akta tanah|lahan, full of holes|potholes
7: balik nama sertifikat, land certificate|office|title, sertipikat, ukur|mengukur tanah|ulang
7: patok batas|tanah
7: rumah|perumahan subsidi|bersubsidi, rumah susun, rusunawa, bangunan|gedung * izin|imb|pbg
7: izin mendirikan bangunan, bangun|membangun|dibangun * tanpa izin|imb|pbg
7: tanggul * jebol|rusak|longsor|retak, bendungan|waduk|embung * rusak|jebol|bocor|retak
7: trotoar * rusak|hancur|lepas
7: trotoar * bolong|berlubang|patah|ubin|keramik|sempit, sidewalk|pavement * broken|damaged
7: pasar * atap|becek|rusak|bocor|kumuh|dibangun|mangkrak|renovasi
7: taman * rusak|dirawat|bermain|ayunan|terawat
7: makam|tpu|pemakaman * banjir|rusak|penuh|ditinggikan, jembatan penyeberangan
7: halte * rusak|hilang|atap|kotor
7: galian * ditutup|kabel|pipa|tanah, build|need * playground|bridge
7: dibangun|bangun|buat|dibuat * jembatan|taman
7: normalisasi sungai|kali, lapangan * rusak|becek|dibangun, rabat beton, tata ruang, izin bangunan, imb|pbg
3: jembatan|jambatan|kretek, gorong-gorong, drainase, selokan, got, trotoar, parit, bronjong, turap
3: pekerjaan umum
3: aspal, paving, irigasi sungai, tanggul, bpn|pertanahan, sertifikat, bendungan, bridge, sidewalk, drain
3: playground
3: jalan * diperbaiki|didandani|ditambal|lebar|lebarkan|dibenahi|dibangun|dibeton|gelap, gapura
3: alun-alun * rusak
6: diaspal, diaspalin, dipaving
2: becek, taman, halte, jalan raya|desa|kabupaten|kota|provinsi|poros|lingkungan, perumahan, tpu, imb
2: berlubang, lubang
1: jalan, jalanan, dalan, dalane, margi, pasar, bangunan, lapangan, ambrol, amblas, ambles, road, tanah
1: developer
""",
    PERHUBUNGAN: """
7: brt, damri, halte|shelter * bus|brt, koridor * brt|bus, kemacetan|macet * jalan|simpang|perempatan|jam
6: parkir * liar|depan|jalan|sembarang|sembarangan, satu|1 arah, lawan|melawan arus, traffic light
7: cermin cembung|tikungan, motor|mobil|truk * ngebut|kebut-kebutan, lahan parkir, tarif parkir|angkutan
7: mudik gratis
6: lampu|penerangan jalan|jalanan|dalan|pju, penerangan jalan umum, lampu jalan umum, lampu penerangan
6: jalan * gelap
6: street|road light|lights|lamp|lamps, streetlight~, gelap * lampu|penerangan
6: lampu * gang|tiang * mati|padam
6: lampu merah|lalin|apill|bangjo * mati|rusak|padam|error|off, lampu lalu lintas, traffic light|lights
6: bangjo * mati
6: lampu merah simpang|perempatan|pertigaan, lampu pengatur, parkir liar|sembarangan, tukang|juru parkir
6: lampu * dipasang|ditambah~|pasang jalan|gang, jadwal kapal|kereta|bus|penerbangan|feri|ferry
6: kapal perintis|pelni
8: illegal|illegally parking|parked
6: palang pintu, pintu perlintasan, perlintasan kereta, rambu lalu|jalan|larangan, zebra cross
6: marka jalan, jalur sepeda
6: truk * odol|tonase|muatan|kelebihan, odol, bus sekolah, jalur khusus bus, polisi tidur, speed bump
6: tarif tol|angkot
5: angkot, angkutan umum|desa|kota, transjakarta, bus, halte bus, kereta, commuter, krl, mrt, lrt
5: terminal * bus|kotor
5: pesawat * delay|batal|tiket, bandara * delay, maskapai, ojek online|pangkalan, driver online
5: taksi online, ojol|gojek
5: truk * lewat|parkir|melintas|kampung, parkir * trotoar|bahu|mahal|badan|sembarangan|karcis|liar
5: uji kir, kir
5: kapal * penumpang|tenggelam|jadwal|penyeberangan|feri, perahu penyeberangan, pelampung
5: dermaga * penumpang|rusak
5: kecelakaan * motor|truk|mobil|bus, tabrakan, rawan kecelakaan, accident, rambu, truk * sembarangan
5: kontainer parkir
5: tikungan * rambu|cermin|bahaya, motor|truk|mobil melawan arus, lawan arus, jembatan timbang * antri
3: macet, kemacetan, dishub|perhubungan, parkir, lalu lintas, pju, kereta, bandara, airport, pelabuhan, kapal
3: angkutan, trayek, stasiun, terminal, lampu merah, penumpang, sopir, parking, traffic, pesawat, ferry
3: penyeberangan
2: truk, lampu, kontainer, peteng, macet parah, light|lights, zebra, transportasi, mudik, becak
1: kendaraan, motor, gelap
""",
    LINGKUNGAN: """
7: air laut|pasang * naik|rumah|rob, kebakaran lahan|gambut, debu * pabrik|batubara|semen
7: bau * tpa|pabrik|limbah
6: sampah|runtah|sarok|leluu * diangkut|diangkat|menumpuk|bau|berserakan
6: sampah|runtah|sarok|leluu * dibakar|dibuang|dicandak|diangkek|liar
6: buang|bakar|tumpukan|pembakaran|pembuangan|angkut|penumpukan * sampah|runtah
6: mobil|truk|petugas|gerobak sampah
6: tempat|bak|tong|bank sampah, tps|tpa * liar|penuh|bau|menumpuk|sampah, garbage, trash, rubbish
6: waste * dump~|river
6: limbah|pencemaran|mencemari|tercemar, asap pabrik|sawit|tebal|pembakaran, factory * waste|smoke, pollut~
6: pohon|tangkal|wit|batang tumbang|rubuh|ambruk, pohon * tumbang|dipangkas|dahan|ditebang|miring|roboh
6: banjir * lagi|rumah|warga|tahun|masuk|air|tiap|setinggi|sepinggang|selutut, kebanjiran, banjir bandang|rob
6: flood~, tree * fell|fallen, banjir, caah, longsor * menutup|susulan|rumah|menimpa|warga|ditangani
6: tanah longsor
6: penebangan|pembalakan liar|hutan, illegal|ilegal logging|fishing, kebakaran|pembakaran hutan|lahan
6: karhutla
6: bom|pukat|potas|racun|setrum ikan, terumbu karang
6: sungai|kali|laut|sumur * keruh|tercemar|hitam|berminyak|kotor
6: sungai|kali * sampah|ikan|limbah|bau, ikan mati, kandang * bau|lalat, bau kandang
6: hutan lindung|adat|gambut
6: air sumur * bau|asin|keruh|tercemar, gempa, tsunami, bau * menyengat|pabrik * warga, satwa dilindungi
6: kotoran hewan
5: sampah, runtah, tps, tpa, limbah, bpbd, abrasi, burung|penyu|orangutan dilindungi, mangrove
5: hanyut * sungai
5: kebersihan, rob, waste, smoke, asap * warga|tebal, tenggelam, kabut asap, caah * imah, polusi
5: debu * pabrik|batubara
3: longsor, tertimbun, pohon, hutan, nelayan, sungai, kali, asap, walungan, river, tree|trees, bencana, lalat
2: bau, lingkungan hidup, ikan, pencemaran, dlh, bising pabrik, debu, tambak
1: mambu, laut
""",
    KESEHATAN: """
8: kartu * kis|askes|jkn|jamkesmas|jamkesda, peserta mandiri|pbi|pbpu|ppu|jkn|askes|bpjs
8: denda pelayanan|rawat
8: penambahan|menambahkan|tambah|mendaftarkan * keluarga|anggota|istri|bayi|suami|tanggungan
8: pbi|pbpu apbd|apbn|mandiri, bayi * ibu|bpjs|pbi, iuran * kelas|menunggak|mandiri|peserta|keluarga
8: kelas * iuran
8: pindah|perpindahan|ganti|perubahan|ubah faskes|fktp|kelas|klinik
8: kepesertaan * jkn|kis|bpjs|pbi|pbpu|mandiri|kartu
7: askes, kis, jkn, jamkesmas, jamkesda, fktp, pbpu, jkn-kis, kepesertaan, faskes
5: peserta, tunggakan, menunggak
7: vaksinasi, kateter|infus|ranjang * rumah|pasien, jkn, mobile jkn, rujukan * rumah|puskesmas
7: tenaga medis, gigitan
6: puskesmas, pustu, polindes, poskesdes, posyandu, rumah sakit, igd|ugd, bpjs kesehatan
6: kartu bpjs|kis|indonesia sehat
6: iuran bpjs, pasien, rawat inap|jalan, dokter, perawat, bidan, suster, ambulans, ambulan~, ambulance
6: imunisasi, vaksin
6: obat * habis|kosong|mahal|puskesmas|apotek, demam berdarah, dbd, fogging, difogging, malaria, tbc
6: stunting, gizi buruk
6: tenaga kesehatan, dinas kesehatan|dinkes, bunuh diri, kill~ myself|herself|himself, keracunan, pingsan
6: hospital|clinic
6: doctor, nurse, medicine, rumah sakit umum daerah, cuci darah, faskes, rujukan, melahirkan, ibu hamil
6: serangan jantung
6: daftar|ndaftar|pendaftaran|pbi|nonaktif * bpjs
6: bpjs * gratis|nonaktif|kelas|tunggakan|aktif|mandiri|pbi, wabah
4: bpjs, obat, apotek, imunisasi, penyakit, berobat, klinik, vitamin, kader, pmi donor darah, donor darah
4: sick|ill
3: kesehatan, dirawat, sakit, operasi|kontrol pasien, suicide, luka
2: kamar penuh, muntah-muntah, bayi, diare
""",
    KEPENDUDUKAN: """
6: ktp|ktpku, kartu keluarga, kartu identitas anak, kia
6: akta|akte kelahiran|lahir|kematian|nikah|perkawinan|cerai
6: disdukcapil, catatan sipil, kependudukan, identitas kependudukan digital, surat pindah
6: pindah domisili|alamat|penduduk
6: rekam ktp, blangko|blanko ktp|habis, nik * terdaftar|ganda|online|salah|dipakai|valid
6: surat keterangan domisili
6: birth|death certificate, civil registry, id|identity card, ktp * hilang|rusak|jadi|cetak, family card
4: akta, akte, nik, blangko, domisili, sensus penduduk, keluarga berencana, penyuluhan kb
2: capil, rekam, numpang nikah
""",
    SOSIAL: """
7: bantuan sembako|tunai|modal|pangan, rumah reyot, keluarga tidak mampu, atensi, disabilitas * bantuan
6: bansos, bantuan sosial|pangan|beras|langsung|korban, pkh, bpnt, blt, bst, dtks, dtsen, kks
6: kartu keluarga sejahtera
6: beras|sembako bantuan|bansos, program keluarga harapan, dinas sosial|dinsos, social|cash aid|assistance
6: odgj, orang gila
6: anak jalanan|terlantar|punk, pengemis, gelandangan, gepeng, bedah rumah, rumah tidak layak, rutilahu
6: rtlh, lansia * bantuan
6: keluarga miskin|pra, janda * miskin|bantuan, bantuan * cair|miskin|dipotong|dihentikan|sasaran|dapat
6: raskin|rastra
8: korban * bantuan|dinsos|cair, kartu perlindungan sosial, subsidi listrik, desil, panti asuhan|jompo
8: beggar~, cash aid
5: penerima bantuan, tidak dapat bantuan, bantuan sembako, bantuan dibagi
3: miskin, mlarat, sembako, lansia, bantuan * tua|dapat, dinsos, poor, widow, aid, kurang mampu, tidak mampu
2: sosial, desil, bantuan beras
1: bantuan
""",
    PENDIDIKAN: """
7: uang|iuran perpisahan|wisuda|seragam|buku, kuota|jalur zonasi|prestasi|afirmasi, nilai rapor|ujian
7: anak * sekolah * jauh
6: uang gedung|komite|spp|sekolah, ppdb|spmb, zonasi, dana bos|pip, kip, kartu indonesia pintar, ijazah
6: study tour, beasiswa
6: gedung|atap|kelas|ruang|bangku * sekolah|sd|sdn|smp|sma, guru * bolos|masuk|mengajar|kurang|honorer
6: putus sekolah
6: buku paket|pelajaran, seragam sekolah, pungutan sekolah, kepala sekolah, iuran komite, pindah sekolah
6: cagar budaya
6: candi|situs|museum * rusak|dicoret|penjaga, perpustakaan, the school ask~|asks, public school, teachers
6: school fee
7: atap|bangku|meja|gedung kelas|sd|sekolah, pembangunan sd|smp|sma|sekolah, dinas pendidikan
7: tunjangan|sertifikasi guru
5: sekolah * minta|bayar|bocor|roboh|rusak|iuran, gurune, guruna, mahasiswa, ukt, kuliah, paud, tk
3: kampus, murid, siswa
3: guru, sd|sdn|smp|smpn|sma|sman|smk|smkn|madrasah, sekolah, pelajar, teacher~, school, student~
3: kurikulum, dosen, universitas
2: pendidikan, belajar, kelas, budaya, sanggar, disdik
""",
    ENERGI: """
8: penambang|penambangan|ditambang * pasir|emas|liar|ilegal|batu, pipe * burst|broken|broke, water bill|meter
6: pdam|pam|perumda * mati|mengalir|macet|keruh|bau|bocor|mili|iduik|keluar|kecil|paeh|tagihan
6: air|aia|banyu|cai|yeh pdam|pam
6: air|cai|banyu|aia|toya|yeh * mengalir|ngocor|mili|macet * pdam|rumah|hari|minggu|dina|poe|saminggu
6: air mati|macet
6: air tidak keluar|mengalir|hidup, ledeng, leding, air bersih, tap water, no|tap * water, water * tap
6: pipa * bocor|pdam|pecah|air, pipe * leak~
6: listrik * padam|mati|naik|pareum|token|tagihan|masuk|belum|hidup|tegangan|voltase|pasang
6: mati|pemadaman lampu|listrik
6: meteran|tiang|kabel|trafo|gardu * listrik|pln, kabel listrik|pln, power outage|cut
6: power|electricity * out|off|outage|gone
6: tiang listrik, gas|elpiji * langka|3|kosong|melon|habis|mahal|susah|kg, gas melon|elpiji|3kg
6: antri|antrian * solar|pertalite|bensin, spbu
6: tambang|penambangan|galian * ilegal|liar|emas|pasir|c|batu|batubara
6: tambang, merkuri, pln, elpiji, bahan bakar minyak, biaya|tarif pdam|listrik, kabel semrawut * pln|kebakaran
5: pdam|pam, listrik, lampu mati * rumah|kampung|desa|pln, electricity, mining, pertamina, minyak tanah
4: kabel * putus|menjuntai|semrawut, water, bbm, solar, gas langka|kosong, token
2: air, aia, cai, banyu, toya, gas, meteran, kabel
""",
    TRANTIB: """
7: orgen|organ tunggal, pengamen, pemalakan|dipalak|malak|memalak, pungutan preman, perkelahian
7: petasan|mercon, geng
6: karaoke|musik|sound|suara|knalpot|orgen|speaker * bising|keras|berisik|malam|subuh|brong|horeg
6: sound horeg, knalpot brong
8: sidewalk|pavement * vendors|stalls
6: loud music|karaoke|noise, pkl|pedagang kaki lima, pedagang kaki lima * trotoar, jualan * trotoar|bahu
6: trotoar * jualan|dagang~
6: begal|jambret|copet|maling|pencuri|pencurian|perampok~|rampok|kemalingan|dicuri|preman|premanisme
6: theft|stolen|robbed|robber~|thief
6: tawuran, mabuk|mabuk-mabukan|mabuk-mabuk|mabuk2an|miras, judi * dadu|sabung|kartu|togel, sabung ayam
6: togel, balap liar
6: motor|mobil|sepeda * hilang|dicuri|kemalingan, lapor polsek|polisi|polres
6: bikin|buat|urus|perpanjang~ * sim, sim * satpas|calo
6: skck|stnk|bpkb, satpas, tempat|jadi * mesum|prostitusi|maksiat, mesum, prostitusi, satpol pp
6: kasus|pembacokan|penganiayaan
6: kebakaran, terbakar, damkar, pemadam kebakaran, fire|burning, dibacok, ditikam, ditusuk, dibunuh
6: penculikan, diculik, kobong
6: cctv, sistem keamanan, ronda|siskamling, reklame|baliho|spanduk * liar|roboh|besar|izin|perempatan
6: warung remang|remang-remang
6: knife|attack~, gas bocor|meledak, bocor gas, petasan|mercon, geng motor, debt collector
6: orang ngamuk|mengamuk, tempat hiburan
6: radikal~, sara, perdagangan orang, bentrok, kericuhan
3: polisi, polsek, polres, bising, gandeng, berisik, police, keributan, ribut, gerebek, razia
6: karaoke, parang, celurit
3: keamanan, judi, satpol, mengintimidasi, preman, warga resah, noise, loud, calo
2: calo, malam minggu
""",
    KETENAGAKERJAAN: """
9: bpjs ketenagakerjaan|ketenaga|tk|tenaga, bpjs * e-klaim|eklaim|e-claim|klaim|claim|pencairan|cair|kpj|jht
9: e-klaim|eklaim|e-claim|klaim|pencairan|saldo|cairkan|mencairkan * bpjs|jht|bpjstk
7: bpjstk, bpjs-tk, kpj, e-klaim, eklaim, bpjsketenagakerjaan
7: cek|karpeg|nomor nip, kartu pegawai, bkn, sk pensiun, surat keputusan pensiun|pangkat|cpns|pns, nuptk * pns
7: kenaikan pangkat|golongan, penyesuaian|persamaan ijazah, tes|hasil|pengumuman|seleksi skd|cpns|skb|pppk
7: magang, upah minimum, jam kerja, kerja * dibayar|digaji, cuti hamil|melahirkan, kecelakaan kerja, k3
6: gaji|upah|honor|salary|wage~ * dibayar|belum|cair|telat|bulan|ditahan|paid|umr|umk|ump, phk, pesangon
6: umr|umk|ump, thr
6: bpjs ketenagakerjaan|tk, jamsostek, jht|jkp, lembur, buruh, tenaga kerja|honorer
6: honorer|honor * cair|gaji|belum|insentif|guru
8: agen|agent|calo tki|tkw|pmi
6: cpns|pppk|p3k, lowongan kerja|pekerjaan, pelatihan kerja, disnaker, tki|tkw|pmi, pekerja migran
6: outsourcing, jaminan hari tua
6: pensiun * pns|bapak|asn|guru|belum, kontrak kerja, hubungan industrial, not been paid, my salary
6: perusahaan * gaji|bayar|umr
8: gaji|honor|insentif|tunjangan honorer|guru|nakes|tenaga|perawat|kader
6: mutasi pegawai|guru, tunjangan kinerja, tukin, kenaikan pangkat, seleksi cpns|pppk, tenaga kerja asing, tka
4: hrd, pabrik * kerja|gaji, karyawan, majikan, dipecat, honorer, bkd, pensiun, 2: kerja keras, pabrik
4: perusahaan, insentif
1: kerja, pegawai
""",
    POLITIK: """
9: dikorup|korup|dikorupsi|dikorup, menyelewengkan|diselewengkan|penyelewengan, uang damai|tutup, kkn
9: pungli, pungutan liar, suap|menyuap|disuap|bribe~, korupsi|dikorupsi|korupsinya|koruptor
9: uang pelicin|rokok|suap, gratifikasi
8: oknum * minta|meminta|pungut|setoran|memeras|uang|oleh
8: hakim|jaksa|panitera * minta|meminta uang|ribu|juta|duit, hakim * disuap|suap
8: petugas|petugase|patugas|pegawai|polisi * minta|njaluk|menta|mamintak uang|duit|dhuwit
8: petugas|petugase|patugas|pegawai|polisi * minta|njaluk|menta|mamintak pitih|ribu|setoran|juta
8: petugas|petugase|patugas|pegawai|lurah|camat|kades * minta|njaluk|menta * ribu|juta|uang|duit|dhuwit|pitih
8: minta setoran, officer|staff|they ask~|asked * bribe~|money|dollars|extra, ask for bribes
8: proyek fiktif, mark up, nepotisme
8: diminta|dimintai|disuruh bayar|uang|membayar * ribu|juta|kwitansi|gratis, penyalahgunaan wewenang
6: paspor|imigrasi|immigration|passport|visa|kitas|kitap, residence permit
6: lapas|rutan|tahanan|napi|narapidana, dpt, daftar pemilih
6: pemilu, pilkada, pilkades, pilpres, pileg, kpu
6: surat|kartu|undangan pemilih, pengadilan|sidang|jaksa|kejaksaan, bantuan hukum, notaris
6: hak cipta, merek dagang
6: ham, kewarganegaraan, tilang * surat|uang|oknum, money politik, politik uang
4: oknum, setoran, tilang, calo * imigrasi, yayasan, gugatan
2: hukum, suap, diminta, kwitansi
""",
    PERTANIAN: """
6: pupuk, rabuk, gemuk subsidi, irigasi, sawah * kering|kekeringan|gagal|air|terendam, petani
6: poktan|gapoktan, kelompok tani
6: hama, wereng, gabah, benih|bibit * jagung|padi|bantuan|sawit, panen, gagal panen, traktor
6: sapi|kambing|ayam|babi|ternak * mati|pmk
6: pmk, dokter hewan, vaksin * anjing|rabies|hewan|sapi|ternak, rabies, penyuluh|ppl pertanian|pernah
6: subak, alat pertanian
6: alsintan, kartu tani, fertilizer, farmer~, peternak, peternakan, kandang * izin, flu burung, demam babi
4: padi, tani, sawah, ternak, kebun, jagung, pertanian, perkebunan, sapi
2: kekeringan, tengkulak
""",
    EKONOMI: """
8: kantor|pt pos, paket|paketan|kiriman|barang * tertahan|sampai|pos|resi|bea|customs|custom|tracking
8: pos indonesia
7: npwp, efin, spt tahunan, apbd * realisasi|anggaran
6: resi, tracking, ems, bea cukai, nontunai, non tunai
7: cabai|cabe|telur|gula|bawang|daging|ayam|minyak * ribu|mahal|naik|sekilo, harga * melambung|mencekik|tinggi
6: harga * beras|bareh|sembako|cabai|minyak|telur|gula|bawang|barang|naik|pokok|eceran
6: beras * regane|mahal|naik|naek, rice * expensive
6: minyak goreng|minyakita, operasi pasar, pinjol, pinjaman online, pbb, pajak, bapenda, kur, umkm
6: izin usaha|dagang, oss, nib
6: koperasi, tender|lelang, pengadaan barang|mobil|jasa, bea cukai, bank * kredit|ditolak|jaminan
6: kredit * usaha|ditolak|bank
6: small business, tax, investasi bodong, asuransi * klaim|ditolak, dana pensiun, leasing, ojk
6: wisata|pariwisata * retribusi|rusak|mahal
6: register * business, retribusi, harga kebutuhan, bagi hasil, price~, business license|permit, modal usaha
4: harga, tagihan pajak, usaha, wisata, bank, kredit, apbd, bumd, pasar murah, investasi
2: mahal, beras, modal, rice, ekspor, impor
""",
    TIK: """
6: sinyal|signal|telkomsel|indosat|indihome|internet|wifi|wi-fi|bts|4g|5g, tower * bts|seluler|sinyal
6: judi online|slot, situs judi
6: jaringan internet|seluler|telepon, aplikasi * error|pemda|server|down|dibuka|login
6: website * error|diblokir|down|dibuka
6: sms|telepon|nomor|wa|whatsapp * penipuan|penipu|diblokir|blokir|spam, penipuan online|sms|wa, kode otp
6: phishing|hoaks|hoax
6: tiang * provider|internet|wifi, kabel * internet|provider|fiber, blokir * situs|nomor, data * bocor
6: tanda tangan elektronik
4: provider, online * error, kominfo|diskominfo, server, aplikasi, otp, pulsa, telkom
2: jaringan, online, website, tower, error
""",
    AGAMA: """
6: haji|umroh|umrah, kemenag, kua * pelayanan|nikah|buku
6: izin|pendirian|pembangunan|renovasi gereja|masjid|vihara|pura|musala
6: rumah ibadah|ibadat, tpq|tpa|madin * guru|insentif|ngaji, guru ngaji, pesantren, kerukunan beragama
6: buku nikah, jamaah
3: gereja, ngaji, jemaat, agama, zakat, halal, kua
""",
    GENDER: """
7: kdrt, kekerasan dalam rumah, pelecehan|dilecehkan, suami * pukul|memukul|memukuli|aniaya|siksa
7: dipukul|dipukuli suami
7: difabel|disabilitas|tunanetra|tunarungu, kursi roda, wheelchair * access, eksploitasi anak
7: anak terlantar, pemerkosaan|diperkosa
7: kekerasan seksual|anak|perempuan, p2tp2a|uptd ppa, kesetaraan gender, domestic violence, harass~
7: anak * disuruh * ngemis
3: perempuan dan anak, wheelchair, cabul|pencabulan
""",
    DESA: """
7: dana desa|dd, alokasi dana desa, bumdes, perangkat|pamong desa, balai desa * tutup|kosong|pelayanan
7: blt desa|dana, transmigrasi
7: bantuan langsung tunai dana desa, kepala desa * bangun|proyek|dana|kantor|sewenang, bendahara desa
7: anggaran desa, musdes, transmigran
7: kantor desa * tutup|kosong|pelayanan, village fund~, pilih perangkat desa, daerah tertinggal
7: pak kepala desa tidak
5: bendahara desa
3: kepala desa, balai desa, kantor desa, perangkat, bpd, village head
""",
    KONSUMEN: """
7: beli * online|tokopedia|shopee|lazada, belanja online, toko online
7: kadaluarsa|kedaluwarsa|kadaluwarsa|expired, ekspedisi
7: paket * hilang|rusak|sampai|kurir, menipu konsumen, konsumen, garansi
7: takaran|timbangan * curang|kurang, refund|pengembalian dana
7: developer * menipu|kabur|serah, barang * palsu|rusak|cacat * toko|jual~, kosmetik palsu|ilegal, obat palsu
3: penjual, toko, kurir, tokopedia|shopee|lazada, jne|jnt|sicepat, ditipu|menipu
""",
    MBG: """
8: mbg, makan|makanan bergizi gratis, makan siang gratis, sppg, dapur mbg|sppg
8: free nutritious|school meal~|lunch
""",
    NARKOTIKA: """
8: narkoba, sabu|sabu-sabu, ganja, ekstasi, pengedar, bandar sabu|narkoba, bandar, obat terlarang
8: tramadol, drugs, drug dealer~
""",
    NETRALITAS: """
8: netralitas, pns|asn|camat|lurah|kades * kampanye|paslon|dukung|caleg|calon
8: kampanye * asn|pns|camat|dinas, asn * politik
3: paslon, caleg
1: kampanye
""",
    POLITISASI: """
9: fasilitas|mobil negara|dinas * kampanye|politik, jabatan * kepentingan politik, mobilisasi asn|pns
9: politisasi, asn|pns dipaksa|diarahkan|diwajibkan|disuruh * memilih|dukung|kampanye
""",
    KEKERASAN_SEKOLAH: """
9: teacher|teachers * hit|hits|beat|slapped|punched, bullied * school|class
9: dibully|bully|bullying|perundungan|dirundung * kelas|sekolah|smp|sd|sma|teman|siswa|guru|kampus
9: anak * dibully|dirundung
9: guru|dosen * menampar|memukul|pukul|tampar|mencabuli|melecehkan|tendang
9: dipukul|ditampar|dilecehkan * guru|dosen
9: kekerasan * sekolah|kampus|pesantren, dikeroyok|dipalak * sekolah|kelas, senior * kekerasan|pukul
9: school bully~
5: dibully, bully, bullying, perundungan
""",
    LAPOR: """
7: laporan|laporanku|aduan|pengaduan|lapor * diverifikasi|verifikasi|ditanggapi|tanggapan|ditutup
7: laporan|laporanku|aduan|pengaduan|lapor * dihapus|direspon|dijawab|dibaleh|ditindaklanjuti
7: aplikasi|admin|akun|website|app lapor|sp4n, sp4n, status laporan|aduan, akun lapor, answer~ my report
7: my report
""",
    HEWAN_LIAR: """
7: ular|kobra|sanca|piton|biawak * masuk|rumah|evakuasi|dievakuasi|warga, sarang tawon|lebah
7: tawon|lebah|vespa * menyerang|besar|sarang
7: monyet|kera|gajah|harimau|macan|beruang|babi * turun|masuk|kampung|kebun|menyerang|warga|gigit, buaya|buayo
7: anjing|kucing liar, anjing * gigit|digigit|menggigit|berkeliaran, stray|wild dog|dogs, snake, crocodile
7: monkeys, digegel|dicokot|digigik anjing|asu|anjiang
3: ular, monyet, tawon, harimau, gajah
""",
    WNI: """
8: wni|tki|tkw|pmi * luar|malaysia|arab|riyadh|taiwan|hongkong|kamboja|disiksa|majikan|pulangkan
8: kbri|kjri, dipulangkan * luar|kamboja|myanmar|paspor
8: kamboja|myanmar|riyadh|malaysia|arab|jeddah * dipulangkan|pulangkan|scam|disiksa|disekap|majikan
8: scam * kamboja|myanmar, deportasi
""",
    KONSULER: """
7: legalisasi|apostille * dokumen|ijazah|konsuler|kedutaan|kemlu, apostille
""",
    CORONA: """
7: covid|covid-19|corona|korona, vaksin covid|booster, psbb|ppkm, rapid test, pcr
""",
}
