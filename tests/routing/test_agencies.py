from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.messages import Address
from routing.agencies import (
    Administrator,
    Agency,
    BrokenAgencies,
    Role,
    read_agencies,
)

EXAMPLE = Path(__file__).parents[2] / "routing" / "data" / "sumba-timur.yaml"

SOUND = """\
coordinator: sumba-timur
agencies:
  - code: sumba-timur
    name: Admin Koordinator
    region: "53.11"
    administrators:
      - name: Admin Koordinator
        notify: ["telegram:1001"]
  - code: sumba-timur.pupr
    name: Dinas PUPR
    parent: sumba-timur
    region: "53.11"
    categories: ["Pekerjaan Umum dan Penataan Ruang"]
    administrators:
      - name: Admin PUPR
        notify: ["whatsapp:+6281300000001", "telegram:1001"]
  - code: sumba-timur.pupr.jalan
    name: Bidang Jalan
    parent: sumba-timur.pupr
  - code: dishub
    name: Dinas Perhubungan
    categories:
"""


def faults(text: str) -> list[str]:
    with pytest.raises(BrokenAgencies) as broken:
        read_agencies(text)
    return broken.value.faults


def test_reads_every_field():
    assert read_agencies(SOUND).by_code["sumba-timur.pupr"] == Agency(
        code="sumba-timur.pupr",
        name="Dinas PUPR",
        parent="sumba-timur",
        region="53.11",
        categories=("Pekerjaan Umum dan Penataan Ruang",),
        administrators=(
            Administrator(
                "Admin PUPR",
                (Address("whatsapp", "+6281300000001"), Address("telegram", "1001")),
            ),
        ),
    )


def test_home_region_is_the_coordinators():
    assert read_agencies(SOUND).home_region() == "53.11"


@pytest.mark.parametrize(
    ("code", "above"),
    [
        pytest.param("sumba-timur", [], id="nobody stands above the coordinator"),
        pytest.param(
            "sumba-timur.pupr.jalan",
            ["sumba-timur.pupr", "sumba-timur"],
            id="nearest first",
        ),
        pytest.param(
            "dishub",
            ["sumba-timur"],
            id="an agency without parent answers to the coordinator",
        ),
    ],
)
def test_parents(code, above):
    assert [agency.code for agency in read_agencies(SOUND).parents(code)] == above


@pytest.mark.parametrize(
    ("code", "staffed"),
    [
        pytest.param(
            "sumba-timur.pupr",
            "sumba-timur.pupr",
            id="a desk somebody works at is itself",
        ),
        pytest.param(
            "sumba-timur.pupr.jalan",
            "sumba-timur.pupr",
            id="an empty one passes to its parent",
        ),
        pytest.param(
            "dishub",
            "sumba-timur",
            id="an empty one without parent passes to the coordinator",
        ),
        pytest.param(
            "abolished", "sumba-timur", id="one that is gone passes to the coordinator"
        ),
    ],
)
def test_staffed(code, staffed):
    assert read_agencies(SOUND).staffed(code).code == staffed


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        pytest.param("sumba-timur.pupr", "sumba-timur.pupr", id="whole code"),
        pytest.param("DISHUB", "dishub", id="any case"),
        pytest.param("jalan", "sumba-timur.pupr.jalan", id="last part"),
        pytest.param("sumba", None, id="not a part in the middle"),
    ],
)
def test_find(typed, found):
    agency = read_agencies(SOUND).find(typed)
    assert (agency and agency.code) == found


TWO_WORKS = SOUND + (
    '  - {code: sumba-barat.pupr, name: PUPR Sumba Barat, region: "53.12"}\n'
)


def test_a_last_part_that_two_codes_share_finds_neither_and_offers_both():
    agencies = read_agencies(TWO_WORKS)
    assert agencies.find("pupr") is None
    assert [one.code for one in agencies.matching("pupr")] == [
        "sumba-timur.pupr",
        "sumba-barat.pupr",
    ]


