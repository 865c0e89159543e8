"""Accounts: which server takes the messages, and with what password; secrets come from the environment alone."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_args

from attrs import evolve, field, fields, frozen

from dvrules.messages.wording import plain
from dvrules_email.options import Security, Server, objection

_PREFIX = "DVRULES_SMTP_"
_NUMBERS = {"port", "rate", "timeout"}
_SECURITIES = get_args(Security)


@frozen
class Account:
    """A server, and the password for it, "" where it wants none; the password is in no repr."""

    server: Server
    password: str = field(default="", repr=False)


def account(server: Server | None, environment: Mapping[str, str]) -> Account:
    """The account that the project's `server` and the environment make.

    `DVRULES_SMTP_HOST`, `_SECURITY`, `_PORT`, `_USER`, `_CA_FILE`, `_RATE` and `_TIMEOUT` go before what the project
    says. The password is `DVRULES_SMTP_PASSWORD`, or the first line of the file that `DVRULES_SMTP_PASSWORD_FILE`
    names. `Objection` where no server is named, a value is not usable, or a user has no password or one that SMTP
    can't carry.
    """
    given = {name: environment[key] for name in _names() if (key := _PREFIX + name.upper()) in environment}
    changes: dict[str, Any] = {}
    for name, text in given.items():
        if (name in _NUMBERS and not text.isdecimal()) or (name == "security" and text not in _SECURITIES):
            raise objection(_PREFIX + name.upper(), "variable", name=_PREFIX + name.upper(), value=plain(text))
        changes[name] = int(text) if name in _NUMBERS else text
    chosen = evolve(server or Server(""), **changes)
    if not chosen.host:
        raise objection("server", "no_server")
    password = _password(environment) if chosen.user else ""
    if not (chosen.user + password).isascii():
        raise objection("user", "no_ascii")
    if chosen.user and not password:
        raise objection("user", "no_password", user=plain(chosen.user))
    return Account(chosen, password)


def _names() -> list[str]:
    return [attribute.name for attribute in fields(Server)]


def _password(environment: Mapping[str, str]) -> str:
    file = environment.get(f"{_PREFIX}PASSWORD_FILE")
    if not file:
        return environment.get(f"{_PREFIX}PASSWORD", "")
    try:
        return Path(file).read_text(encoding="utf-8").partition("\n")[0].rstrip("\r")
    except (OSError, UnicodeError) as error:
        raise objection("password", "no_file", name=plain(file), problem=type(error).__name__) from error
