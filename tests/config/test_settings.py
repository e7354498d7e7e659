"""Settings: where they come from, what is refused, and that no secret is shown."""

from __future__ import annotations

import dataclasses
import datetime as dt
import logging
import pickle
import re
from importlib.metadata import version
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.errors import ConfigError, SettingsError
from config.layers import PREFIX
from config.secret import Secret
from config.settings import (
    PRODUCT,
    READERS,
    SECRETS,
    LogFormat,
    LogLevel,
    Settings,
    load_settings,
)

DOCS = Path(__file__).resolve().parents[2] / "docs" / "configuration.md"
TELEGRAM = "123456789:AAtelegram-secret_part"
FIELDS = {field.name for field in dataclasses.fields(Settings)}


def settings_of(folder: Path, dotenv: str = "", **environ: str) -> Settings:
    """Settings from an environment given without the prefix, and a `.env`."""
    if dotenv:
        (folder / ".env").write_text(dotenv, encoding="utf-8")
    return load_settings({PREFIX + key: value for key, value in environ.items()}, folder)


def refusal_of(folder: Path, dotenv: str = "", **environ: str) -> str:
    with pytest.raises(SettingsError) as caught:
        settings_of(folder, dotenv, **environ)
    return str(caught.value)


def test_defaults(tmp_path: Path) -> None:
    settings = settings_of(tmp_path)
    assert settings == Settings()
    assert settings.data == Path("data")
    assert settings.store == Path("data/missionwatch.db")
    assert settings.dossier == "afghanistan"
    assert settings.allow_loopback is False
    assert settings.telegram_token is None
    assert settings.now is None
    assert settings.user_agent.startswith("MissionWatch/")


def test_the_user_agent_names_the_version_we_are() -> None:
    assert f"MissionWatch/{version('missionwatch')}" == PRODUCT


def test_every_field_has_a_reader() -> None:
    assert set(READERS) == FIELDS
    assert SECRETS <= FIELDS


def test_the_environment_is_read(tmp_path: Path) -> None:
    settings = settings_of(
        tmp_path,
        DATA="/srv/watch",
        TELEGRAM_TOKEN=TELEGRAM,
        SLACK_BOT_TOKEN="xoxb-1",
        SLACK_APP_TOKEN="xapp-1",
        TELEGRAM_BASE_URL="http://127.0.0.1:8081/",
        TELEGRAM_PROXY="socks5://user:pw@proxy:1080",
        HTTP_PROXY="http://proxy:3128",
        NOW="2022-03-20T06:00:00+04:30",
        CLOCK_RATE="60",
        HISTORY_UNTIL="2022-03-20",
        LOG_LEVEL="Debug",
        LOG_FORMAT="json",
        ALLOW_LOOPBACK="yes",
        POLL_WORKERS="4",
        MIN_HOST_GAP_S="0",
        TICK_S="0.5",
        CATALOG_ROOT=str(tmp_path),
    )
    assert settings.data == Path("/srv/watch")
    assert settings.telegram_token == Secret(TELEGRAM)
    assert settings.telegram_base_url == "http://127.0.0.1:8081"
    assert settings.telegram_proxy == "socks5://user:pw@proxy:1080"
    assert settings.now == dt.datetime(2022, 3, 20, 1, 30, tzinfo=dt.UTC)
    assert settings.clock_rate == 60
    assert settings.history_until == dt.date(2022, 3, 20)
    assert settings.log_level is LogLevel.DEBUG
    assert settings.log_format is LogFormat.JSON
    assert settings.allow_loopback is True
    assert (settings.poll_workers, settings.min_host_gap_s, settings.tick_s) == (4, 0, 0.5)
    assert settings.catalog_root == tmp_path


def test_a_time_without_a_zone_is_utc(tmp_path: Path) -> None:
    settings = settings_of(tmp_path, NOW="2022-03-20")
    assert settings.now == dt.datetime(2022, 3, 20, tzinfo=dt.UTC)


def test_a_database_url_replaces_the_file(tmp_path: Path) -> None:
    url = "postgresql+asyncpg://watch:pw@db/watch"
    assert settings_of(tmp_path, DATABASE_URL=url).store == url


def test_an_empty_value_is_not_set(tmp_path: Path) -> None:
    assert settings_of(tmp_path, TELEGRAM_TOKEN="", LOG_LEVEL=" ") == Settings()