DEMO = read_agencies(EXAMPLE.read_text())


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        pytest.param("Dinas PUPR", ["pupr"], id="the name without its area"),
        pytest.param("DINAS PUPR SUMBA TIMUR", ["pupr"], id="the whole name, shouted"),
        pytest.param("dinas pu", ["pupr"], id="a short form of a part"),
        pytest.param("pekerjaan umum", ["pupr"], id="spelled out"),
        pytest.param("Dishub", ["dishub"], id="the usual short form"),
        pytest.param("dinas perhubungan", ["dishub"], id="what it stands for"),
        pytest.param(
            "dinas kesehatan", ["dinkes"], id="where the code is the short form"
        ),
        pytest.param("ke dinas kesehatan ya", [], id="with a word nobody bears"),
        pytest.param("Dinas Perhubungn", ["dishub"], id="a letter missing"),
        pytest.param("dinas kesehtaan", ["dinkes"], id="two letters changed places"),
        pytest.param("capil", ["dukcapil"], id="the office for papers"),
        pytest.param("satpol pp", ["satpolpp"], id="written apart"),
        pytest.param("lewa", ["lewa"], id="a kecamatan, though another begins so"),
        pytest.param("camat lewa tidahu", ["lewa-tidahu"], id="by who heads it"),
        pytest.param("admin koordinator", ["sumba-timur"], id="the coordinator"),
        pytest.param("waingapu", ["kota-waingapu"], id="a part of its name"),
        pytest.param("dinas", [], id="a word that every office bears"),
        pytest.param("", [], id="nothing"),
        pytest.param("  ", [], id="blanks"),
        pytest.param("🙂", [], id="no word at all"),
        pytest.param("bupati", [], id="somebody who is not in the file"),
    ],
)
def test_matching_a_name_as_officers_type_it(typed, found):
    codes = [one.code.removeprefix("sumba-timur.") for one in DEMO.matching(typed)]
    assert codes == found


@given(st.text(max_size=40))
def test_any_text_names_desks_of_the_file_or_none(text):
    assert {one.code for one in DEMO.matching(text)} <= DEMO.by_code.keys()


def test_every_desk_of_the_example_is_found_by_its_own_name_and_code():
    for desk in DEMO.by_code.values():
        assert DEMO.find(desk.name) == DEMO.find(desk.code) == desk


CLOCKS = """
coordinator: kab
agencies:
  - {code: kab, name: Koordinator, region: "53.11", administrators: [{name: A, notify: ["telegram:1"]}]}
  - {code: kab.pu, name: PU, administrators: [{name: B, notify: ["telegram:2"], role: officer}]}
  - {code: kab.timur, name: Timur, timezone: WIT}
  - {code: kab.timur.loket, name: Loket, parent: kab.timur}
  - {code: kab.jakarta, name: Penghubung, timezone: Asia/Jakarta}
"""


@pytest.mark.parametrize(
    ("code", "zone"),
    [
        pytest.param("kab", "Asia/Makassar", id="that of its region's province"),
        pytest.param("kab.pu", "Asia/Makassar", id="without a region: the parent's"),
        pytest.param("kab.timur", "Asia/Jayapura", id="as the file has it"),
        pytest.param("kab.timur.loket", "Asia/Jayapura", id="the nearest above"),
        pytest.param("kab.jakarta", "Asia/Jakarta", id="by its whole name"),
        pytest.param("gone", "Asia/Makassar", id="left the file: the coordinator's"),
    ],
)
def test_each_desk_has_a_clock(code, zone):
    assert str(read_agencies(CLOCKS).zone_of(code)) == zone


def test_where_nothing_tells_there_is_no_clock():
    nowhere = CLOCKS.replace(', region: "53.11"', "")
    assert read_agencies(nowhere).zone_of("kab.pu") is None


def test_a_role_is_kept_and_an_administrator_is_the_usual_one():
    agencies = read_agencies(CLOCKS)
    roles = {
        code: [person.role for person in desk.administrators]
        for code, desk in agencies.by_code.items()
    }
    assert roles["kab"] == [Role.ADMINISTRATOR]
    assert roles["kab.pu"] == [Role.OFFICER]


@pytest.mark.parametrize(
    ("right", "wrong", "fault"),
    [
        pytest.param(
            "role: officer",
            "role: boss",
            "line 5: role `boss` is not one of",
            id="role",
        ),
        pytest.param(
            "timezone: WIT",
            "timezone: WIX",
            "line 6: timezone `WIX` is none",
            id="zone",
        ),
        pytest.param(
            "timezone: WIT",
            'timezone: "../etc"',
            "timezone `../etc` is none",
            id="path",
        ),
    ],
)
def test_a_role_or_zone_that_is_none_is_refused(right, wrong, fault):
    assert any(fault in one for one in faults(CLOCKS.replace(right, wrong)))


