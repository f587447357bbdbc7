"""Silent channels, accounts at fault, and where both are shown."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from house import House

from gateway.flows import clock_rounds
from gateway.flows.channel_health import pulses, quiet_time
from gateway.operate.inspection import examine
from routing.clocks import Calendar

COORDINATOR = "telegram:1001"
ZONE = ZoneInfo("Asia/Jakarta")
CALENDAR = Calendar(frozenset({date(2026, 12, 25)}), ZONE)
HOURS = timedelta(hours=1)


def moment(day: int, hour: int, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("since", "now", "hours"),
    [
        pytest.param(moment(23, 9), moment(23, 15), 6, id="within a Monday"),
        pytest.param(
            moment(23, 9), moment(24, 9), 24, id="a day and a night in the week"
        ),
        pytest.param(moment(20, 15), moment(23, 9), 18, id="a weekend does not count"),
        pytest.param(moment(21, 9), moment(22, 9), 0, id="nor does a whole one"),
        pytest.param(
            moment(24, 12, 12),
            moment(28, 6, 12),
            18,
            id="nor Christmas and the days after",
        ),
        pytest.param(
            moment(23, 15), moment(23, 9), 0, id="a clock set back is no silence"
        ),
    ],
)
def test_silence_counts_in_working_days(
    since: datetime, now: datetime, hours: int
) -> None:
    assert quiet_time(since, now, CALENDAR) == hours * HOURS


def write(house: House, messages: int) -> None:
    """So many citizens write by SMS, an hour apart."""
    for n in range(messages):
        house.sms("halo", sender=f"+62812000000{n:02d}")
        house.settle(3600)


def alarms(house: House) -> list[str]:
    return [text for text in house.says(COORDINATOR) if "sunyi" in text]


def pass_hours(house: House, hours: int) -> None:
    """Time passes and the clock is looked at."""
    house.now += hours * HOURS
    clock_rounds.tick_all(house.parts, house.now)
    house.settle()


def test_a_channel_that_falls_silent_is_told_once(house: House) -> None:
    write(house, 6)
    pass_hours(house, 20)
    assert alarms(house) == []
    pass_hours(house, 5)
    assert len(alarms(house)) == 1
    assert "Kanal sms sunyi" in alarms(house)[0]
    pass_hours(house, 24)
    assert len(alarms(house)) == 1


def test_after_new_messages_a_new_silence_is_news(house: House) -> None:
    write(house, 6)
    pass_hours(house, 25)
    write(house, 1)
    pass_hours(house, 25)
    assert len(alarms(house)) == 2


def test_a_channel_hardly_used_may_be_silent(house: House) -> None:
    write(house, 3)
    pass_hours(house, 60)
    assert alarms(house) == []


def test_the_patience_is_a_setting(store, redis_url, tmp_path, now) -> None:
    house = House(store, redis_url, tmp_path, now, {"SILENT_AFTER_HOURS": "3"})
    write(house, 6)
    pass_hours(house, 4)
    assert len(alarms(house)) == 1


def test_the_pulse_is_when_a_channel_last_worked_in_each_direction(
    house: House,
) -> None:
    house.sms("halo")
    came = house.now
    house.settle(5)
    with house.store.reading() as tx:
        seen = {pulse.channel: pulse for pulse in pulses(house.parts, tx)}
    assert (seen["sms"].last_inbound, seen["sms"].last_outbound) == (came, house.now)
    assert (seen["telegram"].last_inbound, seen["telegram"].last_outbound) == (
        None,
        None,
    )


def test_a_message_that_failed_is_no_sign_of_life(house: House) -> None:
    house.wire.fault = lambda _to: (400, {"code": 30007})
    house.sms("halo")
    house.settle()
    with house.store.reading() as tx:
        seen = {pulse.channel: pulse for pulse in pulses(house.parts, tx)}
        assert tx.failures_since(house.now - 24 * HOURS) == {("sms", "Refused"): 1}
    assert seen["sms"].last_outbound is None


def test_metrics_show_each_channel_its_faults_and_its_silence(house: House) -> None:
    write(house, 6)
    house.wire.fault = lambda _to: (400, {"code": 30007})
    house.sms("halo", sender="+6281200000055")
    house.settle()
    house.wire.fault = lambda _to: None
    shown = house.web.get("/metrics").text
    assert 'satupintu_channel_failed{channel="sms",fault="Refused"} 1.0' in shown
    assert 'satupintu_channel_silent{channel="sms"} 0.0' in shown
    assert (
        'satupintu_channel_last_timestamp_seconds{channel="telegram",direction="in"} 0.0'
        in shown
    )
    assert (
        'satupintu_channel_last_timestamp_seconds{channel="sms",direction="out"} 1.7'
        in shown
    )
    assert 'satupintu_rows{what="outbox_failed"} 1.0' in shown
    assert 'satupintu_made_total{what="inbound"} 7.0' in shown
    house.now += 26 * HOURS
    later = house.web.get("/metrics").text
    assert 'satupintu_channel_silent{channel="sms"} 1.0' in later
    assert 'satupintu_rows{what="outbox_failed"} 0.0' in later


def test_the_doctor_says_what_is_silent_and_what_was_given_up(house: House) -> None:
    write(house, 6)
    house.now += 26 * HOURS
    found = {finding.part: finding for finding in examine(house.parts)}
    assert not found["sms traffic"].fine
    assert "nobody writes any more" in found["sms traffic"].words
    assert found["telegram traffic"].fine
    assert "nothing; `satupintu outbox`" in found["given up"].words