def test_dotenv_is_read(tmp_path: Path) -> None:
    dotenv = (
        "# a comment\n\n"
        'export MISSIONWATCH_DATA="/srv/with # sign"\n'
        "MISSIONWATCH_LOG_FORMAT = json  # why\n"
        f"MISSIONWATCH_TELEGRAM_TOKEN='{TELEGRAM}'\n"
        "OTHER=thing\n"
    )
    settings = settings_of(tmp_path, dotenv)
    assert settings.data == Path("/srv/with # sign")
    assert settings.log_format is LogFormat.JSON
    assert settings.telegram_token == Secret(TELEGRAM)


def test_the_environment_is_nearer_than_dotenv(tmp_path: Path) -> None:
    settings = settings_of(tmp_path, "MISSIONWATCH_DATA=/far\n", DATA="/near")
    assert settings.data == Path("/near")


@pytest.mark.parametrize("layer", ["environment", "dotenv"])
def test_a_secret_may_be_in_a_file(tmp_path: Path, layer: str) -> None:
    file = tmp_path / "token"
    file.write_text(TELEGRAM + "\n", encoding="utf-8")
    if layer == "dotenv":
        settings = settings_of(tmp_path, f"MISSIONWATCH_TELEGRAM_TOKEN_FILE={file}\n")
    else:
        settings = settings_of(tmp_path, TELEGRAM_TOKEN_FILE=str(file))
    assert settings.telegram_token == Secret(TELEGRAM)


