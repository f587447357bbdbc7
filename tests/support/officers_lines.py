"""What officers say, by what they do with it; none of it from anybody's phone."""

from routing.spoken.acts import DeskAct

SAID: dict[DeskAct, tuple[str, ...]] = {
    DeskAct.ACCEPT: (
        "baik, akan segera kami tindaklanjuti",
        "Laporan kami terima, terima kasih",
        "oke, tim langsung meluncur",
        "kulo cek rumiyin nggih",
        "sa terima, nanti sa cek",
        "kami yang tangani pak",
        "betul itu ruas kami, segera dikerjakan",
    ),
    DeskAct.PLAN: (
        "lusa kami bongkar salurannya",
        "dijadwalkan minggu depan",
        "hari rabu teknisi ke sana",
        "paling lambat akhir bulan",
    ),
    DeskAct.ANSWER: (
        "mohon maaf, bahannya belum datang dari Surabaya",
        "tolong bilang ke pelapor obatnya sudah tersedia",
        "karena pipa induk pecah, aliran kami hentikan",
        "Yth. Bapak, loket buka sampai pukul tiga",
    ),
    DeskAct.FINISH: (
        "sudah kami ganti bohlamnya",
        "sampun rampung pak, sae sedoyo",
        "beresmi, aman",
        "Pekerjaan pengerukan telah selesai dilaksanakan",
        "lampunya so menyala",
        "tutup saja laporannya",
    ),
    DeskAct.NOTOURS: (
        "bukan ranah dinas kami",
        "ini kewenangan balai",
        "kami hanya menangani jalan kabupaten",
        "sanes wewenang abdi",
        "salah alamat, kami tidak mengurus listrik",
    ),
    DeskAct.FORWARD: (
        "teruskan ke bidang sumber daya air",
        "lempar ke dishub aja",
        "biar pak Umbu saja yang jawab",
        "tolong disposisi ke UPTD wilayah satu",
    ),
    DeskAct.ASKCITIZEN: (
        "tanyakan ke pelapornya airnya mati jam berapa",
        "mohon pelapor melengkapi nomor rekeningnya",
        "coba tanya orangnya sudah lapor RT belum",
    ),
    DeskAct.NEEDMORE: (
        "fotonya mana",
        "minta nomor pelapor",
        "lokasi persisnya di sebelah apa",
        "alamatnya kurang jelas",
    ),
    DeskAct.LIST: ("laporan saya apa saja", "masih ada berapa laporan", "kirim daftarnya"),
    DeskAct.HELP: (
        "ini siapa ya",
        "cara jawabnya gimana",
        "kalau saya balas di sini pelapornya baca ga?",
        "harus diketik apa?",
        "bantuan",
    ),
    DeskAct.ACK: ("siap pak", "oke noted", "86", "nggih matur nuwun", "🙏", "baik bu, terima kasih"),
    DeskAct.MOVED: (
        "saya sudah pindah tugas",
        "salah sambung mas",
        "bukan admin lagi, sekarang bu Nona",
        "beliau sudah pensiun",
    ),
    DeskAct.LEAVE: ("saya lagi cuti", "sy diklat sampai sabtu", "sedang sakit pak"),
    DeskAct.OWN: (
        "saya mau lapor juga, lampu depan rumah saya mati",
        "boleh saya lapor soal sampah di gang saya?",
        "saya pribadi mau mengadu",
    ),
    DeskAct.REGRET: ("salah pencet", "eh jangan dikirim dulu", "batal", "abaikan yang tadi"),
    DeskAct.SMALLTALK: ("selamat pagi", "assalamualaikum", "halo pak"),
    DeskAct.ANGRY: (
        "kenapa kami terus yang ditanya",
        "capek saya dikirimi begini tiap hari",
        "sabar dong",
    ),
    DeskAct.UNREAD: ("batu bata merah", "hmm", "xyz"),
}  # fmt: skip
