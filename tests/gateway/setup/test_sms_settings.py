"""The settings of the sources of SMS: all or none of each, every fault named."""

from pathlib import Path

import pytest

from channels.sms_sources import SmsSources
from gateway.setup.channels import build_channels
from gateway.setup.settings import BadSettings, read_settings

KANNEL = {
    "KANNEL_SEND_URL": "http://127.0.0.1:13013/cgi-bin/sendsms",
    "KANNEL_USERNAME": "u",
    "KANNEL_PASSWORD": "kata sandi",
    "KANNEL_SECRET": "s3cret_-",
    "KANNEL_NUMBER": "+628110001708, 1708",
}
ANDROID = {
    "ANDROID_SMS_URL": "http://192.168.1.10:8080/",
    "ANDROID_SMS_USERNAME": "u",
    "ANDROID_SMS_PASSWORD": "p",
    "ANDROID_SMS_SECRET": "key",
    "ANDROID_SMS_NUMBER": "+628220001708",
}
TWILIO = {
    "TWILIO_ACCOUNT_SID": "AC1",
    "TWILIO_AUTH_TOKEN": "t",
    "TWILIO_SMS_NUMBER": "+15550100123",
}


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    return {"VAR_DIR": str(tmp_path / "var")}


@pytest.fixture
def gammu(tmp_path: Path) -> dict[str, str]:
    file = tmp_path / "smsd.db"
    file.touch()
    return {
        "GAMMU_DATABASE": str(file),
        "GAMMU_SECRET": "s",
        "GAMMU_NUMBER": "+628330001708",
    }


@pytest.mark.parametrize(
    ("wrong", "fault"),
    [
        *(
            pytest.param(
                {**KANNEL, name: ""}, f"{name} is missing", id=f"Kannel without {name}"
            )
            for name in KANNEL
        ),
        *(
            pytest.param(
                {**ANDROID, name: ""},
                f"{name} is missing",
                id=f"the phone without {name}",
            )
            for name in ANDROID
        ),
        pytest.param(
            {"GAMMU_SECRET": "s"},
            "GAMMU_DATABASE is missing",
            id="Gammu without its tables",
        ),
        pytest.param(
            {"GAMMU_DATABASE": "/none/smsd.db"},
            "does not exist",
            id="tables that are not there",
        ),
        pytest.param(
            {"KANNEL_PREFIXES": "+62811"},
            "KANNEL_SEND_URL is missing",
            id="prefixes of nothing",
        ),
        pytest.param(
            {**KANNEL, "KANNEL_SECRET": "a&b"},
            "stands in URLs",
            id="a secret that no URL can hold",
        ),
        pytest.param(
            {**KANNEL, "KANNEL_SEND_URL": "kannel:13013"},
            "KANNEL_SEND_URL must be",
            id="no address",
        ),
        pytest.param(
            {**KANNEL, "KANNEL_NUMBER": "LAPOR"},
            "KANNEL_NUMBER must be",
            id="a name as number",
        ),
        pytest.param(
            {**KANNEL, "KANNEL_ALLOWED": "kannel.local"},
            "KANNEL_ALLOWED must be",
            id="a host's name",
        ),
        pytest.param(
            {**KANNEL, "KANNEL_PREFIXES": "halo"},
            "KANNEL_PREFIXES must be",
            id="a prefix of letters",
        ),
        pytest.param(
            {**KANNEL, "KANNEL_DIALECT": "smpp"},
            "KANNEL_DIALECT must be",
            id="an unknown dialect",
        ),
        pytest.param(
            {**ANDROID, "ANDROID_SMS_NUMBER": "x"},
            "ANDROID_SMS_NUMBER must be",
            id="no number",
        ),
    ],
)
def test_a_wrong_setting_is_named(env, wrong, fault):
    with pytest.raises(BadSettings) as caught:
        read_settings(env | wrong)
    assert any(fault in one for one in caught.value.faults), caught.value.faults


def test_every_source_that_is_set_is_on_and_nothing_is_simulated(env, gammu):
    settings = read_settings(env | TWILIO | gammu | ANDROID | KANNEL)
    assert settings.sms_sources == ("kannel", "android-sms", "gammu", "twilio")
    assert (settings.channels, settings.simulated) == (("sms",), False)


def test_what_is_set_reaches_the_adapters(env):
    more = {"KANNEL_PREFIXES": "0811,62812", "ANDROID_SMS_PREFIXES": "+62822"}
    sources = build_channels(read_settings(env | KANNEL | ANDROID | more))["sms"]
    assert isinstance(sources, SmsSources)
    told = {name: (one.numbers, one.prefixes) for name, one in sources.sources.items()}
    assert told == {
        "kannel": (("+628110001708", "1708"), ("+62811", "+62812")),
        "android-sms": (("+628220001708",), ("+62822",)),
    }


def test_kannel_is_let_in_from_this_machine_only_unless_told_otherwise(env):
    assert read_settings(env | KANNEL).kannel_allowed == "127.0.0.1,::1"
    assert (
        read_settings(env | KANNEL | {"KANNEL_ALLOWED": "10.0.0.0/8"}).kannel_allowed
        == "10.0.0.0/8"
    )