@pytest.mark.parametrize(
    ("address", "desks"),
    [
        pytest.param("whatsapp:+6281300000001", ["sumba-timur.pupr"], id="one desk"),
        pytest.param(
            "telegram:1001",
            ["sumba-timur", "sumba-timur.pupr"],
            id="one phone, two desks",
        ),
        pytest.param(
            "sms:+6281300000001", [], id="the same number elsewhere is a citizen"
        ),
    ],
)
def test_administrators_at(address, desks):
    found = read_agencies(SOUND).administrators_at(Address.from_text(address))
    assert [agency.code for agency, _ in found] == desks


@pytest.mark.parametrize(
    ("instead_of", "written", "fault"),
    [
        pytest.param(
            "coordinator: sumba-timur\n",
            "coordinator: nobody\n",
            "line 1: the coordinator `nobody` is not among the agencies",
            id="unknown coordinator",
        ),
        pytest.param(
            "coordinator: sumba-timur\n",
            "",
            "line 1: the file has no `coordinator`",
            id="no coordinator",
        ),
        pytest.param(
            "coordinator: sumba-timur\n",
            "coordinator: dishub\n",
            "line 1: the coordinator `dishub` has no administrators",
            id="coordinator without administrators",
        ),
        pytest.param(
            "parent: sumba-timur.pupr\n",
            "parent: pu\n",
            "line 19: the parent `pu` is not among the agencies",
            id="unknown parent",
        ),
        pytest.param(
            "parent: sumba-timur\n",
            "parent: sumba-timur.pupr.jalan\n",
            "line 11: parents go in a circle: sumba-timur.pupr -> sumba-timur.pupr.jalan -> sumba-timur.pupr",
            id="circle of parents, told once",
        ),
        pytest.param(
            "name: Admin Koordinator\n    region",
            "name: Admin Koordinator\n    parent: dishub\n    region",
            "line 5: the coordinator stands above all and has no parent",
            id="coordinator below another",
        ),
        pytest.param(
            "code: dishub",
            "code: sumba-timur",
            "line 20: the code `sumba-timur` is used twice",
            id="code twice",
        ),
        pytest.param(
            "code: dishub",
            "code: Dinas Perhubungan",
            "line 20: code `Dinas Perhubungan` is not lower-case words joined by . or -",
            id="code that cannot be typed as one word",
        ),
        pytest.param(
            'region: "53.11"',
            "region: 53.10",
            'line 5: region 53.10 is a float to YAML: put quotes around it, "53.10"',
            id="region without quotes",
        ),
        pytest.param(
            'region: "53.11"',
            'region: "5311"',
            "line 5: region `5311` is not a Kemendagri code such as 53.11",
            id="region without dots",
        ),
        pytest.param(
            "Pekerjaan Umum dan Penataan Ruang",
            "Jalan",
            "line 13: `Jalan` is not a head of the official category tree",
            id="unknown category",
        ),
        pytest.param(
            "whatsapp:+6281300000001",
            "whatsapp:081300000001",
            "line 16: `whatsapp:081300000001` is not an address of the shape whatsapp:+62...",
            id="number that is not E.164",
        ),
        *(
            pytest.param(
                "whatsapp:+6281300000001",
                wrong,
                f"line 16: `{wrong}` is a number that no telephone has",
                id=told,
            )
            for wrong, told in (
                ("sms:+6260123456789", "62 before a foreign number"),
                ("sms:+62081300000001", "a nought behind 62"),
                ("whatsapp:+626281300000001", "62 twice"),
                ("whatsapp:+99912345678", "a number of no country"),
                ("sms:+21012345678", "a country code that is none"),
            )
        ),
        pytest.param(
            "whatsapp:+6281300000001",
            "fax:123",
            "line 16: `fax:123` is not a way to reach someone; write one of telegram:<chat id>,"
            " whatsapp:+62..., sms:+62..., email:name@example.go.id",
            id="unknown channel",
        ),
        pytest.param(
            '["telegram:1001"]',
            "[]",
            "line 8: notify must be a list with at least one item",
            id="no contact",
        ),
        pytest.param(
            "name: Dinas PUPR",
            "nama: Dinas PUPR",
            "line 9: an agency has an unknown key `nama`",
            id="unknown key",
        ),
        pytest.param(
            "name: Dinas PUPR",
            "label: Dinas PUPR",
            "line 9: an agency has no `name`",
            id="key left out",
        ),
        pytest.param(
            "name: Dinas PUPR",
            "name: Dinas PUPR\n    name: PU",
            "line 9: an agency has more than one `name`",
            id="key twice",
        ),
        pytest.param(
            "name: Dinas PUPR", "name: ''", "line 10: name is empty", id="empty name"
        ),
        pytest.param(
            "name: Dinas PUPR",
            "name: [PUPR]",
            "line 10: name must be one text",
            id="list as name",
        ),
        pytest.param(
            '["telegram:1001"]',
            '["telegram:1001"',
            "line 9: not YAML: expected ',' or ']', but got '-'",
            id="not YAML",
        ),
    ],
)
def test_names_the_fault_and_its_line(instead_of, written, fault):
    broken = faults(SOUND.replace(instead_of, written, 1))
    assert [line for line in broken if line == fault] == [fault]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        pytest.param(
            "",
            "line 1: the file must be a list of keys: coordinator, agencies",
            id="empty file",
        ),
        pytest.param("a: 1\0", "line 1: not YAML: ", id="a character YAML forbids"),
        pytest.param(
            "agencies: a",
            "line 1: agencies must be a list",
            id="agencies are not a list",
        ),
        pytest.param(
            "agencies: [a]",
            "line 1: an agency must be a list of keys",
            id="agency is a word",
        ),
    ],
)
def test_refuses_what_is_no_agencies_file(text, fault):
    assert any(said.startswith(fault) for said in faults(text))