@pytest.mark.parametrize("name", ["telegram_token", "missionwatch_telegram_token"])
def test_a_folder_of_secrets(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "secrets"
    folder.mkdir()
    (folder / name).write_text(TELEGRAM, encoding="utf-8")
    settings = settings_of(tmp_path, SECRETS_DIR=str(folder))
    assert settings.telegram_token == Secret(TELEGRAM)


def test_overrides_are_nearest(tmp_path: Path) -> None:
    environ = {"MISSIONWATCH_DATA": "/env", "MISSIONWATCH_DOSSIER": "syria"}
    settings = load_settings(
        environ, tmp_path, data=tmp_path, telegram_token=TELEGRAM, dossier=None, tick_s=0.1
    )
    assert settings.data == tmp_path
    assert settings.telegram_token == Secret(TELEGRAM)
    assert settings.dossier == "syria"
    assert settings.tick_s == 0.1


def test_the_process_environment_is_the_default(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MISSIONWATCH_DATA", "/from/process")
    (tmp_path / ".env").write_text("MISSIONWATCH_TICK_S=7\n", encoding="utf-8")
    settings = load_settings()
    assert (settings.data, settings.tick_s) == (Path("/from/process"), 7.0)


@pytest.mark.parametrize(
    ("key", "bad", "cure"),
    [
        ("CATALOG_ROOT", "/nowhere/at/all", "folder that exists"),
        ("SOURCES_FILE", "/nowhere/sources.yaml", "file that exists"),
        ("SECRETS_DIR", "/nowhere/at/all", "folder that exists"),
        ("DOSSIER", "../etc", "folder in dossiers/"),
        ("TELEGRAM_BASE_URL", "ftp://x", "http://host:port"),
        ("SLACK_BASE_URL", "localhost", "http://host:port"),
        ("USER_AGENT", "Bot\nX-Evil: 1", "ASCII"),
        ("MIN_HOST_GAP_S", "-1", "from 0 to 600"),
        ("MIN_HOST_GAP_S", "nan", "from 0 to 600"),
        ("ALLOW_LOOPBACK", "maybe", "true or false"),
        ("POLL_WORKERS", "0", "from 1 to 256"),
        ("POLL_WORKERS", "many", "from 1 to 256"),
        ("TICK_S", "soon", "from 0.05 to 60"),
        ("NOW", "yesterday", "ISO time"),
        ("CLOCK_RATE", "0", "from 1 to 100000"),
        ("HISTORY_UNTIL", "2022-02-30", "YYYY-MM-DD"),
        ("LOG_LEVEL", "loud", "debug, info, warning, error"),
        ("LOG_FORMAT", "xml", "console, json"),
        ("DATA", "a\0b", "Write a path"),
    ],
)
def test_a_bad_value_names_its_key_and_the_cure(
    tmp_path: Path, key: str, bad: str, cure: str
) -> None:
    told = refusal_of(tmp_path, **{key: bad})
    assert f"the environment: MISSIONWATCH_{key}: " in told
    assert repr(bad) in told
    assert cure in told


@pytest.mark.parametrize(
    ("key", "bad"),
    [
        ("TELEGRAM_TOKEN", "hunter2 is no token"),
        ("SLACK_BOT_TOKEN", "xapp-hunter2"),
        ("SLACK_APP_TOKEN", "xoxb-hunter2"),
        ("DATABASE_URL", "mysql://root:hunter2@db/x"),
        ("HTTP_PROXY", "gopher://me:hunter2@proxy"),
        ("TELEGRAM_PROXY", "me:hunter2@proxy"),
    ],
)
def test_a_bad_secret_is_named_and_not_shown(tmp_path: Path, key: str, bad: str) -> None:
    told = refusal_of(tmp_path, **{key: bad})
    assert f"MISSIONWATCH_{key}: " in told
    assert "hunter2" not in told


def test_all_problems_are_told_together(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        settings_of(tmp_path, "MISSIONWATCH_NOW=never\n", TICK_S="0", LOG_LEVEL="loud")
    keys = {problem.field for problem in caught.value.problems}
    assert keys == {"MISSIONWATCH_NOW", "MISSIONWATCH_TICK_S", "MISSIONWATCH_LOG_LEVEL"}
    assert f"{tmp_path / '.env'}: MISSIONWATCH_NOW" in str(caught.value)


def test_a_secret_set_twice(tmp_path: Path) -> None:
    told = refusal_of(tmp_path, TELEGRAM_TOKEN=TELEGRAM, TELEGRAM_TOKEN_FILE="/x")
    assert "MISSIONWATCH_TELEGRAM_TOKEN: is set twice" in told
    assert "secret_part" not in told


def test_a_secret_file_that_is_not_there(tmp_path: Path) -> None:
    told = refusal_of(tmp_path, TELEGRAM_TOKEN_FILE=str(tmp_path / "gone"))
    assert f"{tmp_path / 'gone'}: MISSIONWATCH_TELEGRAM_TOKEN_FILE: the secret file" in told
    assert "No such file" in told


@pytest.mark.parametrize(("content", "reason"), [(b" \n", "is empty"), (b"\xff\xfe", "UTF-8")])
def test_a_secret_file_that_cannot_be_used(tmp_path: Path, content: bytes, reason: str) -> None:
    (tmp_path / "token").write_bytes(content)
    assert reason in refusal_of(tmp_path, TELEGRAM_TOKEN_FILE=str(tmp_path / "token"))


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({"SLACK_BOT_TOKEN": "xoxb-1"}, "SLACK_APP_TOKEN"),
        ({"SLACK_APP_TOKEN": "xapp-1"}, "SLACK_BOT_TOKEN"),
    ],
)
def test_slack_takes_both_tokens(tmp_path: Path, given: dict[str, str], missing: str) -> None:
    told = refusal_of(tmp_path, **given)
    assert f"MISSIONWATCH_{missing}: is missing beside MISSIONWATCH_{next(iter(given))}" in told


def test_a_bad_slack_token_is_not_called_missing(tmp_path: Path) -> None:
    told = refusal_of(tmp_path, SLACK_BOT_TOKEN="xoxb-1", SLACK_APP_TOKEN="wrong")
    assert "missing" not in told


def test_a_slip_of_the_pen_is_caught(tmp_path: Path) -> None:
    told = refusal_of(tmp_path, TELEGRAM_TOKN=TELEGRAM)
    assert "MISSIONWATCH_TELEGRAM_TOKN: is no setting. Did you mean" in told
    assert "MISSIONWATCH_TELEGRAM_TOKEN" in told
    assert "secret_part" not in told


def test_names_of_an_orchestrator_are_left_alone(tmp_path: Path) -> None:
    assert settings_of(tmp_path, SERVICE_HOST="10.0.0.1", PORT_8080_TCP="x") == Settings()


def test_a_stray_name_in_dotenv_is_told(tmp_path: Path) -> None:
    told = refusal_of(tmp_path, "MISSIONWATCH_COLOUR=blue\n")
    assert "MISSIONWATCH_COLOUR: is no setting. Take it out." in told


def test_a_broken_line_of_dotenv_is_told_and_not_shown(tmp_path: Path) -> None:
    told = refusal_of(tmp_path, "MISSIONWATCH_DATA=/x\nhunter2\n")
    assert ".env:2: is no KEY=value" in told
    assert "hunter2" not in told


def test_a_dotenv_that_is_no_text(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"MISSIONWATCH_DATA=\xff\xfe")
    with pytest.raises(SettingsError, match=r"\.env: cannot be read: it is not UTF-8"):
        load_settings({}, tmp_path)


def test_an_open_quote_in_dotenv_is_kept(tmp_path: Path) -> None:
    assert settings_of(tmp_path, "MISSIONWATCH_DATA='/x\n").data == Path("'/x")


def test_a_port_that_is_none(tmp_path: Path) -> None:
    assert "no usable address" in refusal_of(tmp_path, SLACK_BASE_URL="http://h:99999")


def test_a_sources_file_is_taken(tmp_path: Path) -> None:
    file = tmp_path / "sources.yaml"
    file.touch()
    assert settings_of(tmp_path, SOURCES_FILE=str(file)).sources_file == file


def test_an_override_that_is_no_setting(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="colour: is no setting"):
        load_settings({}, tmp_path, colour="blue")


def test_the_error_is_a_config_error() -> None:
    assert issubclass(SettingsError, ConfigError)


def test_no_secret_is_shown_by_the_settings(tmp_path: Path) -> None:
    settings = settings_of(
        tmp_path,
        TELEGRAM_TOKEN="123:hunter2",
        SLACK_BOT_TOKEN="xoxb-hunter2",
        SLACK_APP_TOKEN="xapp-hunter2",
        DATABASE_URL="postgresql://me:hunter2@db/x",
        HTTP_PROXY="http://me:hunter2@proxy",
        TELEGRAM_PROXY="socks5://me:hunter2@proxy",
    )
    record = logging.LogRecord("x", 10, "x", 1, "%s %r", (settings, settings.telegram_token), None)
    assert "hunter2" not in record.getMessage()
    assert "hunter2" not in f"{settings} {settings.telegram_token} {settings.slack_app_token!r}"


@given(st.text(min_size=8))
def test_a_secret_shows_nothing(text: str) -> None:
    secret = Secret(text)
    assert f"{secret}" == str(Secret("another one"))
    assert repr(secret) == repr(Secret("another one"))
    assert secret.get_secret_value() == text
    assert pickle.loads(pickle.dumps(secret)) == secret
    assert hash(secret) == hash(Secret(text))
    assert secret != text


def test_every_setting_is_documented() -> None:
    documented = set(re.findall(r"^\| `(MISSIONWATCH_\w+)` ", DOCS.read_text("utf-8"), re.M))
    assert documented == {PREFIX + field.upper() for field in FIELDS}


# --- the editors' chat --------------------------------------------------------------------------


def test_an_editors_chat_is_of_a_platform_that_there_is(tmp_path: Path) -> None:
    telegram = settings_of(tmp_path, TELEGRAM_TOKEN=TELEGRAM, EDITORS_CHAT="telegram:-1001")
    assert telegram.editors_chat == "telegram:-1001"
    assert settings_of(tmp_path, EDITORS_CHAT="console:console").editors_chat is not None
    refused = refusal_of(tmp_path, EDITORS_CHAT="telegram:-1001")
    assert "names a chat of Telegram, whose token is not set" in refused
    assert "Set MISSIONWATCH_TELEGRAM_TOKEN" in refused
    there = refusal_of(tmp_path, TELEGRAM_TOKEN=TELEGRAM, EDITORS_CHAT="console:console")
    assert "is the terminal, which is no chat where a token is set" in there
    slack = refusal_of(tmp_path, TELEGRAM_TOKEN=TELEGRAM, EDITORS_CHAT="slack:C0123")
    assert "MISSIONWATCH_SLACK_BOT_TOKEN" in slack


@pytest.mark.parametrize("text", ["-1001", "telegram:@editors", "slack:general", "irc:#a"])
def test_an_editors_chat_is_named_by_platform_and_id(tmp_path: Path, text: str) -> None:
    assert "telegram:-1001234567890, slack:C0123ABCD" in refusal_of(tmp_path, EDITORS_CHAT=text)


def test_a_refused_token_is_not_missed_as_well(tmp_path: Path) -> None:
    refused = refusal_of(tmp_path, TELEGRAM_TOKEN="short", EDITORS_CHAT="telegram:-1001")
    assert "whose token is not set" not in refused


def test_the_operators_chat_is_named_and_checked_alike(tmp_path: Path) -> None:
    assert settings_of(tmp_path, OPERATORS_CHAT="console:console").operators_chat is not None
    refused = refusal_of(tmp_path, OPERATORS_CHAT="telegram:-1001")
    assert "MISSIONWATCH_OPERATORS_CHAT" in refused
    assert "names a chat of Telegram, whose token is not set" in refused
    assert "slack:C0123ABCD" in refusal_of(tmp_path, OPERATORS_CHAT="-1001")
