"""How officers say it: one row an act and a way to say it, read from the top.

The first row whose cues are in the words says what they are; a row may be held back by other cues
(`unless`). Rows that would do harm when wrong stand on strict cues, and what they cannot tell for
sure is asked (`sure`). The cues are patterns over words spelled out by `spelling.py`.
"""

from intake.reading.phrases import Phrases
from routing.spoken.acts import DeskAct, Row

_OFFICE = (
    r"bumdes|yayasan|kontraktor|perumahan|perhutani|kai|pelindo|asdp|tni|polda|bulog|perumda|imigrasi|"
    r"kua|kemenag|bpn|"
    r"samsat|kejaksaan|pribadi|adat|provinsi|prov|propinsi|pusat|nasional|balai\S*|bpjn|bbpjn|bws|bbws|"
    r"pln|pdam|telkom|pertamina|bpjs|desa|"
    r"nagari|kelurahan|kecamatan|kementerian|kemen\S+|dinas|dinkes|dishub|dinsos|disdik|disdukcapil|dlh|"
    r"pupr|pu|pekerjaan umum|polisi|polres|polsek|satpol\S*|satlantas|bina marga|rsud|puskesmas|swasta|"
    r"pengembang|developer|kodim|baznas|bumn|perusahaan|kehutanan|bpbd|damkar|bidang|bagian|uptd?|cabang"
)
_PERSON = r"pak|bu|bapak|ibu|ibuk|mas|mbak|bang|kang|suster|dokter|dr|kabid|kasi|kapus|kepala|si|operator"
_CITIZEN = (
    r"pelapor\S*|warga\S*|masyarakat|orangnya|orang nya|pengadu\S*|beliau|yang (?:lapor|melapor|mengadu)|"
    r"(?:si |ibu |bapak |mama )?(?:mama|pelapor) ?(?:itu)?"
)
_TOPIC_OF_OFFICE = (
    r"ranah|wewenang|kewenangan|tupoksi|urusan|bidang|pekerjaan|tugas|wilayah|bagian|aset|domain|"
    r"tanggung jawab|tanggungjawab|kerjaan|area|program|ruas|gawean"
)
_NOT_OURS = (
    rf"bukan (?:lagi )?(?:di |ke |pada )?(?:\S+ ){{0,2}}?(?:{_TOPIC_OF_OFFICE}|punya|milik)(?:nya)?"
    r"(?: (?:kami|saya|dinas|kita|sini))?",
    r"bukan (?:kami|ke kami|ke sini|ke dinas|di dinas|di sini|di kami|di puskesmas|punya kami|dishub|dinas)"
    r"(?: (?:lagi|pak|bu|ya|sini|kejadiannya|pung|pu|pe|punya))*(?= [.,!]| ?$| kejadian| yang (?:tangani|"
    r"urus|pegang))",
    r"bukan (?:ke|di) \S+ kejadian\S*",
    rf"di ?luar (?:\S+ )?(?:{_TOPIC_OF_OFFICE})\S*",
    r"tidak (?:punya|ada|memiliki) (?:kewenangan|wewenang)|tidak berwenang|(?:tidak|tra) boleh utak\S*",
    r"salah (?:alamat|instansi|dinas|kamar|tujuan)",
    rf"(?:{_TOPIC_OF_OFFICE})(?:nya)? (?:\S+ )?(?:{_OFFICE})(?! (?:kami|kita|saya|sini|ini)(?!\S))",
    r"(?:kami|dinas|kita) (?:hanya|cuma) (?:menangani|urus|mengurus|pegang|mengelola|membidangi)",
    r"tidak (?:menangani|mengurus|urus|mengelola|membidangi)|(?:beda|lain) (?:dinas|bidang|instansi|urusan)",
    r"(?:dinas|instansi|opd) lain(?:nya)?|tidak (?:termasuk|masuk) (?:\S+ )?(?:wilayah|tupoksi|ruas|aset|"
    r"kewenangan|area|kami)",
    rf"(?:dikelola|dipegang|diurus|kewenangannya|wewenangnya|ranahnya) (?:oleh )?(?:{_OFFICE})",
    rf"yang (?:pegang|urus|tangani|menangani|berwenang|bertanggung jawab|punya|mengelola) (?:\S+ "
    rf"){{0,2}}?(?:{_OFFICE})",
    r"bukan (?:\S+ )?(?:yang )?(?:tangani|urus|pegang|menangani)|not ours",
    rf"(?:berarti|harusnya|seharusnya|mestinya|langsung|jadi|lebih tepat|itu|ini mah|mending) (?:ke|"
    rf"ranah|urusan|"
    rf"punya|milik|hubungi) (?:{_OFFICE})",
)
_MAYBE_NOT_OURS = (
    r"(?:jalan|ruas|sungai|irigasi|jembatan|status|saluran|pipa) (?:\S+ ){0,3}?(?:provinsi|nasional|"
    r"negara|desa|balai)",
    rf"(?:punya|milik|bekas galian|galian|pekerjaan|proyek) (?:\S+ )?(?:{_OFFICE})",
)
_BEYOND = (  # words that name a time to come
    r"besok|lusa|nanti|segera setelah|(?:minggu|bulan|tahun|pekan|hari \S+) depan|(?:minggu|bulan|pekan|"
    r"tahun) ini|"
    r"(?:sore|malam|siang|pagi|jumat|sonten|hari) ini|(?:akhir|awal) (?:bulan|minggu|pekan|tahun)|bulan "
    r"(?:januari|februari|maret|april|mei|"
    r"juni|juli|agustus|september|oktober|november|desember)|dalam (?:\d+|dua|tiga|beberapa) (?:hari|"
    r"minggu)|waktu dekat|triwulan \S+|"
    r"paling (?:lambat|cepat|lama)|(?:setelah|habis) (?:lebaran|natal|hujan)|sore\S*|\d+ (?:hari|minggu|"
    r"bulan|jam) lagi|sebentar lagi|"
    r"(?:di)?jadwal\S*|(?:di)?rencana\S*|ditargetkan|target(?:nya)?|insya ?allah|habis ini|secepatnya"
)
_WEEKDAY = (
    r"senin|selasa|rabu|kamis|jumat|jumatan|sabtu|tanggal \d+|tgl \d+|pukul \d\S*"
)
_PAST = Phrases(
    r"kemarin|tadi|barusan|lalu|sejak|wau"
    rf"|sudah (?:\S+ ){{0,4}}?(?:{_WEEKDAY})"
)
_READY = (
    r"rapikan|dirapikan|pangkas|dipangkas|copot|dicopot|amankan|diamankan|lunas|ditransfer|sterilkan|"
    r"diterima (?:warga|"
    r"keluarga|pelapor|yang)|keluar lagi|hidup lagi|selesai|beres|rampung|tuntas|kelar|normal|lancar|"
    r"menyala|nyala|hidup|terang|mulus|clear|done|siap|"
    r"diperbaiki|ditambal|diganti|dibersihkan|diangkut|ditutup|dibetulkan|ditangani|dikerjakan|diatasi|"
    r"diserahkan|dicetak|disambung|dikeruk|dibayar|cair|dicairkan|mengalir|teratasi|tertangani|terpasang|"
    r"tersambung|terbit|perbaiki|tambal|ganti|betulkan|bersihkan|angkut|aspal|diaspal|dicor|cor|timbun|"
    r"ditimbun|ratakan|diratakan|"
    r"keruk|potong|dipotong|tebang|ditebang|evakuasi|dievakuasi|tertibkan|ditertibkan|diterbitkan|"
    r"salurkan|disalurkan|diselesaikan|"
    r"bersih|rata|surut|tertib|ok|oke|aman|kondusif|berfungsi|dibereskan|bereskan|dipulihkan|pulih|"
    r"difogging|disemprot|klir|closed?|"
    r"dilayani|terkirim|dikembalikan|dibongkar|dilas|las"
)
_NOT_READY_HERE = Phrases(
    r"kalau|jika|bila|setelah|masih|nanti|bukan|akan|kapan|tidak (?:bisa|dapat)|minta maaf|maaf"
)
_NOT_READY = Phrases(
    r"belum|sementara|menunggu|(?<!wau )besok|lusa|(?:minggu|bulan|tahun) depan|sebagian|baru (?:sisi|"
    r"sebagian)|"
    r"aspal\S* menyusul|mati lagi|target|rencana"
)
_AWAY = (
    r"cuti|sakit|diklat\S*|opname|rakor\S*|workshop|latsar|izin|umrah|haji|dinas luar|luar (?:kota|"
    r"daerah|pulau)|melahirkan|pelatihan|"
    r"rawat inap|libur|berduka|pulang kampung|isoman|bersalin"
)
_DEED = (
    r"(?:di)?tindak ?lanjut\S*|menindaklanjuti|(?:di)?proses|(?:di)?cek|(?:di)?kerjakan|(?:di)?tangani|"
    r"(?:di)?urus\S*|"
    r"handle|laksanakan|(?:di)?telusuri|(?:di)?koordinasikan|pegang|ambil|lihat|jupuk|survei|turun|gas|"
    r"tinjau|"
    r"perbaiki|jalankan|meluncur|pelajari|respon"
)
_MINE = r"kami|saya|tim(?: kami)?|siap|segera|akan|langsung|baik|oke|ok|iya|lanjut|mari|biar saya|tak"
_HOME = (
    r"rumah(?! sakit)|gang|kampung|kompleks|komplek|lingkungan|tetangga|rt|rw|perumahan|kos|kosan|lorong|"
    r"halaman|tempat tinggal|jalan"
)
_BROKEN = (
    r"rusak|mati|padam|banjir|tergenang|gelap|bocor|macet|tersumbat|berlubang|hancur|longsor|kotor|bau|"
    r"tumpukan sampah|menumpuk|tidak (?:pernah|mengalir|diangkut|menyala|jalan|diperbaiki)|belum pernah"
)


