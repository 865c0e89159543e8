"""Messages: every word that a user sees, once, in Vietnamese and in English.

A catalogue is a TOML file for each language beside its package's code; keys are joined by dots (`state.overdue`).
Plugins keep catalogues of their own, laid over this one. Templates name their arguments in braces and may say what an
argument is: `{due:day}` a day, `{left:number}` a number, `{state:state}` a word of the section `state`, or several with
bars between them: these are joined by that section's word in `or`, else by slashes; `{document:document}` an identity.
An argument that is words itself may be given for a language: `problem.vi` goes before `problem` in Vietnamese.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache, lru_cache
from importlib import import_module
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING, Any, Literal, get_args

from dvrules.messages.keeping import kept_words
from dvrules.model.days import PartialDate, Reckoning
from dvrules.model.diagnostics import Diagnostic
from dvrules.model.statements import Statement
from dvrules.model.values import evolve, frozen

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

Lang = Literal["vi", "en"]
LANGS: tuple[Lang, ...] = get_args(Lang)


@frozen
class Messages:
    """The words of one language."""

    lang: Lang
    words: Mapping[str, str]

    def say(self, key: str, /, **args: str | int | date) -> str:
        """The text of `key` with `args` put in; KeyError where the catalogue lacks the key or the call an argument."""
        return self._filled(key, args)

    def _filled(self, key: str, args: Mapping[str, Any]) -> str:
        pieces = _pieces(self.words[key])
        return "".join([text if name is None else text + self._fill(name, sort, args) for text, name, sort in pieces])

    def _fill(self, name: str, sort: str, args: Mapping[str, Any]) -> str:
        """An argument as a template asks for it, by plain name only: what comes from a ruleset reaches no attribute."""
        value = str(args.get(f"{name}.{self.lang}", args[name]))
        if not sort:
            return value
        if sort == "day" and "|" not in value:
            return self.day(value)
        if sort == "day":
            return "–".join(dict.fromkeys(map(self.day, value.split("|"))))
        if sort == "document":
            return self.document(value)
        if sort == "number":
            return value.replace(".", "," if self.lang == "vi" else ".")
        *first, last = (self.words.get(f"{sort}.{part}", part) for part in value.split("|"))
        either = self.words.get(f"or.{sort}")
        return f"{', '.join(first)} {either} {last}" if first and either else " / ".join((*first, last))

    def outline(self, key: str) -> str:
        """The text of `key` with an ellipsis where each argument goes."""
        return "".join(text + ("" if name is None else "…") for text, name, _ in _pieces(self.words[key]))

    def tell(self, statement: Statement) -> str:
        """The text of a statement, with its source behind it; a key that is not in the catalogue stands for itself."""
        day = f"{statement.earliest}|{statement.day}" if statement.earliest else statement.day or ""
        args = {"day": day, **statement.args}
        text = self._filled(statement.key, args) if statement.key in self.words else statement.key
        return f"{text} [{self.source(statement.source)}]" if statement.source else text

    def diagnose(self, diagnostic: Diagnostic) -> str:
        """The message of a diagnostic, without its place and hint."""
        return self.say(f"codes.{diagnostic.code}.message", **diagnostic.args)

    def hint(self, diagnostic: Diagnostic) -> str:
        """The way out of a fault: its own hint, else that of its code; "" where there is none."""
        key = diagnostic.hint or f"codes.{diagnostic.code}.hint"
        return self.say(key, **diagnostic.args) if key in self.words else ""

    def paragraph(self, reckoning: Reckoning) -> str:
        """How a day was reckoned, in one paragraph that can be checked by hand."""
        return " ".join(self.tell(step) for step in reckoning.steps)

    def source(self, source: str) -> str:
        """A provision in this language, where the catalogue has it; otherwise the text as it is."""
        return self.words.get(f"source.{source}", source)

    def day(self, day: date | str | None) -> str:
        """A day as this language's tables write it: 05/07/2024, or 2024-07-05 in English; "" for None."""
        return _day(str(day), self.lang) if day else ""

    def document(self, identity: str) -> str:
        """A document by its identity, as texts cite it: `59/KH-UBND@2024-03-15` is "59/KH-UBND ngày 15/03/2024"."""
        named, _, issuer = identity.partition("#")
        code, _, day = named.rpartition("@")
        try:
            issued = None if day == "?" else PartialDate.parse(day)
        except ValueError:
            return identity
        code = code if code[:1].isdigit() else self.say("named.unnumbered", code=code)
        if issued is None:
            text = self.say("named.undated", code=code)
        elif issued.known:
            text = self.say("named.day", code=code, date=self.day(issued.known))
        elif issued.month:
            month = f"{issued.month}/{issued.year}" if self.lang == "vi" else str(issued)
            text = self.say("named.month", code=code, date=month)
        else:
            text = self.say("named.year", code=code, date=str(issued))
        return self.say("named.issuer", document=text, issuer=issuer) if issuer else text

    def share(self, share: float | None) -> str:
        """A share from 0 to 1 in per cent as this language writes it: 83,3%, or 83.3% in English; "–" for None."""
        if share is None:
            return "–"
        text = f"{share:.1%}"
        return text.replace(".", ",") if self.lang == "vi" else text

    def naming(self, names: Mapping[str, str]) -> Messages:
        """These messages with units called by `names`, given by id: where a text says `{by:unit}`, and as a source."""
        units = {f"unit.{name}": called for name, called in names.items()}
        sources = {f"source.{name}": called for name, called in names.items()}
        return evolve(self, words={**sources, **self.words, **units})

    def __contains__(self, key: str) -> bool:
        return key in self.words


@cache
def messages_in(lang: Lang, package: str = "dvrules.messages") -> Messages:
    """The messages of a package's `vi.toml` or `en.toml`, laid over dvrules' own."""
    own = {} if package == __name__ else messages_in(lang).words
    return Messages(lang, {**own, **kept_words(_catalogue(package, f"{lang}.toml"), _words)})


def _catalogue(package: str, name: str) -> Traversable:
    beside = Path(import_module(package).__file__ or "").with_name(name)
    if beside.is_file():
        return beside
    from importlib.resources import files  # noqa: PLC0415 - only for a package within an archive

    return files(package).joinpath(name)


def _words(text: str) -> dict[str, str]:
    import tomllib  # noqa: PLC0415 - only after a catalogue has changed

    return dict(_flat(tomllib.loads(text)))


def _flat(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield prefix + key, value


@cache
def _pieces(template: str) -> tuple[tuple[str, str | None, str], ...]:
    """The texts of a template, each with the name and the sort of the argument behind it, None where there is none."""
    return tuple((text, name, sort or "") for text, name, sort, _ in Formatter().parse(template))


@lru_cache(maxsize=4096)
def _day(day: str, lang: Lang) -> str:
    """An ISO day as the language writes it; ValueError for anything else."""
    value = date.fromisoformat(day)
    return f"{value:%d/%m/%Y}" if lang == "vi" else value.isoformat()
