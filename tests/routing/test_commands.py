import pytest
from hypothesis import given
from hypothesis import strategies as st
from officers import WORDS

from routing.commands import CaseCommand, Help, NeedsText, read_command
from routing.verbs import VERBS

ID, OTHER = "LPR-2222222", "LPR-7K2F9QZ"
UNCHECKED = "ABDEFG8"  # seven letters and digits whose check character is wrong


@pytest.mark.parametrize(
    ("text", "replied", "expected"),
    [
        pytest.param(f"TERIMA {ID}", None, CaseCommand("accept", ID), id="accept"),
        pytest.param(
            "terima lpr-2222222", None, CaseCommand("accept", ID), id="any case"
        ),
        pytest.param(
            "Terima 2222222", None, CaseCommand("accept", ID), id="id without prefix"
        ),
        pytest.param(
            "TERIMA#LPR 2222222",
            None,
            CaseCommand("accept", ID),
            id="id with other separators",
        ),
        pytest.param(
            "TERIMA", ID, CaseCommand("accept", ID), id="id of the message replied to"
        ),
        pytest.param(
            " terima. ", ID, CaseCommand("accept", ID), id="spaces and a full stop"
        ),
        pytest.param(
            f"TERIMA {ID} terima kasih",
            None,
            CaseCommand("accept", ID, "terima kasih"),
            id="with thanks",
        ),
        pytest.param(
            f"JAWAB {ID} Besok diperbaiki",
            None,
            CaseCommand("answer", ID, "Besok diperbaiki"),
            id="answer",
        ),
        pytest.param(
            f"Jawab {ID}: Besok,\ndiperbaiki.",
            None,
            CaseCommand("answer", ID, "Besok,\ndiperbaiki."),
            id="an answer keeps its lines",
        ),
        pytest.param(
            "JAWAB besok diperbaiki",
            ID,
            CaseCommand("answer", ID, "besok diperbaiki"),
            id="answer to a reply",
        ),
        pytest.param(
            "JAWAB bantuan segera dikirim",
            ID,
            CaseCommand("answer", ID, "bantuan segera dikirim"),
            id="a word of seven letters is no id",
        ),
        pytest.param(
            f"JAWAB {ID}", None, NeedsText("answer", ID), id="answer without words"
        ),
        pytest.param(
            "JAWAB", ID, NeedsText("answer", ID), id="answer without words to a reply"
        ),
        pytest.param(f"SELESAI {ID}", None, CaseCommand("finish", ID), id="finish"),
        pytest.param(
            f"SELESAI {ID} sudah rata",
            None,
            CaseCommand("finish", ID, "sudah rata"),
            id="finish with words",
        ),
        pytest.param(
            "selesai sudah rata",
            ID,
            CaseCommand("finish", ID, "sudah rata"),
            id="finish to a reply",
        ),
        pytest.param(
            f"BUKAN {ID} jalan provinsi",
            None,
            CaseCommand("return", ID, "jalan provinsi"),
            id="not ours",
        ),
        pytest.param(
            f"BUKAN {ID}", None, NeedsText("return", ID), id="not ours without reason"
        ),
        pytest.param(
            f"ALIH {ID} dishub lampu mati",
            None,
            CaseCommand("transfer", ID, "dishub lampu mati"),
            id="transfer",
        ),
        pytest.param(
            "ALIH kab.dishub, lampu mati",
            ID,
            CaseCommand("transfer", ID, "kab.dishub, lampu mati"),
            id="transfer to a reply",
        ),
        pytest.param("daftar", None, CaseCommand("list", ""), id="list"),
        pytest.param(
            f"TERIMA {ID}",
            "LPR-3333333",
            CaseCommand("accept", ID),
            id="a typed id wins over the reply",
        ),
    ],
)
def test_commands(text, replied, expected):
    assert read_command(text, None, replied, VERBS, WORDS) == expected


@pytest.mark.parametrize(
    ("text", "replied", "names"),
    [
        pytest.param(f"TERIMA {OTHER}", None, OTHER, id="mistyped id"),
        pytest.param(
            f"TERIMA {OTHER}", ID, OTHER, id="mistyped id in a reply is not the reply's"
        ),
        pytest.param(
            f"JAWAB {UNCHECKED} besok", None, UNCHECKED, id="mistyped id without prefix"
        ),
        pytest.param("JAWAB LPR-22 besok", None, "LPR-22", id="half an id"),
        pytest.param("TERIMA", None, "TERIMA LPR-...", id="no id"),
        pytest.param(
            "jawab besok diperbaiki", None, "JAWAB LPR-...", id="answer without id"
        ),
        pytest.param(
            "BUKAN jalan provinsi",
            None,
            "BUKAN LPR-...",
            id="in capitals it is meant as a command",
        ),
    ],
)
def test_helps_by_name(text, replied, names):
    read = read_command(text, None, replied, VERBS, WORDS)
    assert isinstance(read, Help)
    assert names in read.why


@pytest.mark.parametrize(
    ("text", "replied"),
    [
        pytest.param("Terima kasih", None, id="thanks"),
        pytest.param("terima kasih pak", ID, id="thanks in reply to a case"),
        pytest.param("TERIMA KASIH", ID, id="thanks in capitals"),
        pytest.param(
            "Bukan, jalannya sebelah",
            None,
            id="a sentence that begins with a command's word",
        ),
        pytest.param(
            "selesai jam berapa ya", None, id="a question that begins with one"
        ),
        pytest.param("daftar sekolah di mana", None, id="a sentence about lists"),
        pytest.param("Jalan rusak di Kambera", None, id="a complaint of their own"),
        pytest.param("jawaban kapan", ID, id="a longer word"),
        pytest.param("", ID, id="nothing"),
        pytest.param("?", None, id="a mark"),
        pytest.param("2222222", None, id="only an id"),
    ],
)
def test_leaves_ordinary_words_alone(text, replied):
    assert read_command(text, None, replied, VERBS, WORDS) is None


@pytest.mark.parametrize(
    ("button", "expected"),
    [
        pytest.param(f"case:accept:{ID}", CaseCommand("accept", ID), id="accept"),
        pytest.param(f"case:finish:{ID}", CaseCommand("finish", ID), id="finish"),
        pytest.param(
            f"case:answer:{ID}", NeedsText("answer", ID), id="answer asks for words"
        ),
        pytest.param(
            f"case:return:{ID}",
            NeedsText("return", ID),
            id="not ours asks for a reason",
        ),
        pytest.param(
            f"case:transfer:{ID}",
            NeedsText("transfer", ID),
            id="transfer asks for desk and reason",
        ),
        pytest.param(f"case:list:{ID}", None, id="a list is of no case"),
        pytest.param("case:accept:LPR-2222223", None, id="an id that cannot be"),
        pytest.param(f"case:dispute:{ID}", None, id="a verb of citizens"),
        pytest.param("yes", None, id="a button of the conversation"),
    ],
)
def test_buttons(button, expected):
    assert read_command("Terima", button, None, VERBS, WORDS) == expected


@given(
    st.one_of(
        st.text(),
        st.from_regex(r"(TERIMA|jawab|Alih|DAFTAR|BUKAN)[ #:\n]+(LPR)?.{0,30}"),
    ),
    st.sampled_from([None, ID]),
)
def test_reads_anything(text, replied):
    read = read_command(text, None, replied, VERBS, WORDS)
    assert not isinstance(read, NeedsText) or read.tracking_id