def _rows(*rows: Row) -> tuple[Row, ...]:
    return rows


ACTS = _rows(
    # --- what they want for themselves
    Row(
        DeskAct.OWN,
        Phrases(
            r"(?:mau|boleh|numpang|bisa|izin|pengen|saya|perlu|sekalian) (?:\S+ ){0,3}?(?:lapor|melapor|"
            r"mengadu|"
            r"(?:buat|bikin|membuat|titip) (?:laporan|pengaduan|aduan)|melaporkan|mengadukan)"
            r"(?: (?:juga|sendiri|soal|tentang|masalah|dong|pribadi|sebagai))+",
            r"(?:mau|pengen|numpang|sekalian) (?:\S+ ){0,2}?(?:lapor|melapor|mengadu|melaporkan|mengadukan|"
            r"(?:buat|bikin|membuat|titip) (?:laporan|pengaduan))",
            r"(?:pribadi|sebagai (?:warga|masyarakat)) (?:\S+ ){0,4}?(?:lapor|melapor|mengadu)",
            r"(?:laporan|lapor|aduan|keluhan) (?:\S+ ){0,2}?(?:sebagai (?:warga|masyarakat)|pribadi|sendiri)",
            r"(?:saya|kami) (?:\S+ )?sebagai warga",
            r"(?:pribadi|sebagai warga) (?:\S+ ){0,8}?(?:rumah|kampung|desa|gang|tetangga|anak|orang tua)",
        ),
        Phrases(
            r"(?:lapor|melapor\S*) (?:\S+ ){0,6}?(?:selesai|rampung|beres|progres|kemajuan|perkembangan|"
            r"hasil|"
            r"pekerjaan|diperbaiki)",
            r"(?:warga\S*|pelapor\S*|orang|mereka|dia|kalau|silakan) (?:\S+ ){0,2}?(?:mau|bisa|boleh|"
            r"numpang|lapor)",
            r"tidak (?:mau|usah|perlu) (?:\S+ )?(?:lapor|melapor)|mau (?:lapor|mengadu) (?:apa|ke mana|"
            r"berapa)",
        ),
    ),
    Row(
        DeskAct.REGRET,
        Phrases(
            r"salah (?:kirim|pencet|ketik|tulis|tekan|klik|sebut|jawab|balas|laporan|nomor laporan|pilih|"
            r"baca)",
            r"(?:ke|ter)(?:pencet|klik|tekan|kirim|senggol|send|sentuh)|tidak sengaja",
            r"jangan (?:di)?(?:kirim|tutup|proses|teruskan|terusin|selesaikan|closed?)\S* dulu|jangan "
            r"dulu (?:di)?\S+",
            r"(?:jangan|tidak usah|tidak perlu) (?:jadi )?(?:dikirim|diteruskan|ditutup|disampaikan)(?= "
            r"?$| [.,!]| yang| ya)",
            r"(?:eh|waduh|aduh|maaf|sori|sorry|ups) (?:\S+ ){0,2}?(?:keliru|salah|khilaf)(?! (?:sambung|"
            r"nomor (?:pak|mas|ini)|"
            r"alamat))",
            r"tidak jadi(?! (?:di|masalah|soal)\S*)|batal(?:kan)?(?= [.,!]| ?$| (?:saja|dulu|ya|pak|yang|"
            r"aja))|urungkan|undo|cancel",
            r"maksud(?:nya|ku)?(?= ?$| (?:lusa|besok|hari))|^(?:eh|aduh|maaf) (?:\S+ )?bukan(?! (?:kami|"
            r"wewenang|urusan))",
            r"kurang tepat|yang benar itu|(?:ada|mohon|tolong) koreksi",
            r"abaikan|lupakan|(?:tolong )?(?:di)?hapus (?:saja|yang|lagi)|anggap (?:tidak ada|belum)|"
            r"jangan dianggap",
            r"(?:yang|jawaban) (?:tadi|barusan) (?:\S+ ){0,2}?(?:salah|keliru|batal|jangan|hapus|abaikan|"
            r"bukan|tarik)",
            r"tarik (?:lagi|kembali|jawaban)|ralat|tadi (?:saya|kami) (?:kira|pikir|salah)|saya tarik|"
            r"buka lagi laporan\S*",
            r"ternyata (?:belum|masih) (?:selesai|beres|mati|rusak)|bukan itu maksud\S*|maksud saya bukan",
            r"(?:saya|kami) (?:yang )?(?:salah|keliru|khilaf)(?! (?:dinas|instansi))|(?:saya )?cabut "
            r"(?:jawaban|laporan|yang)|koreksi(?= ?$| [.,:]| jawaban)|"
            r"revisi (?:jawaban|yang)|(?:pending|stop|tahan|tunda) dulu|urung\S*|wurung|^(?:eh|nanti|"
            r"tunggu) (?:\S+ )?jangan",
        ),
        Phrases(*_NOT_OURS),
    ),
    # --- whom it should go to
    Row(
        DeskAct.ASKCITIZEN,
        Phrases(
            rf"(?:di)?tanya(?:kan|in)? (?:lagi |dulu |balik |langsung |dong )?(?:ke |kepada |sama |pada "
            rf")?(?:{_CITIZEN})",
            r"(?:tolong|mohon|coba|bisa|minta|boleh) (?:\S+ ){0,2}?(?:di)?(?:tanyakan|tanyain|tanya|"
            r"mintakan|mintain|"
            rf"konfirmasikan|pastikan ke|cek ke)(?! (?:ke )?(?:{_PERSON}) \S+ saja)",
            rf"(?:tanya|tanyakan) (?:\S+ ){{0,6}}?(?:nomor|apa|apakah|berapa|siapa|mana|kapan|punya|mau "
            rf"kah|{_CITIZEN})",
            rf"konfirmasi (?:dulu )?(?:ke |sama |dengan )?(?:{_CITIZEN})",
            rf"(?:minta|suruh|mohon|tolong|harap) (?:ke |sama )?(?:{_CITIZEN}) (?:\S+ )?(?:kirim|foto|"
            rf"sebut|lengkapi|melengkapi|"
            r"mengirim|menyebut|hubungi|menghubungi|dilengkapi|konfirmasi|jelaskan|share)\S*",
            r"^(?:coba )?tanyakan (?:dulu )?\S+",
        ),
        Phrases(
            r"suruh (?:\S+ )?tanya",
            rf"tanya (?:ke )?(?:{_PERSON}) \S+(?: \S+)? (?:saja|langsung)",
            r"ditanya (?:terus|mulu|lagi)|numpang tanya|mau tanya",
        ),
    ),
    Row(
        DeskAct.FORWARD,
        Phrases(
            r"(?:teruskan|diteruskan|terusin|lempar\S*|dilempar\S*|oper\S*|dioper\S*|limpahkan|"
            r"dilimpahkan|disposisi\S*|"
            r"didisposisi\S*|alihkan|dialihkan|serahkan|arahkan|diarahkan|pindahkan|forward|fwd|naikkan|"
            r"kirim(?:kan)?|dikirim|"
            r"tembuskan|share|bagikan|tag|mention|titip|pass|send|lanjutkan|dilanjutkan)"
            rf" (?:\S+ ){{0,3}}?(?:ke|kepada|to) (?!(?:{_CITIZEN})(?!\S)|kami|saya|sini|semua|mana)\S+",
            r"(?:kasih|berikan|serahkan|oper|titip|teruskan|lempar) (?:\S+ ){0,2}?(?:ke|sama|pada|buat) "
            rf"(?!(?:{_CITIZEN})(?!\S)|kami|saya|sini|semua)\S+",
            rf"(?:tolong|mohon) (?:di)?(?:teruskan|oper|limpahkan|alihkan|disposisikan) (?:ke "
            rf")?(?:{_OFFICE}|{_PERSON})",
            r"biar (?!saya|kami|tim)(?:\S+ ){1,3}?(?:yang )?(?:jawab|handle|atur|urus|pegang|tangani|"
            r"balas|kerjakan|tindaklanjuti)",
            rf"(?:tanya|hubungi|kontak|telepon|koordinasi|konfirmasi) (?:ke |dengan |sama "
            rf")?(?:{_PERSON}) \S+(?: \S+)? "
            r"(?:saja|langsung|dulu)",
            rf"(?:sampaikan|infokan|informasikan|laporkan|koordinasikan) (?:\S+ )?(?:ke|kepada|dengan) "
            rf"(?:{_OFFICE}|{_PERSON})(?! pelapor)",
            rf"(?:bagian|urusan|tugas|kerjaan|bidang|tanggung jawab|wewenang)(?:nya|ne|na|e)? "
            rf"(?:{_PERSON}) \S+",
            rf"(?:{_PERSON}) (?!kami|saya|biar|kita)(?:[^\s.,?!]+ ){{1,2}}?(?:saja |aja )?(?:yang |nan "
            rf")?(?:pegang|jawab|tangani|urus|handle|balas|kerjakan|atur)(?= ?$| [.,!]|"
            r" itu| ini| saja| semua)",
            rf"yang (?:pegang|urus|tangani|menangani|handle|bertanggung jawab) (?:\S+ "
            rf"){{0,2}}?(?:{_PERSON}) \S+",
            rf"(?:hubungi|kontak|telepon) (?:langsung )?(?:{_PERSON}) \S+",
            rf"lebih (?:baik|bagus|pas|rancak|enak|tepat) (?:{_PERSON}) (?:\S+ ){{0,3}}?(?:jawab|tangani)",
            rf"(?:langsung )?ke (?:{_OFFICE}|{_PERSON}) (?:\S+ ){{0,2}}?(?:atuh|saja|ya|dong|"
            rf"langsung)(?= ?$| [.,!])",
            rf"^(?:tolong |mohon |coba |harap |yth )?(?:{_PERSON}|bidang|seksi|tim|uptd?) \S+(?: \S+)? "
            rf"(?:tolong|mohon|segera|coba|"
            r"harap|bantu|agar|untuk) (?:\S+ )?(?:di)?(?:cek|jawab|balas|respon|tindak\S*|tangani|"
            r"kerjakan|atensi|bantu)\S*",
            r"(?:ditangani|dijawab|diurus) (?:saja )?(?:oleh|sama) (?!kami|saya|tim)\S+",
        ),
        Phrases(
            r"(?:sudah|telah|akan|lagi|sedang) (?:kami |saya |tak )?(?:di)?(?:teruskan|kirim|serahkan|"
            r"oper|lempar|"
            r"disposisi|limpahkan|kasih|berikan|koordinasi|sampaikan|arahkan)\S*",
            r"silakan|(?:pelapor|warga)\S* (?:\S+ )?(?:bisa|hubungi)|datang|jangan (?:di)?(?:kirim|"
            r"teruskan)\S*|(?:kirim|berikan|kasih|share) (?:\S+ ){0,2}?(?:foto|nomor|daftar|lokasi|"
            r"alamat|kabar|"
            r"tanggal|jam|surat)\S*",
            r"(?:akan|kami|segera) (?:kami )?(?:sampaikan|koordinasikan|teruskan|laporkan|lanjutkan) ke",
        ),
    ),
    # --- who they are
    Row(
        DeskAct.MOVED,
        Phrases(
            r"salah (?:sambung|nomor|orang)",
            r"(?:saya|kami|bapak|beliau|suami|istri) (?:\S+ ){0,4}?(?:pindah\S*|dipindah\S*|mutasi|dimutasi|"
            r"dirolling|rolling|pensiun|resign|purna\S*|mundur|diganti(?! lampu)|nonjob|dilantik)",
            r"(?:sudah )?(?:dimutasi|dirolling|pensiun|purna tugas|pindah (?:tugas|dinas|kantor|bagian|"
            r"ke dinas)|alih tugas)",
            r"(?:sudah )?(?:tidak|bukan) (?:lagi )?(?:\S+ ){0,2}?(?:di dinas|di \S+|menjabat|bertugas|"
            r"pegang|menangani|admin|kasi|kabid|"
            r"operator|pejabat|petugas|kepala|staf|pegawai)(?: \S+){0,3} lagi",
            r"(?:saya|aku) (?:\S+ ){0,2}?bukan (?:lagi )?(?:orang|pegawai|staf|admin|petugas|karyawan|"
            r"siapa-siapa|asn|pns)",
            r"bukan (?:orang|pegawai|staf|admin|karyawan|pejabat|nomor) (?:dinas|pdam|lagi|sini|kantor|"
            r"pemda|pupr|\S+ lagi)",
            r"nomor (?:\S+ ){0,3}?(?:jangan|tidak) (?:\S+ )?(?:pakai|dipakai|aktif)|nomor ini (?:\S+ "
            r")?(?:bukan|dipakai)",
            rf"ganti (?:saja )?ke (?:{_PERSON}|nomor)|ini (?:istri|suami|anak)nya (?:{_PERSON})|"
            rf"(?:pejabat|admin|kasi|kabid)\S* "
            rf"(?:yang )?(?:baru|sekarang|lama)(?! (?:ini|itu) \?)",
            r"tidak (?:lagi )?(?:menjabat|bertugas|di dinas)(?: \S+){0,2}|tidak kenal|(?:sudah "
            r")?almarhum\S*|meninggal",
            r"(?:ganti|perbarui|update|hapus) (?:\S+ )?(?:nomor|kontak) (?:saya|ini)|keluarkan (?:nomor "
            r")?saya",
        ),
        Phrases(
            r"warga\S* (?:\S+ ){0,2}?(?:pindah\S*|meninggal)|pedagang|penghuni|penduduk|pasien|pipa|"
            r"(?:sudah )?dipindahkan(?:nya)?|"
            r"salah orang saya|tiang|kabel"
        ),
    ),
    Row(
        DeskAct.LEAVE,
        Phrases(
            rf"(?:saya|kami|aku|bapak) (?:\S+ ){{0,3}}?(?:{_AWAY})",
            rf"^(?:maaf |mohon maaf |izin |aduh |punten )?(?:lagi|sedang|masih|mulai \S+) (?:{_AWAY})",
            r"(?:saya|aku) (?:\S+ ){0,3}?di (?:jakarta|kupang|luar|semarang|bandung|medan|padang|"
            r"surabaya|makassar|jayapura|bali|provinsi|"
            r"pusat|tanah suci)",
            r"cuti|sppd|perjalanan dinas|tidak (?:di|masuk) (?:tempat|kantor|kerja)|(?:baru )?masuk "
            r"(?:kantor |kerja )?(?:lagi )?"
            rf"(?:{_WEEKDAY})",
            r"(?:penggantinya|pengganti saya|yang (?:gantikan|menggantikan|handle)|sementara "
            r"(?:di)?(?:ganti|wakil|pegang|handle)\S*) "
            rf"(?:\S+ )?(?:{_PERSON})|selama saya (?:\S+ )?(?:tidak|di)",
        ),
        Phrases(
            r"(?:petugas|teknisi|orang|pasien|anak|warga|pelapor|ibu|pegawai|staf|dokter|guru|tukang)\S* "
            r"(?:\S+ ){0,3}?"
            r"(?:cuti|sakit|libur)|libur pun|rumah sakit"
        ),
    ),
    # --- what they want of us
    Row(
        DeskAct.HELP,
        Phrases(
            r"(?:ini|kamu|anda|situ|nomor ini|kau|ko) (?:\S+ )?(?:robot|bot|mesin|otomatis|siapa|nomor "
            r"siapa|nomor apa|orang atau|"
            r"aplikasi|program|sistem|wa) ?(?:apa|siapa|ya|atau|\?)?(?= ?$| )",
            r"siapa (?:ini|nih|kamu|anda|yang buat|yang bikin|yang kirim)|ini (?:apa|dari mana|dari "
            r"siapa|resmi)(?: (?:ya|sih|pak|kah))*|"
            r"dengan siapa|(?:robot|bot) atau|ada orangnya|(?:aplikasi|program|sistem|nomor) apa (?:ini|"
            r"ya)|penipuan (?:bukan|kah|\?)",
            r"(?:bagaimana )?cara(?:nya|ne|na)? (?:\S+ ){0,2}?(?:balas\S*|jawab\S*|pakai\S*|menjawab|"
            r"membalas|menggunakan|"
            r"lapor\S*|tutup\S*|menutup|kirim\S*|isi\S*|login|masuk|buka\S*|ubah\S*|ganti\S*|lihat\S*|"
            r"terima\S*|upload)",
            r"(?:cara(?:nya|ne|na)?|pakainya|balas(?:nya)?|jawab(?:nya)?|kirim(?:nya)?|isinya|"
            r"format(?:nya)?|login(?:nya)?) (?:\S+ )?"
            r"(?:bagaimana|ke mana|pakai apa|apa|di mana|lewat mana)",
            r"bagaimana (?:\S+ )?(?:cara(?:nya|ne)?|pakainya|balas\S*|jawab\S*|menjawab|membalas|ini|"
            r"kirim\S*|tutup\S*|login|maksud\S*)",
            r"(?:harus|perlu|boleh|bisa|mesti) (?:\S+ ){0,2}?(?:di)?(?:balas|jawab|tulis|ketik|kirim|"
            r"klik|tekan|pencet|login|isi|install|"
            r"voice note|vn)\S* (?:\S+ ){0,3}?(?:bagaimana|apa|ke mana|di mana|dulu kah|kah|\?)",
            r"(?:saya|terus|jadi|lalu|kami) (?:\S+ )?(?:harus|perlu) (?:\S+ )?(?:apa|bagaimana|ngapain|"
            r"ke mana)|apa yang harus",
            r"(?:ini|langsung|apakah|kalau|jawaban|balasan) (?:\S+ ){0,6}?(?:baca|dibaca|kebaca|terbaca|"
            r"dilihat|kelihatan|terkirim|"
            r"nyampai|sampai|masuk|diterima)\S* (?:\S+ ){0,3}?(?:pelapor|warga|orangnya|masyarakat|"
            r"bupati|pimpinan)\S* (?:\S+ )?"
            r"(?:tidak|kah|\?|ya|atau)",
            r"(?:pelapor|warga|orang)\S* (?:\S+ ){0,3}?(?:baca|membaca|lihat|tahu|dengar)\S* (?:\S+ "
            r"){0,4}?(?:tidak|kah|\?)",
            r"siapa (?:saja )?yang (?:bisa )?(?:baca|lihat|terima)|(?:nama|nomor|identitas) saya (?:\S+ "
            r"){0,2}?(?:kelihatan|dilihat|muncul|"
            r"ketahuan)\S*",
            r"contoh(?:nya|ne)?(?= \?| ?$)|(?:ada|minta) (?:\S+ )?contoh|sistem baru\S*|maksud(?:nya)? "
            r"(?:apa|bagaimana)|apa maksud\S*",
            r"ketik \S+ (?:saja|ya|kah|apa)|ke mana (?:saya|kami) (?:balas|jawab)|bingung|apa beda\S*|"
            r"baru dikasih nomor|ajari\S*|gaptek",
            r"(?:link|tombol|halaman|aplikasi|website|web)\S* (?:\S+ ){0,3}?(?:tidak bisa|error|mana|apa|"
            r"tidak muncul|tidak ada|di mana|"
            r"kosong|hilang|\?)",
            r"(?:tidak|belum|kurang) (?:paham|mengerti|ngerti|mudeng|tahu cara|ngarti)|(?:panduan|"
            r"tutorial|juknis|petunjuk)\S*",
            r"(?:batas waktu|deadline|tenggat)\S* (?:\S+ ){0,3}?(?:berapa|kapan|\?)|berapa hari (?:\S+ "
            r")?(?:batas|harus)",
            r"kenapa (?:\S+ ){0,2}?(?:masuk|dikirim|sampai) (?:\S+ )?ke (?:saya|kami|nomor)|how (?:do|"
            r"does|to|can)|who (?:is|are)|what is",
            r"^(?:bantuan|help|menu|petunjuk|info|panduan|bantu|tolong bantu)(?= ?$)",
        ),
        Phrases(
            r"contoh (?:surat|tanda tangan)|warga\S* (?:\S+ )?bingung|petunjuk (?:teknis|pimpinan)|"
            r"menunggu petunjuk|"
            r"tidak tahu (?:siapa|orang)"
        ),
    ),
    Row(
        DeskAct.LIST,
        Phrases(
            r"berapa (?:\S+ ){0,3}?(?:laporan|yang belum|tunggakan|pending)|(?:kirim|minta|lihat|mana|"
            r"tampilkan|cek|buka) (?:\S+ ){0,2}?"
            r"(?:daftar|list|rekap)\S*",
            r"laporan\S* (?:\S+ ){0,3}?(?:apa saja|mana saja|yang mana|mana|berapa|masuk hari ini)(?! "
            r"(?:yang )?dimaksud)",
            r"(?:apa|mana) saja (?:\S+ ){0,3}?(?:laporan|belum|tugas|pending|harus|punya)\S*|yang "
            r"(?:mana|apa) saja",
            r"ada (?:laporan|lagi|yang|kiriman) (?:baru|lagi|lain|yang|masuk|apa)\S*|rekap\S*|tunggakan|"
            r"outstanding|pending apa",
            r"(?:yang|masih|sisa) (?:masih )?(?:nyangkut|tersisa|nunggak|ngendon|berapa|apa saja)|"
            r"(?:sisa|tinggal) (?:\S+ )?(?:berapa|apa saja)",
            r"laporan (?:saya )?(?:\S+ ){0,4}?belum (?:saya |di\S+|beres|selesai)\S*(?= \?)|(?:lihat|cek|"
            r"kirim) (?:semua|ulang) (?:\S+ )?laporan\S*",
            r"(?:tugas|pr|punya) saya (?:\S+ )?(?:apa|mana|berapa)|daftar(?= ?$)|daftarnya|my (?:list|"
            r"cases|reports)",
            r"(?:apa|mana|berapa) (?:\S+ ){0,3}?(?:punya|bagian|meja|tanggungan|utang|pr|tugas|kerjaan) "
            r"(?:saya|kami)",
            r"(?:masih|apa|ada) (?:\S+ ){0,2}?(?:lagi )?yang (?:belum|harus|mesti|perlu) (?:\S+ ){0,4}?\?",
            r"cek (?:\S+ )?(?:laporan|meja|punya) (?:saya|kami)",
            r"yang belum (?:\S+ ){0,2}?(?:mana|apa saja|berapa)|apa (?:saja )?yang (?:belum|harus|masuk|"
            r"baru)\S*",
            r"(?:punya|milik|utang|tanggungan|pekerjaan|bagian) (?:saya|kami) (?:\S+ ){0,3}?(?:apa|"
            r"berapa|mana|\?)|(?:list|daftar)(?:nya)? "
            r"(?:dong|ya|pak|bu|laporan)",
            r"(?:kirim|minta|share) (?:\S+ ){0,3}?laporan\S* (?:\S+ ){0,3}?(?:lagi|ulang|semua)|"
            r"laporan\S* (?:\S+ ){0,2}?(?:di)?kirim (?:lagi|ulang)",
            r"ini (?:laporan )?(?:yang|tentang|soal) (?:mana|apa)|mana laporan\S*|(?:masih )?ada "
            r"berapa(?: lagi)?(?= ?$| \?)|status semua|"
            r"laporan (?:\S+ )?(?:minggu|hari|bulan) ini",
        ),
        Phrases(r"rekap (?:medis|data)|tidak ada laporan|belum ada laporan|laporan\S* (?:\S+ )?(?:dari|"
        r"siapa)|daftar tunggu"),
    ),
    Row(
        DeskAct.ASKCITIZEN,  # a question about them, whoever it is put to
        Phrases(
            rf"(?:apakah|apa benar|bisa|kapan|mau) (?:\S+ ){{0,2}}?(?:{_CITIZEN}) (?:\S+ ){{0,8}}?\?",
            r"(?:pelapornya|pelapor|warganya|orangnya) (?:\S+ ){0,8}?(?:kah|sudah \S+ belum|\?)",
            rf"apakah (?:\S+ )?(?:{_CITIZEN}) (?:sudah|pernah|punya|mau|bisa|masih|ada)",
            rf"(?:{_CITIZEN}) (?:sudah|pernah|punya|mau|bisa|masih) (?:\S+ ){{1,6}}?(?:belum|atau|tidak|kah)"
            r"(?: \S+){0,2} \?",
        ),
        Phrases(r"(?:nomor|ponsel|kontak|wa(?:nya)?|telepon|alamat|nama)(?:nya)?|(?:warga|orang|"
            r"pelapor)\S* mana|siapa|"
                r"(?:rt|rw|desa|dusun|kelurahan|jalan|gang) (?:berapa|mana|apa)"),
    ),
    Row(
        DeskAct.NEEDMORE,
        Phrases(
            r"foto\S* (?:\S+ )?(?:ada|mana|dong|kurang)(?! di)|ada (?:foto|gambar|video|bukti|"
            r"dokumentasi)\S*(?: \S+){0,2} (?:\?|tidak|"
            r"kah|ke|ya|dong)",
            r"ada (?:foto|gambar|video|bukti)(?:nya)?(?= ?$)|(?:boleh|bisa|tolong|minta|mohon|butuh|"
            r"perlu) (?:\S+ ){0,2}?(?:foto|video|"
            r"gambar|bukti|dokumentasi)\S*",
            r"(?:lokasi|alamat|titik|posisi|patokan|koordinat|laporan|informasi|kronologi|tempat)\S* "
            r"(?:\S+ ){0,2}?(?:persis|tepat|detail|"
            r"lengkap|kurang|di mana|sebelah|mana|jelas|dimaksud)\S*",
            r"sebelah mana|(?:di mana|mana) (?:itu|ini|ya|persis|kejadian|lokasi|tempat|posisi)\S*|"
            r"persis(?:nya)? (?:di )?mana|"
            r"yang mana (?:ya )?\?|(?:dekat|depan|samping) (?:apa|mana)|daerah mana|di mana \?",
            r"(?:jorong|desa|kelurahan|dusun|gang|jalan|rt|rw|blok|nagari|kampung|lorong|kecamatan|km|"
            r"rumah|sekolah|pasar|titik)\S* "
            r"(?:\S+ )?(?:apa|mana|berapa|siapa)(?= \?|$| )",
            r"minta (?:\S+ ){0,2}?(?:nomor|ponsel|kontak|telepon|wa|alamat|lokasi|nama|titik|data|"
            r"identitas|nik|informasi|kronologi)\S*",
            r"(?:nomor|kontak|ponsel|telepon|wa) (?:\S+ )?(?:pelapor|warga|orang)\S*|siapa pelapor\S*|"
            r"pelapor\S* (?:\S+ )?(?:siapa|mana)",
            r"(?:kapan|jam berapa) (?:\S+ ){0,2}?kejadian\S*|sejak kapan|sudah berapa lama|kirim\S* "
            r"(?:\S+ ){0,2}?(?:tanggal|jam|foto|"
            r"lokasi|nomor|alamat|ulang|titik|video)\S*",
            r"nama (?:\S+ ){0,3}?\?|share ?lo[ck]\S*|shareloc|serlok|siapa nama\S*|atas nama siapa|nomor "
            r"(?:\S+ ){0,3}?berapa|"
            r"(?:lebih|kurang) (?:detail|lengkap|jelas|spesifik|rinci)|ada korban\S*",
        ),
        Phrases(
            r"maaf|mohon (?:bersabar|maaf)|foto menyusul|(?:bisa|silakan) (?:\S+ )?kirim\S* ke|"
            r"dokumentasi terlampir|sudah kami\S*|"
            r"(?:menunggu|tunggu) (?:\S+ )?alamat|selesai|terlampir"
        ),
    ),
    # --- what they say of the matter
    Row(
        DeskAct.NOTOURS,
        Phrases(*_NOT_OURS),
        Phrases(
            r"(?:kami|saya) (?:yang |akan |segera |coba |bantu )*(?:terima|tangani|cek|kerjakan|urus|"
            r"tindak ?lanjuti|perbaiki|pegang)"
            r"(?! (?:hanya|cuma))|siap (?:di)?(?:tindak ?lanjuti|kerjakan|laksanakan)"
        ),
    ),
    Row(
        DeskAct.SMALLTALK,
        Phrases(r"selamat hari|(?:mohon )?maaf lahir|taqabbal\S*|minal \S+|selamat (?:idul|natal|tahun "
        r"baru|ulang tahun)"),
    ),
    Row(
        DeskAct.ANGRY,
        Phrases(
            r"kenapa (?:\S+ ){0,4}?(?:terus|lagi|kami|melulu|ditanya|selalu)|kok (?:\S+ ){0,4}?(?:terus|"
            r"mulu|melulu|ngirim|maksa)",
            r"(?:tanya|ditanya|tagih|ditagih|dikirimi|kirim|dikirim|lapor|dilapor|laporan|ngirim|dikejar|"
            r"protes) (?:\S+ ){0,2}?(?:terus|"
            r"mulu|melulu|tiap)",
            r"(?:tagih|tanya|kirim|ini|itu) lagi (?:ini|itu) lagi|(?:tagih|tanya|kirim) lagi|mau(?:nya)? "
            r"apa|enak (?:saja|tinggal|cuma|kali)",
            r"juga (?:manusia|butuh|punya) ?(?:istirahat|keluarga|hari)?|butuh istirahat|bukan (?:robot|"
            r"superman|dewa|malaikat)",
            r"(?:cuma|hanya) (?:ber)?(?:\d+|dua|tiga|empat|tigo|batigo|bertiga|berdua)(?: orang)?|tenaga "
            r"terbatas",
            r"sabar (?:to|toh|dong|napa|kenapa|atuh|sedikit)|tidak sabar\S*|(?:dikira|dipikir|kalian "
            r"(?:pikir|kira)) (?:kami|saya|kita|"
            r"gampang)|\S*blokir\S*|\S*block",
            r"(?:jangan|stop|berhenti) (?:\S+ )?(?:kirim|ganggu|spam|wa|telepon|hubungi)\S*(?: (?:\S+ "
            r"){0,2}?(?:terus|lagi|malam|tengah|"
            r"sembarang|ke sini|saya|kami))?",
            r"(?:capek|cape|muak|bosan|kesal|jengkel|bawel|cerewet|rese|nyebelin|brengsek|bodoh|goblok|"
            r"anjing|bangsat|sialan|tolol|bego|"
            r"emosi|kampret|bacot|asu|puki|pukimai|setan|sinting|pusing|stres|lelah)\S*",
            r"(?:masak|masa) (?:\S+ )?(?:disuruh|harus|ditanya)|(?:kan )?sudah (?:dibilang|dibilangin|"
            r"kutulis|saya bilang|dijawab|berkali-kali)",
            r"saya sudah bilang|(?:hari )?(?:minggu|libur|malam) (?:pun|kok|gini)|disalahkan|"
            r"(?:memangnya|emangnya|memang) (?:kami|kita|gampang|"
            r"mudah)|ya ampun|astaga",
            r"satu-satu|tiap hari (?:\S+ ){0,2}?(?:laporan|jalan|lapor|ini)|dong lapor|kurang kerjaan|"
            r"ribet|ngatur|mengganggu|ganggu|"
            r"malam-malam|jam segini|bolak-balik|(?:coba )?kalian (?:saja|sendiri) (?:yang )?kerja\S*|"
            r"tukang lapor|sok tahu",
        ),
        Phrases(r"(?:tiap|setiap) hari (?:kami|petugas|tim|dibersihkan|diangkut)|patroli|anjing (?:liar|"
        r"gila|rabies)|mohon maaf mengganggu"),
    ),
    Row(
        DeskAct.ANSWER,
        Phrases(
            r"(?:tolong |mohon )?(?:sampaikan|disampaikan|bilang|bilangin|beri tahu|kasih tahu|infokan|"
            r"informasikan|kabari|"
            rf"kabarkan|jelaskan|jawab|tell) (?:\S+ ){{0,2}}?(?:ke|kepada|sama|pada|to)? ?(?:{_CITIZEN})",
            r"yth (?:\S+ )?|yang terhormat|(?:mohon|harap) (?:dimaklumi|pengertian\S*|bersabar|kesabaran\S*)",
        ),
        Phrases(r"yang terhormat admin"),
    ),
    Row(
        DeskAct.ANSWER,  # or a complaint of their own: asked with that choice
        Phrases(
            rf"(?:{_HOME}) (?:\S+ ){{0,1}}?(?:saya|kami)(?: (?!akan|segera|sudah \S*(?:perbaiki|ganti))"
            rf"[^\s.?!]+){{0,5}}? (?:{_BROKEN})",
            rf"(?:{_BROKEN}) (?:\S+ ){{0,4}}?(?:{_HOME}) (?:saya|kami)",
        ),
        Phrases(rf"{_BEYOND}|\?|(?:kami|saya) (?:\S+ )?(?:{_READY}|{_DEED})"),
        sure=False,
    ),
    Row(
        DeskAct.FINISH,
        Phrases(r"masalah (?:sudah )?selesai|tutup saja|(?:bisa|boleh|silakan|mohon) ditutup|(?:selesai|"
        r"rampung) 100|case closed"),
        Phrases(r"belum|jangan"),
    ),
    Row(
        DeskAct.FINISH,
        Phrases(
            rf"sudah (?:(?!sudah|mulai)[^\s.,?!]+ ){{0,3}}?(?:{_READY})",
            rf"(?:lah|la|pun|dah|mpun) (?:{_READY})|(?:perbaikan|pekerjaan|penanganan|penambalan|"
            rf"pembersihan)\S* (?:\S+ ){{0,3}}?(?:selesai|rampung|"
            r"tuntas|beres)|sudah (?:kami |di)?(?:lakukan|laksanakan|dilakukan|dilaksanakan) "
            r"(?:perbaikan|penambalan|penggantian|pembersihan|"
            r"pengangkutan|penanganan|pengerukan|fogging|penertiban|pemotongan|perapian|normalisasi)",
            r"sudah (?:\S+ )?(?:dinyalakan|dihidupkan|nyalakan|hidupkan|dialirkan|eksekusi|dieksekusi|"
            r"tuntaskan|atasi|selesaikan|serahkan|"
            r"antar|diantar|layani)",
            r"telah (?:\S+ ){0,2}?(?:selesai|diperbaiki|ditangani|rampung|ditambal|dikerjakan|tuntas|"
            r"diselesaikan|diganti|kembali)",
            r"selesai (?:100|dilaksanakan|dikerjakan|diperbaiki|semua\S*|ditambal|diganti|pak|bu|bos|"
            r"tadi|kemarin)|selesai(?= ?$)",
            r"^(?:alhamdulillah |siap |puji tuhan |lapor )?(?:beres|tuntas|rampung|kelar|done|clear|"
            r"selesai|finish)|aman (?:bos\S*|pak|bang)",
            r"(?:air|listrik|lampu|jalan|antrean|saluran|kondisi|situasi) (?:\S+ )?(?:sudah |kembali "
            r")?(?:normal|menyala|mengalir|lancar|"
            r"mulus|bersih|aman|kondusif)(?: (?:lagi|kembali))?",
            r"sudah (?:jadi|bisa (?:\S+ )?(?:diambil|dilewati|dilalui|dipakai|digunakan|dinikmati)|jalan|"
            r"di ?serahkan|berfungsi|tidak "
            r"(?:bocor|mati|banjir|macet|bau|tersumbat|ada) \S*lagi)|siap sudah|kembali (?:normal|"
            r"berfungsi|lancar)|tinggal ambil",
        ),
        _NOT_READY,
        near=_NOT_READY_HERE,
    ),
    Row(
        DeskAct.ACCEPT,
        Phrases(rf"nanti (?:kami|saya) (?:yang )?(?:{_DEED})|nanti (?:di)?(?:cek|lihat|tindak ?lanjuti|"
        rf"urus)"),
        Phrases(rf"{_WEEKDAY}|sore|malam|siang|pagi|jam|tanggal"),
    ),
    Row(
        DeskAct.NOTOURS,
        Phrases(*_MAYBE_NOT_OURS),
        Phrases(r"sudah|akan|kami kerjakan|menunggu|besok|masih"),
        sure=False,
    ),
    Row(DeskAct.PLAN, Phrases(_BEYOND), Phrases(r"besok-besok|kapan|mohon maaf|datang saja")),
    Row(DeskAct.PLAN, Phrases(_WEEKDAY), _PAST),
    Row(
        DeskAct.ACK,  # not now
        Phrases(
            r"^(?:sebentar|bentar|menunggu|nanti dulu|nanti ya) (?:dulu |ya |pak |bu |, |masih |lagi |"
            r"saya |sedang )*(?:rapat|sibuk|nyetir|"
            r"di jalan|makan|acara|upacara|apel|zoom)"
        ),
    ),
    Row(
        DeskAct.ANSWER,
        Phrases(
            r"masih (?:\S+ ){0,3}?(?:proses|menunggu|di\S+|lelang|kosong|antri|tahap)",
            r"menunggu|belum (?:bisa|dapat|ada|datang)|mohon (?:maaf|bersabar|pengertian|hati-hati|"
            r"dimaklumi|ditunggu)|minta maaf",
            r"karena|akibat|disebabkan|sebab|alasan\S*|ternyata|terlampir|kosong|anggaran|lelang|hujan|rusak",
            r"setelah (?:di|kami )\S*|hasil (?:\S+ )?(?:survei|cek|pengecekan)|jadi (?:harus|kami|warga)|"
            r"sabar",
        ),
        Phrases(r"saya lihat dulu|kami lihat dulu|(?:kami|saya) cek"),
    ),
    Row(
        DeskAct.ACCEPT,
        Phrases(
            r"(?:sudah )?(?:(?:kami|saya) )?(?:terima|diterima|accepted)(?! kasih)(?= (?:pak|bu|iya|ya|"
            r"untuk|dan|baik|laporan|dengan|,|\.|kasih)| ?$)",
            r"(?:memang|betul|benar|iya) (?:\S+ ){0,3}?(?:kewenangan|wewenang|urusan|tugas|bagian|ruas|"
            r"wilayah|tanggung jawab) (?:kami|saya)",
        ),
        Phrases(r"bukan|tidak|belum"),
    ),
    Row(
        DeskAct.ACCEPT,
        Phrases(
            rf"(?:{_MINE}) (?:\S+ ){{0,2}}?(?:{_DEED})",
            rf"^(?:{_DEED})(?: (?:dulu|segera|ya|pak|bu))*(?= ?$| [.,!])",
            r"(?:kami|saya) (?:terima|yang (?:urus|tangani|kerjakan|handle|pegang))|(?:tim|regu|anggota|"
            r"petugas|personil) (?:\S+ ){0,3}?"
            r"(?:meluncur|otw|turun|berangkat|jalan|ke lokasi|ke lapangan|ke tkp|cek|merapat)",
            r"(?:kami|saya|jadi) (?:atensi|perhatikan|jadikan atensi|catat|tampung|agendakan)|atensi|otw|"
            r"meluncur|on it|will do|gaskan|gercep",
            rf"(?:{_DEED}) (?:oleh )?(?:kami|saya|tim)|dicek|ditindak ?lanjuti|diproses",
        ),
        Phrases(
            rf"sudah (?:kami |saya |tak )?(?:{_DEED})|tidak|belum (?!di)\S+|\?",
        ),
    ),
    Row(
        DeskAct.ANSWER,
        Phrases(
            r"sudah (?:\S+ )?(?:kami|saya|di\S+|ada|minta|tersedia|datang|tiba|mulai|masuk)|"
            r"sudah (?:\S+ ){0,2}?(?:tegur|pasang|survei|"
            r"usulkan|koordinasikan|\S+kan)",
            r"silakan|bisa (?:datang|diambil|dicek|pakai|daftar)|suruh|sementara|dalam proses|tinggal|"
            r"status|hormat kami",
        ),
        Phrases(r"\?"),
    ),
    Row(
        DeskAct.LIST,
        Phrases(r"(?:laporan|tugas)\S* (?:\S+ ){0,6}?\?|(?:apa|mana|berapa) (?:\S+ ){0,4}?laporan\S*"),
        most=9,
    ),
    Row(
        DeskAct.SMALLTALK,
        Phrases(
            r"selamat (?:pagi|siang|sore|malam|hari|bekerja|beraktivitas|libur|puasa|berlibur|menunaikan|"
            r"berakhir pekan|akhir pekan)",
            r"(?:assalam\S*|syalom|shalom|horas|om swastiastu|permisi|punten|halo|hallo|hai|hey|hi|ping|"
            r"p|tes|test|apa kabar|salam|"
            r"semangat|wkwk\S*|haha\S*|hehe\S*|ngopi|sugeng \S+|wilujeng \S+|sampurasun|rahajeng|tabea|"
            r"met \S+|pagi|siang|sore|malam|"
            r"good \S+|turut berduka\S*|semoga)",
            r"terima kasih(?: (?:banyak|ya|pak|bu))*(?= ?$| [.,!])",
        ),
        Phrases(r"\?.*\?"),
        most=8,
    ),
)  # fmt: skip
