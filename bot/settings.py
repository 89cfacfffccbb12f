"""Reads LIAISON_ settings from the environment and `.env`: the only reader of either."""

from __future__ import annotations

import contextlib
import difflib
import os
import sys
from datetime import datetime  # noqa: TC003  pydantic reads it from the annotation
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from dotenv.parser import parse_stream
from pydantic import BeforeValidator, Field, SecretStr, ValidationError, ValidationInfo, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict
from pydantic_settings import PydanticBaseSettingsSource as Source

from bot import log_in
from bot import setting_values as values
from bot.secret_file import kept_secret
from bot.setting_values import PREFIX, HostPort, SettingsError, SlackStaff, Staff
from handlers.types import Address, ReplyPolicy
from mail import delivery, oauth

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mail.account import Account

#: The playbooks that come with Liaison lie beside the code.
SHIPPED_PLAYBOOKS = Path(__file__).resolve().parents[1] / "templates" / "playbooks"

#: Set by the project's own tests, read by no part of the program.
_OF_TESTS = frozenset({"REQUIRE_REAL"})

Replies = Literal["draft", "sure", "all"]
MailAuth = Literal["password", "microsoft", "google"]


def _playbooks_in(*folders: Path | None) -> dict[str, Path]:
    """Playbook folders by district; a later folder wins over an earlier one."""
    return {file.parent.name: file.parent for folder in folders if folder for file in sorted(folder.glob("*/playbook.toml"))}