@given(st.text(), st.integers(0, len(SOUND)), st.integers(0, len(SOUND)))
def test_whatever_is_written_is_read_or_refused_by_line(written, start, end):
    with pytest.raises(
        BrokenAgencies, match=r"\Aline \d+: "
    ):  # an unknown key makes every text a broken one
        read_agencies(f"{SOUND[:start]}{written}{SOUND[end:]}\nunknown: key\n")


def test_names_every_fault_at_once_in_the_order_of_the_file():
    broken = (
        SOUND.replace('"53.11"', "53.11")
        .replace("telegram:1001", "telegram:budi")
        .replace("dishub", "sumba-timur")
    )
    assert [fault.split(":")[0] for fault in faults(broken)] == [
        "line 5",
        "line 8",
        "line 12",
        "line 16",
        "line 20",
    ]


def test_the_example_is_sound_and_leaves_no_desk_unreachable():
    example = read_agencies(EXAMPLE.read_text())
    districts = [
        agency
        for agency in example.by_code.values()
        if agency.region and len(agency.region) == 8
    ]
    assert len(districts) == 22
    assert all(agency.administrators for agency in example.by_code.values())
    assert example.coordinator == "sumba-timur"
    assert example.find("pupr").categories[0] == "Pekerjaan Umum dan Penataan Ruang"


def test_every_contact_of_the_example_belongs_to_one_desk():
    example = read_agencies(EXAMPLE.read_text())
    contacts = [
        c
        for a in example.by_code.values()
        for person in a.administrators
        for c in person.notify
    ]
    assert all(len(example.administrators_at(contact)) == 1 for contact in contacts)


@pytest.mark.parametrize(
    ("desks", "seen"),
    [
        pytest.param(
            ["kab.pupr"], {"kab.pupr", "kab.pupr.jalan"}, id="its own and all below"
        ),
        pytest.param(["kab.pupr.jalan"], {"kab.pupr.jalan"}, id="not what is above"),
        pytest.param(
            ["kab.pupr", "kab.dishub"],
            {"kab.pupr", "kab.pupr.jalan", "kab.dishub"},
            id="of somebody with two desks, both",
        ),
        pytest.param(
            ["kab", "kab.dishub"],
            None,
            id="the coordinator all, also what has left the file",
        ),
        pytest.param([], set(), id="nobody's, nothing"),
    ],
)
def test_sees_its_own_desk_and_all_below(desks, seen):
    agencies = read_agencies(
        """
coordinator: kab
agencies:
  - {code: kab, name: A, administrators: [{name: Ana, notify: ["telegram:1"]}]}
  - {code: kab.pupr, name: B, administrators: [{name: Budi, notify: ["telegram:2"]}]}
  - {code: kab.pupr.jalan, name: C, parent: kab.pupr, administrators: [{name: Citra, notify: ["telegram:3"]}]}
  - {code: kab.dishub, name: D, administrators: [{name: Dewi, notify: ["telegram:4"]}]}
"""
    )
    assert agencies.in_sight_of(desks) == seen
