"""Tells apart messages that are no story: greetings, thanks, tests, chain letters, advertising, insults.

A greeting with a story behind it is a story; only a message that is nothing else is noise.
"""

import re
from enum import StrEnum

from intake.reading.memory import remembered
from intake.reading.words import MARKS, normalise, word_set


class Noise(StrEnum):
    """What kind of no-story a message is."""

    EMPTY = "empty"
    PUNCTUATION = "punctuation"  # also emoji alone
    GREETING = "greeting"
    THANKS = "thanks"
    TEST = "test"
    CHAIN = "chain"
    SPAM = "spam"
    ABUSE = "abuse"


@remembered
def noise_of(text: str) -> Noise | None:
    """The kind of noise a whole message is, or None when it may say something."""
    if not text.strip():
        return Noise.EMPTY
    plain = normalise(text)
    words = {word.text for word in plain.words} - MARKS
    if not words:
        return Noise.PUNCTUATION
    for kind, telling, beside in _VOCABULARIES:
        if words & telling and words <= telling | beside:
            return kind
    if _CHAIN.search(plain.text):
        return Noise.CHAIN
    if _SPAM.search(plain.text) and not _OWN_STORY.search(plain.text):
        return Noise.SPAM
    return None


_PEOPLE = word_set(
    "pak bu bapak ibu min admin kak kakak mas mbak bang gan kang teh bos bro sis om tante pakde uda uni "
    "bli sir madam "
    "semua semuanya kalian dan para yang terhormat all everyone there team tim petugas sekalian ya yah "
    "nih dong"
)
_GREETINGS = word_set(
    "halo hallo helo hai hi hello hey hei hy p ping assalamualaikum assalamu'alaikum assalamualaikm "
    "asalamualaikum "
    "assalamu alaikum aslm askum ass salam samlekum mikum pagi siang sore malam permisi punten "
    "sampurasun kulonuwun "
    "nuwun horas shalom swastiastu rahayu morning afternoon evening sugeng wilujeng tabik tabe min admin "
    "pak bu kak"
)
_AROUND_GREETINGS = word_set(
    "selamat good wr wb warahmatullahi wabarakatuh wabarokatuh warohmatullahi sejahtera om apa kabar "
    "enjang enjing "
    "siyang sonten dalu waalaikumsalam wassalam ada orang anyone is damang rek terima kasih kulo mau "
    "nanya boleh tanya"
)
_THANKS = word_set(
    "terima kasih terimakasih thanks thank suksma sukseme mauliate tarimo tengkyu syukron nuhun"
)
_AROUND_THANKS = word_set(
    "banyak sangat banget sekali atas bantuannya bantuan infonya informasinya responnya tanggapannya "
    "perhatiannya "
    "matur hatur pisan sanget you so very much for the help your sama sip ok oke baik siap mantap "
    "alhamdulillah juga "
    "iya sudah dibantu membantu sebelumnya kerjasamanya informasi respon jawabannya pelayanannya semoga "
    "berkah "
    "sehat selalu sukses kembali kasihnya godbless god bless"
)
_TESTS = word_set(
    "tes test testing tess cek check ceck coba nyoba percobaan uji ujicoba testes"
)
_AROUND_TESTS = word_set(
    "1 2 3 12 123 1234 12345 satu dua tiga kirim nomor sms wa bot masuk masukkah hp suara abc saja"
)
_ABUSE = word_set(
    "anjing anjir anjay anjrit bangsat babi goblok goblog tolol bego kontol memek jancok jancuk cok asu "
    "tai setan "
    "kampret brengsek bodoh bajingan keparat sialan bacot ngentot ngentod pepek puki pukimak sundala "
    "kimak idiot "
    "dungu fuck fucking fucker shit stupid bitch asshole bastard moron sampah"
)
_AROUND_ABUSE = word_set(
    "kau kamu lu lo loe elu kowe koen dasar pemerintah pemerintahan negara indonesia presiden bupati "
    "walikota camat "
    "lurah dpr memang si you are is this ini itu banget sekali off u government service idiots semuanya "
    "emang "
    "pejabat bot aplikasi kerja tidak becus luh ente maneh sia mu mukamu tahu"
)

_VOCABULARIES = (
    (Noise.THANKS, _THANKS, _AROUND_THANKS | _PEOPLE),
    (Noise.TEST, _TESTS, _AROUND_TESTS | _PEOPLE | word_set("halo hai hi hello p")),
    (Noise.GREETING, _GREETINGS, _AROUND_GREETINGS | _PEOPLE),
    (Noise.ABUSE, _ABUSE - {"sampah"}, _AROUND_ABUSE | _PEOPLE | {"sampah"}),
)

_CHAIN = re.compile(
    r"(?<!\S)(?:sebar(?:kan|luaskan)?|bagikan|share|kirim(?:kan)?|teruskan|forward|send|"
    r"pass)\S* (?:[^\s.?!]+ ){0,5}?"
    r"(?:ke|kepada|to) (?:[^\s.?!]+ ){0,2}?(?:\d+|semua|seluruh|sepuluh|dua|teman|grup|group|kontak|saudara|"
    r"people|everyone|friends)"
    r"(?!\S)|jangan (?:putus|berhenti|sampai putus) di (?:kamu|anda)|copas dari grup|dari grup sebelah|"
    r"pesan berantai"
)
_SPAM = re.compile(
    r"(?<!\S)(?:selamat[ !,.]+(?:\S+ ){0,2}?(?:nomor|kartu|no|sim)\S* (?:\S+ ){0,4}?(?:dapat|mendapat\S*|"
    r"terpilih|menang|meraih)|pemenang (?:undian|hadiah)|menangkan (?:hadiah|undian)|(?:anda|"
    r"kamu) (?:mendapat\S*|memenangkan|terpilih) (?:\S+ ){0,3}?"
    r"(?:hadiah|bonus|cashback|kuota|pulsa|rp\S*)|(?:promo|bonus|diskon|cashback) (?:\S+ ){0,6}?(?:kuota|"
    r"pulsa|paket|gb|rp\S*|internet)|(?:kuota|paket) (?:\S+ ){0,5}?(?:hanya|cuma|only) (?:rp|\d)\S*|"
    r"(?:ketik|balas|sms) \S+ (?:\S+ )?(?:kirim )?ke \d{3,5}|(?:beli|aktifkan|isi ulang|tekan|"
    r"hubungi) (?:\S+ ){0,4}?\d{3} ?\d{0,3} ?(?:di|sebelum|sd)|slot gacor|maxwin|kode (?:otp|"
    r"verifikasi) anda|dana (?:tunai|cepat) (?:\S+ ){0,4}?(?:cair|hubungi|wa)|"
    r"pinjaman (?:\S+ ){0,5}?(?:cair|hubungi|bunga)|pulsa anda|masa aktif kartu|"
    r"langganan (?:\S+ ){0,3}?(?:aktif|berhasil)|pelanggan yang terhormat|yang terhormat pelanggan)"
)
_OWN_STORY = re.compile(
    r"(?<!\S)(?:saya|kami|tolong|mohon|lapor\S*|aduan|warga|kenapa|penipuan|dapat sms|terima sms|my|"
    r"please)(?!\S)"
)
