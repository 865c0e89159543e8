"""Options: what `[outputs.email]` of a project says."""

from typing import TYPE_CHECKING, Any, Literal

from dvrules.extension import Objection
from dvrules.messages import LANGS, messages_in
from dvrules.messages.wording import plain
from dvrules.model.values import field, frozen
from dvrules_email.addresses import Mailbox, written_mailbox

if TYPE_CHECKING:
    from attrs import Attribute

#: What an escalation calls whoever leads the unit.
HEAD = "head"

Security = Literal["starttls", "tls", "none"]

_MOST_DAYS, _MOST_PORT, _MOST_RATE, _MOST_SECONDS = 366, 65535, 6000, 3600


def objection(key: str, fault: str, **args: str | int) -> Objection:
    """The objection to an option, in the plugin's words for that fault."""
    vi, en = (messages_in(lang, "dvrules_email").say(f"email.fault.{fault}", **args) for lang in LANGS)
    return Objection(vi=vi, en=en, key=key)


def _an_address(_: Any, attribute: "Attribute[str]", value: str) -> None:
    if value and written_mailbox(value) is None:
        raise objection(attribute.name, "address", value=plain(value))


def _given(_: Any, attribute: "Attribute[str]", value: str) -> None:
    if not value:
        raise objection(attribute.name, "address", value="")


def _between(least: int, most: int) -> Any:
    def check(_: Any, attribute: "Attribute[int]", value: int) -> None:
        if not least <= value <= most:
            raise objection(attribute.name, "range", value=value, least=least, most=most)

    return check


@frozen
class Escalation:
    """Whom to tell as well of what is overdue by at least `days_late` calendar days.

    `to` is `head`, whoever leads the unit that owes it, or the id of a unit, which is told of every unit's.
    """

    days_late: int = field(validator=_between(1, _MOST_DAYS))
    to: str


@frozen
class Server:
    """The server that takes the messages: everything but the password, which never stands in a project's files.

    `port` is 0 for the usual one of `security`: 587, 465 or 25. `ca_file`, relative to the project, holds the
    certificates to trust instead of the system's. `rate` is the most messages a minute; `timeout` are the seconds for
    which an answer is waited for.
    """

    host: str
    security: Security = "starttls"
    port: int = field(default=0, validator=_between(0, _MOST_PORT))
    user: str = ""
    ca_file: str = ""
    rate: int = field(default=30, validator=_between(1, _MOST_RATE))
    timeout: int = field(default=120, validator=_between(1, _MOST_SECONDS))

    def __attrs_post_init__(self) -> None:
        if self.user and self.security == "none":
            raise objection("user", "clear")


@frozen
class Sending:
    """What `dvrules-mail` needs beside the letters; the exporter doesn't.

    `every` is `day`, a letter on each day that brings something to tell, or `week`, at most one a week. `attach` names
    exporters whose documents about the same go along.
    """

    every: Literal["day", "week"] = "day"
    attach: tuple[str, ...] = ()
    escalation: tuple[Escalation, ...] = ()
    server: Server | None = None


@frozen
class EmailOptions:
    """Who writes, and who gets the answers (the sender, if empty): each an address or `Name <address>`."""

    sender: str = field(validator=[_given, _an_address])
    reply_to: str = field(default="", validator=_an_address)
    sending: Sending = field(factory=Sending)

    @property
    def sender_mailbox(self) -> Mailbox:
        """The sender."""
        found = written_mailbox(self.sender)
        assert found  # noqa: S101 - the validator's promise
        return found

    @property
    def reply_mailbox(self) -> Mailbox | None:
        """Who gets the answers, None where the sender does."""
        return written_mailbox(self.reply_to) if self.reply_to else None