class Settings(BaseSettings):
    """What an office may set, checked and frozen. Relative paths were laid below `folder`. No secret is ever printed."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="ignore", hide_input_in_errors=True, validate_default=True)

    folder: Path
    playbooks: Path | None = None
    district: str = ""
    office: Path | None = None
    database_url: SecretStr = SecretStr("sqlite:///var/liaison.db")
    intake_address: Annotated[Address, NoDecode, BeforeValidator(values.mailbox)] = Field(
        default=Address(email="partners@localhost"), validate_default=False
    )
    listen: Annotated[HostPort | None, NoDecode, BeforeValidator(values.host_port)] = HostPort("127.0.0.1", 2525)
    imap_password: SecretStr = SecretStr("")
    smtp_password: SecretStr = SecretStr("")
    oauth_client_id: str = ""
    oauth_secret: SecretStr = SecretStr("")
    oauth_certificate: Path | None = None
    oauth_tenant: str = ""
    oauth_token_file: Path | None = None
    oauth_token_url: str = ""
    mail_auth: MailAuth = "password"  # Whoever logs in stands before where to.
    imap_url: str = ""
    imap_since: Annotated[Literal["now", "all"] | datetime, NoDecode, BeforeValidator(values.since)] = "now"
    smtp_url: str = "maildir:var/mail"
    mail_records: str = ""
    authserv_id: Annotated[str, Field(pattern=r"^[^\s;]*$")] = ""
    replies: Replies = "draft"
    reply_delay: Annotated[int, Field(ge=0)] = 0
    answers_per_address: Annotated[int, Field(ge=0)] = 20
    answers_per_domain: Annotated[int, Field(ge=0)] = 0
    answers_in_all: Annotated[int, Field(ge=0)] = 2000
    send_per_minute: Annotated[int, Field(ge=0)] = 0
    send_connections: Annotated[int, Field(ge=0)] = 2  # Exchange Online takes three at a time.
    send_per_hour: Annotated[int, Field(ge=0)] = 0
    send_per_domain: Annotated[int, Field(ge=0)] = 0
    send_per_day: Annotated[int, Field(ge=0)] = 0
    staff: Annotated[tuple[Staff, ...], NoDecode, BeforeValidator(values.staff_list)] = Field(default=(), validate_default=False)
    web: Annotated[HostPort | None, NoDecode, BeforeValidator(values.host_port)] = Field(default=None, validate_default=False)
    public_url: Annotated[str, BeforeValidator(values.public_url)] = ""
    slack_app_token: SecretStr = SecretStr("")
    slack_signing_secret: SecretStr = SecretStr("")
    slack_bot_token: SecretStr = SecretStr("")  # It stands behind the two of which it needs one.
    slack_api_url: Annotated[str, BeforeValidator(values.slack_api_url)] = ""
    slack_channel: Annotated[str, BeforeValidator(values.slack_channel)] = ""
    slack_staff: Annotated[tuple[SlackStaff, ...], NoDecode, BeforeValidator(values.slack_staff)] = Field(
        default=(), validate_default=False
    )
    secret: SecretStr = SecretStr("")
    log: Literal["debug", "info", "warning", "error"] = "info"

    @property
    def playbook_folder(self) -> Path:
        """The folder of the district's `playbook.toml`."""
        return _playbooks_in(SHIPPED_PLAYBOOKS, self.playbooks)[self.district]

    @property
    def reply_policy(self) -> ReplyPolicy:
        return ReplyPolicy(
            mode=self.replies,
            delay_s=self.reply_delay,
            per_address=self.answers_per_address,
            per_domain=self.answers_per_domain,
            in_all=self.answers_in_all,
        )

    @cached_property
    def tokens(self) -> oauth.Tokens | None:
        """What stands for a password at both servers, so that one token serves them; None where passwords do."""
        return log_in.tokens(self.__dict__)

    @property
    def account(self) -> Account | None:
        """The mailbox to watch, if there is one."""
        return log_in.account(self.imap_url, self.imap_password, self.tokens)

    @model_validator(mode="before")
    @classmethod
    def _empty_is_unset(cls, data: dict[str, Any]) -> dict[str, Any]:
        given = {key: value for key, value in data.items() if value != "" or key == "listen"}
        on_disk_only = str(given.get("smtp_url", "maildir:")).startswith("maildir:") and "imap_url" not in given
        given.setdefault("replies", "all" if on_disk_only else "draft")
        given.setdefault("reply_delay", 600 if given["replies"] == "sure" else 0)
        return given

    @field_validator("playbooks", "office")
    @classmethod
    def _path_is_there(cls, value: Path | None, info: ValidationInfo) -> Path | None:
        if value is None:
            return None
        path: Path = info.data["folder"] / value.expanduser()
        wanted, there = ("folder", path.is_dir()) if info.field_name == "playbooks" else ("file", path.is_file())
        if not there:
            raise ValueError(f"there is no {wanted} {path}")
        return path

    @field_validator("district")
    @classmethod
    def _district_has_a_playbook(cls, value: str, info: ValidationInfo) -> str:
        shipped = sorted(_playbooks_in(SHIPPED_PLAYBOOKS))
        known = _playbooks_in(SHIPPED_PLAYBOOKS, info.data.get("playbooks"))
        # No district's name stands in code: without a setting it is the first that Liaison comes with.
        district = value or next(iter(shipped), "")
        if district not in known:
            raise ValueError(f"there is no playbook {district!r}; there is {', '.join(sorted(known)) or 'none'}")
        return district

    @field_validator("database_url")
    @classmethod
    def _database_can_be_reached(cls, value: SecretStr, info: ValidationInfo) -> SecretStr:
        return SecretStr(values.database_url(value.get_secret_value(), info.data["folder"]))

    @field_validator("oauth_certificate")
    @classmethod
    def _certificate_can_be_read(cls, value: Path | None, info: ValidationInfo) -> Path | None:
        if value is None:
            return None
        path: Path = info.data["folder"] / value.expanduser()
        oauth.Certificate.read(path)
        return path

    @field_validator("oauth_token_file")
    @classmethod
    def _token_file_is_of_the_folder(cls, value: Path | None, info: ValidationInfo) -> Path | None:
        # That it is there is seen when a token is asked for: an access that is given later needs no restart.
        return None if value is None else info.data["folder"] / value.expanduser()

    @field_validator("oauth_token_url")
    @classmethod
    def _token_url_keeps_a_secret(cls, value: str) -> str:
        if value:
            oauth.check_url(value)
        return value

    @field_validator("mail_auth")
    @classmethod
    def _knows_who_logs_in(cls, value: MailAuth, info: ValidationInfo) -> MailAuth:
        given = {name: text for name, each in info.data.items() if (text := log_in.plain(each))}
        missing = [name for name in log_in.NEEDS[value] if name in info.data and name not in given]
        either = {"oauth_secret", "oauth_certificate"}
        if value == "microsoft" and either <= info.data.keys() and len(either & given.keys()) != 1:
            raise ValueError(f"microsoft takes {PREFIX}OAUTH_SECRET or {PREFIX}OAUTH_CERTIFICATE, one of them")
        if missing:
            raise ValueError(f"{value} needs {log_in.names(missing)}")
        needless = [name for name in log_in.HAS_NO_USE_FOR[value] if name in given]
        if needless:
            raise ValueError(f"{value} has no use for {log_in.names(needless)}; take it out")
        return value

    @field_validator("imap_url")
    @classmethod
    def _mailbox_can_be_watched(cls, value: str, info: ValidationInfo) -> str:
        # Where a setting of the log-in is wrong, that has a line of its own.
        if info.data.keys() >= log_in.SETTINGS:
            log_in.account(value, info.data["imap_password"], log_in.tokens(info.data))
        return value

    @field_validator("smtp_url")
    @classmethod
    def _mail_can_go_out(cls, value: str, info: ValidationInfo) -> str:
        if value.startswith("maildir:"):
            value = f"maildir:{info.data['folder'] / Path(value.removeprefix('maildir:')).expanduser()}"
        if info.data.keys() >= log_in.SETTINGS:
            delivery.from_url(value, info.data["smtp_password"].get_secret_value(), tokens=log_in.tokens(info.data))
        return value

    @field_validator("mail_records")
    @classmethod
    def _records_are_there(cls, value: str, info: ValidationInfo) -> str:
        if not value or value.partition(":")[0] == "dns":
            return value
        path: Path = info.data["folder"] / Path(value).expanduser()
        if not path.is_file():
            raise ValueError(f"there is no file {path}; or write dns, or dns:SELECTOR,SELECTOR")
        return str(path)

    @field_validator("slack_bot_token")
    @classmethod
    def _slack_can_be_heard(cls, value: SecretStr, info: ValidationInfo) -> SecretStr:
        app, signing = (bool(info.data.get(name)) for name in ("slack_app_token", "slack_signing_secret"))
        values.check_slack(bot=value.get_secret_value(), app=app, signing=signing, web=info.data.get("web") is not None)
        return value

    @field_validator("slack_channel", "slack_staff")
    @classmethod
    def _slack_is_there(cls, value: Any, info: ValidationInfo) -> Any:
        if value and "slack_bot_token" in info.data and not info.data["slack_bot_token"]:
            raise ValueError(f"this needs {PREFIX}SLACK_BOT_TOKEN")
        return value

    @field_validator("secret")
    @classmethod
    def _secret_is_long_enough(cls, value: SecretStr) -> SecretStr:
        if value and len(value) < 8:  # noqa: PLR2004  shorter ones are guessed in minutes
            raise ValueError("shorter than 8 characters; leave it empty and Liaison makes one in var/secret")
        return value


