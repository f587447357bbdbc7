"""The settings of mail, templates and rates, and what is built of them."""

import pytest
from house import ENV

from gateway.setup.channels import build_channels, load_rates
from gateway.setup.settings import BadSettings, read_settings
from gateway.setup.wiring import load_templates
from intake.messages import Rate

MAIL = {"SMTP_HOST": "mail.example.go.id", "SMTP_FROM": "lapor@example.go.id"}


@pytest.fixture
def env(tmp_path):
    return {**ENV, "VAR_DIR": str(tmp_path)}


@pytest.mark.parametrize(
    ("wrong", "fault"),
    [
        pytest.param(
            {"SMTP_HOST": "mail.go.id"}, "SMTP_FROM is missing", id="mail from nobody"
        ),
        pytest.param(
            {"SMTP_FROM": "a@b.id"}, "SMTP_HOST is missing", id="mail through nobody"
        ),
        pytest.param(
            {**MAIL, "SMTP_FROM": "Lapor <a@b.id>"},
            "without a name",
            id="a sender with a name",
        ),
        pytest.param(
            {**MAIL, "SMTP_TLS": "ssl"},
            "SMTP_TLS must be one of",
            id="a kind of TLS there is not",
        ),
        pytest.param(
            {**MAIL, "SMTP_PORT": "smtp"}, "SMTP_PORT must be", id="a port in words"
        ),
        pytest.param(
            {**MAIL, "SMTP_TLS": "none", "SMTP_USERNAME": "a"},
            "in the clear",
            id="a password in the clear",
        ),
        pytest.param(
            {"SILENT_AFTER_HOURS": "0"},
            "SILENT_AFTER_HOURS must be",
            id="no patience at all",
        ),
        pytest.param(
            {"SMS_PER_SECOND": "-1"}, "SMS_PER_SECOND must be", id="fewer SMS than none"
        ),
        pytest.param(
            {"WHATSAPP_TEMPLATES": "/none.yaml"},
            "does not exist",
            id="templates that are not there",
        ),
    ],
)
def test_refuses_and_says_what_is_wrong(env, wrong, fault) -> None:
    with pytest.raises(BadSettings) as refused:
        read_settings(env | wrong)
    assert fault in str(refused.value)


@pytest.mark.parametrize(
    ("tls", "port"),
    [
        pytest.param("starttls", 587, id="submission"),
        pytest.param("tls", 465, id="TLS from the start"),
        pytest.param("none", 25, id="in the clear"),
    ],
)
def test_each_kind_of_tls_has_its_usual_port(env, tls, port) -> None:
    assert read_settings(env | MAIL | {"SMTP_TLS": tls}).smtp_port == port


def test_mail_is_on_when_it_has_a_server(env) -> None:
    assert "email" not in build_channels(read_settings(env))
    assert build_channels(read_settings(env | MAIL))["email"].name == "email"


def test_mail_alone_leaves_the_citizens_channels_simulated(tmp_path) -> None:
    settings = read_settings({**MAIL, "VAR_DIR": str(tmp_path)})
    assert settings.simulated
    assert set(settings.channels) == {"sms", "whatsapp", "telegram", "email"}


def test_broken_templates_stop_the_start_with_the_file_and_the_reason(
    env, tmp_path
) -> None:
    file = tmp_path / "templates.yaml"
    file.write_text("notice: {id: {content_sid: HX1}}")
    with pytest.raises(BadSettings, match="notice, id: content_sid"):
        load_templates(read_settings(env | {"WHATSAPP_TEMPLATES": str(file)}))


@pytest.mark.parametrize(
    ("more", "rate"),
    [
        pytest.param({}, Rate(1, 1, 10), id="one a second through Twilio"),
        pytest.param({"SMS_PER_SECOND": "5"}, Rate(5, 1, 50), id="as set"),
        pytest.param(
            {"TWILIO_API_URL": "http://127.0.0.1:9"},
            Rate(30, 1, 300),
            id="a gateway of our own",
        ),
    ],
)
def test_sms_leave_as_fast_as_their_way_takes_them(env, more, rate) -> None:
    assert load_rates(read_settings(env | more))["sms"].overall == rate
