"""Whole journeys through signed webhooks, on SQLite and on PostgreSQL: from the story to the answer."""

import json

from house import CITIZEN, House

from gateway.operate.inspection import case_json

PUPR = "whatsapp:+6281300000002"
SAMPLE = "LAPOR jalan rusak parah di depan pasar Matawai Kota Waingapu sudah 3 bulan, Budi Santoso"


def test_a_complaint_by_sms_takes_two_messages_and_its_answer_comes_back(
    house: House,
) -> None:
    me = f"sms:{CITIZEN}"
    house.sms(SAMPLE)
    house.settle()
    assert "alamat Anda" in house.says(me)[-1]
    house.sms("SAMA")
    house.settle()
    id_ = house.tracking_id(me)
    assert f"{id_} diterima" in house.says(me)[1]
    assert "Dinas PUPR" in house.says(me)[2]

    assert id_ in house.says(PUPR)[-1]
    house.whatsapp(f"TERIMA {id_}", sender="+6281300000002")
    house.settle()
    assert "mulai ditangani" in house.says(me)[-1]
    house.whatsapp(f"JAWAB {id_} Jalan ditambal hari Kamis.", sender="+6281300000002")
    house.settle()
    assert "Jalan ditambal hari Kamis." in house.says(me)[-1]
    house.whatsapp(f"SELESAI {id_}", sender="+6281300000002")
    house.settle()
    assert "dinyatakan selesai" in house.says(me)[-1]


def test_the_envelope_holds_what_the_citizen_told_and_nothing_else(
    house: House,
) -> None:
    house.sms(SAMPLE)
    house.sms("SAMA")
    house.settle()
    shown = case_json(house.parts, house.tracking_id(f"sms:{CITIZEN}"))
    assert shown is not None
    json.dumps(shown)
    assert shown["version"] == 1
    assert shown["kind"] == "complaint"
    assert shown["description"] == SAMPLE
    assert shown["category"] == "Pekerjaan Umum dan Penataan Ruang"
    assert shown["occurred_on"] == {
        "date": "2026-08-01",
        "precision": "month",
        "text": "sudah 3 bulan",
    }
    assert shown["location"]["region_code"].startswith("53.11.01")
    assert list(shown["location"]["region_path"])[:3] == [
        "Nusa Tenggara Timur",
        "Kabupaten Sumba Timur",
        "Kota Waingapu",
    ]
    assert shown["reporter"]["name"] == "Budi Santoso"
    assert shown["reporter"]["phone"] == CITIZEN
    assert shown["reporter"]["nik"] is None
    assert (
        shown["reporter"]["address"]["region_code"] == shown["location"]["region_code"]
    )
    assert len(shown["messages"]) == 2
    assert shown["case"]["agency"] == "sumba-timur.pupr"
    assert shown["case"]["state"] == "forwarded"


def test_a_complaint_by_telegram_is_finished_by_taps(house: House) -> None:
    me = "telegram:7"
    for text in ("Sampah menumpuk tidak diangkut", "Jl Ahmad Yani, Kambajawa, kemarin"):
        house.telegram(text)
        house.settle()
    house.tap("Tanpa nama")
    house.settle()
    house.tap("Kirim")
    house.settle()
    id_ = house.tracking_id(me)
    shown = case_json(house.parts, id_)
    assert shown is not None
    assert shown["anonymous"] is True
    assert shown["occurred_on"]["date"] == "2026-11-22"
    assert shown["case"]["agency"] == "sumba-timur.dlh"


def test_an_administrator_answers_by_tapping_and_then_writing(house: House) -> None:
    house.sms("Air PDAM mati sudah 5 hari di Desa Kambajawa, Siti Rahma")
    house.sms("SAMA")
    house.settle()
    id_ = house.tracking_id(f"sms:{CITIZEN}")
    shown = case_json(house.parts, id_)
    assert shown is not None
    desk = house.parts.agencies.by_code[shown["case"]["agency"]].administrators[0]
    house.whatsapp(
        "",
        sender=desk.notify[0].id,
        ButtonPayload=f"case:answer:{id_}",
        ButtonText="Jawab",
    )
    house.settle()
    assert "tulis jawaban" in house.says(str(desk.notify[0]))[-1]
    house.whatsapp(
        "Pipa bocor sudah diperbaiki, air mengalir lagi sore ini.",
        sender=desk.notify[0].id,
    )
    house.settle()
    assert "Pipa bocor sudah diperbaiki" in house.says(f"sms:{CITIZEN}")[-1]


def test_the_citizen_reopens_a_case_that_is_not_solved(house: House) -> None:
    house.sms(SAMPLE)
    house.sms("SAMA")
    house.settle()
    id_ = house.tracking_id(f"sms:{CITIZEN}")
    house.whatsapp(
        f"SELESAI {id_} Sudah ditambal kemarin sore.", sender="+6281300000002"
    )
    house.settle()
    house.sms(f"BELUM {id_} lubangnya masih ada")
    house.settle()
    assert "dibuka lagi" in house.says(f"sms:{CITIZEN}")[-1]
    assert sum("dibuka lagi" in text for text in house.says(f"sms:{CITIZEN}")) == 1
    assert any("lubangnya masih ada" in text for text in house.says("telegram:1001"))
    shown = case_json(house.parts, id_)
    assert shown is not None
    assert shown["case"]["agency"] == "sumba-timur"


def test_who_asked_to_stop_gets_no_more_news_and_the_coordinator_knows(
    house: House,
) -> None:
    house.sms(SAMPLE)
    house.sms("SAMA")
    house.settle()
    id_ = house.tracking_id(f"sms:{CITIZEN}")
    house.sms("BERHENTI")
    house.settle()
    read = house.says(f"sms:{CITIZEN}")
    assert "tidak akan mengirim SMS lagi" in read[-1]
    for words in (f"TERIMA {id_}", f"JAWAB {id_} Jalan ditambal hari Kamis."):
        house.whatsapp(words, sender="+6281300000002")
        house.settle()
    assert house.says(f"sms:{CITIZEN}") == read
    assert (
        len(
            [
                text
                for text in house.says("telegram:1001")
                if "tidak dikirimi kabar" in text
            ]
        )
        == 1
    )


def test_danger_told_after_the_receipt_is_flagged_too(house: House) -> None:
    house.sms(SAMPLE)
    house.sms("SAMA")
    house.settle()
    house.sms("tolong, rumah di sebelah jalan itu sekarang kebakaran!")
    house.settle()
    assert house.says(f"sms:{CITIZEN}")[-1].startswith("DARURAT? Telepon 112/113")
    house.sms("1")  # an addition, not a new report
    house.settle()
    shown = case_json(house.parts, house.tracking_id(f"sms:{CITIZEN}"))
    assert shown is not None
    assert "emergency" in shown["flags"]