class _OfFile(Settings):
    """The settings that an office's `.env` alone makes."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: Source,
        env_settings: Source,
        dotenv_settings: Source,
        file_secret_settings: Source,
    ) -> tuple[Source, ...]:
        del settings_cls, env_settings, file_secret_settings  # pydantic-settings passes all, and these are what is left out
        return init_settings, dotenv_settings


def load_settings(folder: Path, *, environment: bool = True) -> Settings:
    """The settings of an office's folder; SettingsError says in one line each what cannot work.

    Without `environment` they are those of its `.env` alone: an office that is only shown must not come near a real one's mailbox.
    """
    folder = folder.resolve()
    env_file = folder / ".env"
    _refuse_unknown([*_names_in(env_file), *(os.environ if environment else ())])  # noqa: TID251  this is the module that may
    try:
        settings = (Settings if environment else _OfFile)(_env_file=env_file, _env_file_encoding="utf-8", folder=folder)
    except ValidationError as error:
        raise SettingsError("\n".join(_line(each) for each in error.errors(include_url=False, include_input=False))) from None
    if settings.secret:
        return settings
    return settings.model_copy(update={"secret": SecretStr(kept_secret(folder / "var" / "secret"))})


def _names_in(env_file: Path) -> list[str]:
    if not env_file.is_file():
        return []
    try:
        with env_file.open(encoding="utf-8") as lines:
            found = list(parse_stream(lines))
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{env_file}: cannot be read: {error}") from None
    broken = next((each.original.line for each in found if each.error), None)
    if broken is not None:
        raise SettingsError(f"{env_file}, line {broken}: this is no NAME=value")
    return [each.key for each in found if each.key]


def _refuse_unknown(names: list[str]) -> None:
    known = [name.upper() for name in Settings.model_fields if name != "folder"]
    problems = []
    for name in sorted({each.upper().removeprefix(PREFIX) for each in names if each.upper().startswith(PREFIX)}):
        if name in known or name in _OF_TESTS:
            continue
        near = difflib.get_close_matches(name, known, n=1)
        hint = f"did you mean {PREFIX}{near[0]}?" if near else "see .env.example for those there are"
        problems.append(f"{PREFIX}{name}: there is no such setting; {hint}")
    if problems:
        raise SettingsError("\n".join(problems))


#: What pydantic says of a plain value, in an office's words; {} are filled from the error's own context.
_IN_OUR_WORDS = {
    "int_parsing": "this must be a whole number",
    "greater_than_equal": "this must not be below {ge}",
    "literal_error": "this must be one of {expected}",
    "string_pattern_mismatch": "this must be one word",
}


def _line(error: Mapping[str, Any]) -> str:
    name = str(error["loc"][0]).upper() if error["loc"] else "SETTINGS"
    context = error.get("ctx", {})
    text = _IN_OUR_WORDS.get(error["type"], str(context.get("error") or error["msg"])).format_map(context)
    return f"{PREFIX}{name}: {text}"


def cache_folder() -> Path:
    """Where the vectors of the shipped examples are kept for every office of this user: nothing of anybody's mail is among them."""
    base = os.environ.get("XDG_CACHE_HOME", "")  # noqa: TID251  this is the module that may
    with contextlib.suppress(RuntimeError):
        return (Path(base) if base else Path.home() / ".cache") / "liaison"
    return Path("var") / "cache"


def use_one_blas_thread() -> None:
    """Keeps numpy's library on one thread, which answers a single sentence soonest; only before numpy is imported."""
    if "numpy" not in sys.modules:
        for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
            os.environ.setdefault(name, "1")  # noqa: TID251  this is the module that may
