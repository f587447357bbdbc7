import pytest

from intake.reading.emergency import emergency_in, in_crisis

FIRE, POLICE, MEDICAL, ANY = ("112", "113"), ("112", "110"), ("112", "119"), ("112",)


@pytest.mark.parametrize(
    ("story", "numbers"),
    [
        pytest.param("rumah sy kebakaran!!", FIRE, id="a house on fire"),
        pytest.param("ada kebakaran di pasar", FIRE, id="a fire at the market"),
        pytest.param("gas bocor di dapur takut meledak", FIRE, id="a gas leak"),
        pytest.param("our house is on fire", FIRE, id="a fire in English"),
        pytest.param(
            "kirim pemadam kebakaran, gudang terbakar",
            FIRE,
            id="calls the brigade to a fire",
        ),
        pytest.param("tolong saya dipukuli suami", POLICE, id="being beaten"),
        pytest.param("ada orang ngamuk bawa parang", POLICE, id="a man with a machete"),
        pytest.param("tawuran sekarang di terminal", POLICE, id="a brawl now"),
        pytest.param(
            "there is a thief inside my house", POLICE, id="a burglar in English"
        ),
        pytest.param("saya mau bunuh diri", MEDICAL, id="a wish to die"),
        pytest.param(
            "udah 3 bulan pengen mati aja", MEDICAL, id="a wish to die is never past"
        ),
        pytest.param("ada kecelakaan, korban tergeletak", MEDICAL, id="an accident"),
        pytest.param(
            "bapak saya tidak sadar butuh ambulans", MEDICAL, id="unconscious"
        ),
        pytest.param("anak hanyut di sungai barusan", ANY, id="swept away"),
        pytest.param(
            "rumah terbakar, korban tergeletak",
            ("112", "113", "119"),
            id="two dangers, 112 first",
        ),
    ],
)
def test_names_the_numbers_to_call(story, numbers):
    assert emergency_in(story) == numbers


@pytest.mark.parametrize(
    "story",
    [
        pytest.param("kabel semrawut rawan kebakaran", id="a fire that is feared"),
        pytest.param("bekas kebakaran tahun lalu belum dibangun", id="a fire long out"),
        pytest.param("rumah tetangga terbakar minggu lalu", id="a fire last week"),
        pytest.param("mobil pemadam kebakaran rusak", id="a broken fire engine"),
        pytest.param("korban kebakaran belum dapat bantuan", id="help after a fire"),
        pytest.param("sering begal di jalan ini", id="robberies in general"),
        pytest.param(
            "kasus pembacokan belum ditangani polisi", id="a case of stabbing"
        ),
        pytest.param(
            "rawan kecelakaan, tolong pasang rambu", id="accidents that are feared"
        ),
        pytest.param("lubang ini bikin kecelakaan terus", id="accidents in general"),
        pytest.param("desa kami butuh ambulans", id="a village without an ambulance"),
        pytest.param(
            "sosialisasi pencegahan bunuh diri di sekolah", id="suicide prevention"
        ),
        pytest.param("there was a fire last year", id="a past fire in English"),
        pytest.param("lampu mati", id="a dead lamp"),
        pytest.param("jalan mati", id="a dead end"),
    ],
)
def test_no_alarm_when_nobody_is_in_danger_now(story):
    assert emergency_in(story) == ()


@pytest.mark.parametrize(
    "story",
    [
        pytest.param("saya mau bunuh diri", id="says so"),
        pytest.param("sy capek, ingin mati saja", id="wants to die"),
        pytest.param("aku sudah lelah dan mau mati", id="is tired and wants to die"),
        pytest.param("lebih baik saya mati", id="better dead"),
        pytest.param("udah 3 bulan pengen mati aja", id="wants to die, in slang"),
        pytest.param("rasanya mau mengakhiri hidup saja", id="ends it"),
        pytest.param("i want to die", id="in English"),
        pytest.param(
            "bansos tidak cair, saya bisa bunuh diri pak", id="inside a complaint"
        ),
    ],
)
def test_hears_who_speaks_of_ending_their_life(story):
    assert in_crisis(story)


@pytest.mark.parametrize(
    "story",
    [
        pytest.param("saya usul sosialisasi pencegahan bunuh diri", id="prevention"),
        pytest.param("kasus bunuh diri di kampung sebelah", id="a case"),
        pytest.param("rumah saya lampu mau mati", id="a lamp about to go out"),
        pytest.param("ikan kami mati semua", id="fish"),
        pytest.param("saya mau lapor lampu mati", id="a dead lamp"),
        pytest.param("", id="nothing"),
    ],
)
def test_hears_no_crisis_in(story):
    assert not in_crisis(story)
