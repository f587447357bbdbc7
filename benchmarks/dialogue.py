"""The dialogue whose turns are counted, ours and the floors': six messages from story to confirmation."""

WHAT = (
    "Sampah menumpuk tidak diangkut di pinggir jalan",
    "Lampu jalan mati sehingga gelap sekali",
    "Air PDAM tidak mengalir ke rumah kami",
    "Jalan berlubang dan banyak motor jatuh",
    "Jembatan kayu sudah lapuk dan hampir putus",
)
WHERE = (
    "Jl Ahmad Yani, Kambajawa",
    "Jl Soeharto, Hambala",
    "dekat pasar, Kelurahan Prailiu",
    "depan sekolah, Kelurahan Lambanapu",
)
SINCE = ("sejak 3 hari lalu", "kemarin", "sejak minggu lalu")
WHO = ("Budi Santoso", "Maria Rambu", "Yohanis Umbu", "Siti Aminah", "Agus Wijaya")
HOME = ("Jl Mawar 3 RT 2 RW 1 Kambajawa", "Jl Melati 7 RT 4 RW 2 Hambala")
CONFIRM = "Kirim"
STEPS = 6


def words_of(person: int) -> tuple[str, ...]:
    """What this person writes: story, place, time, name, address, confirmation."""
    tables = (WHAT, WHERE, SINCE, WHO, HOME)
    return (*(table[person % len(table)] for table in tables), CONFIRM)
