"""The file of approved WhatsApp templates."""

import pytest

from channels.templates import LONGEST, BrokenTemplates, read_templates
from intake.messages import Template

ONE, TWO, THREE = ("HX" + digit * 32 for digit in "123")
FILE = f"""
case.answered:
  id: {{content_sid: {ONE}, variables: [id, agency, text]}}
  en: {{content_sid: {TWO}, variables: [text, id]}}
"*":
  id: {{content_sid: {THREE}}}
"""
FACTS = {
    "id": "LPR-7K2F9QX",
    "agency": "Dinas PUPR",
    "text": "Sudah\n\ndijawab:   besok.",
}


@pytest.mark.parametrize(
    ("kind", "language", "template"),
    [
        pytest.param(
            "case.answered",
            "id",
            Template(ONE, ("LPR-7K2F9QX", "Dinas PUPR", "Sudah dijawab: besok.")),
            id="variables come in the file's order, on one line each",
        ),
        pytest.param(
            "case.answered",
            "en",
            Template(TWO, ("Sudah dijawab: besok.", "LPR-7K2F9QX")),
            id="each language has its own template",
        ),
        pytest.param(
            "case.answered",
            "jv",
            Template(ONE, ("LPR-7K2F9QX", "Dinas PUPR", "Sudah dijawab: besok.")),
            id="a language without one takes the Indonesian",
        ),
        pytest.param(
            "case.closed",
            "en",
            Template(THREE, ()),
            id="the star stands for every other kind",
        ),
    ],
)
def test_news_finds_its_template(kind, language, template):
    assert read_templates(FILE).find(kind, language, FACTS) == template


def test_without_a_star_other_news_has_no_template():
    assert read_templates(FILE.partition('"*"')[0]).find("notice", "id", FACTS) is None


@pytest.mark.parametrize(
    ("text", "variable"),
    [
        pytest.param("", "-", id="a variable is never empty"),
        pytest.param(
            "a" * 2000,
            "a" * (LONGEST - 1) + "…",
            id="nor longer than a template may be",
        ),
        pytest.param(
            "satu\t\tdua\r\n    tiga", "satu dua tiga", id="nor broken over lines"
        ),
    ],
)
def test_a_variable_is_what_whatsapp_takes(text, variable):
    template = read_templates(FILE).find("case.answered", "en", {"text": text})
    assert template
    assert template.variables == (variable, "-")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        pytest.param("a: [", "line", id="not YAML"),
        pytest.param("- a", "kinds of news", id="a list"),
        pytest.param("notice: HX1", "notice", id="a kind without languages"),
        pytest.param(
            "Notice!: {id: {content_sid: HX1}}",
            "kind of news",
            id="a kind that is none",
        ),
        pytest.param(
            f"notice: {{indonesia: {{content_sid: {ONE}}}}}",
            "two letters",
            id="a long language",
        ),
        pytest.param("notice: {id: {content_sid: HX1}}", "HX and 32", id="a short SID"),
        pytest.param(
            f"notice: {{id: {{content_sid: {ONE}, name: a}}}}",
            "nothing else",
            id="a field too many",
        ),
        pytest.param(
            f"notice: {{id: {{content_sid: {ONE}, variables: [nik]}}}}",
            "list of",
            id="no NIK goes",
        ),
    ],
)
def test_a_broken_file_is_refused_with_the_reason(text, fault):
    with pytest.raises(BrokenTemplates, match=fault):
        read_templates(text)


def test_every_fault_is_named_at_once():
    with pytest.raises(BrokenTemplates) as caught:
        read_templates("notice: {id: {content_sid: HX1}}\nreply: 1")
    assert len(caught.value.faults) == 2
