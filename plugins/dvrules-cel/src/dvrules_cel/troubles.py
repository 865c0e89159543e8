"""Troubles: what the language objects to in an expression, made into words that its author can act on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from attrs import field, frozen

from dvrules_cel.names import FUNCTIONS, THINGS, moment_of


@frozen(order=True)
class Trouble:
    """One thing that is wrong: the line and the column, from 1, a key of the catalogue and its arguments."""

    line: int
    column: int
    key: str
    args: Mapping[str, str] = field(factory=dict, order=False)


_ERROR = re.compile(r"ERROR: <input>:(\d+):(\d+): (.*?)(?=\n \| |\n?\Z| \[INVALID_ARGUMENT\])", re.DOTALL)
_UNKNOWN = re.compile(r"undeclared reference to '(.+)' \(in container")
_NO_FIELD = re.compile(r"undefined field '(.+)' not found in struct '(?:dvrules\.)?(.+)'")
_MISFIT = re.compile(r"found no matching overload for '(.+)' applied to '\((.*)\)'")
_PLAIN: Mapping[re.Pattern[str], str] = {
    re.compile(r"expression of type '(?P<type>.+)' cannot be the operand of a select"): "no_parts",
    re.compile(r"Syntax error: (?:mismatched input|missing .+ at) '<EOF>'"): "syntax_end",
    re.compile(r"invalid \w+ literal"): "no_number",
    re.compile(r"reserved identifier: (?P<word>.+)"): "syntax",
}
_AT_WORD = re.compile(r"Syntax error: .*?(?:error at: |input )'(.*?)'(?: expecting .*)?$", re.DOTALL)

#: What people write who think of another language, with what to write here.
_HABITS: Mapping[str, str] = {
    "=": "==",
    "and": "&&",
    "or": "||",
    "not": "!",
    "<>": "!=",
    "&": "&&",
    "|": "||",
}
_CURLED = "“”„‘’"
_DAY_OR_TEXT = re.compile(
    r"""\bday\s*\(\s*(?:"(?P<double>[^"\\]*)"|'(?P<single>[^'\\]*)')\s*\)|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'"""
)


def troubles_in(report: str, text: str, names: tuple[str, ...]) -> tuple[Trouble, ...]:
    """The troubles in the language's own report of an expression that may speak of `names`."""
    lines = text.split("\n")
    found: list[Trouble] = []
    for line, column, words in _ERROR.findall(report):
        number = int(line)
        source = lines[number - 1] if number <= len(lines) else ""
        trouble = _trouble(number, int(column), words, source, names)
        if trouble not in found:
            found.append(trouble)
    # After a slip of writing, or a list's function misspelt, what follows is taken amiss too.
    syntax = [trouble for trouble in found if trouble.key.startswith("syntax")]
    calls = [trouble for trouble in found if trouble.key.startswith("no_function")]
    return tuple(syntax[:1] or calls or found or [Trouble(1, 1, "other", {"problem": report})])


def wrong_days(text: str) -> tuple[Trouble, ...]:
    """The days written out in an expression that are none."""
    return tuple(_wrong_days(text))


def symbol(name: str) -> str:
    """How an operator or a function is written: `==` for `_==_`."""
    return name.strip("_@") if name != "_[_]" else "[]"


def types(listed: str) -> str:
    """The types in a list of them as keys of the catalogue, with bars between; of lists and maps only that they are."""
    bare = re.sub(r"wrapper\((\w+)\)", r"\1", listed.replace("<", "(").replace(">", ")"))
    while "(" in bare:
        bare = re.sub(r"\([^()]*\)", "", bare)
    return "|".join(each.strip().rpartition(".")[2].lower() for each in bare.split(","))


def _trouble(line: int, column: int, words: str, source: str, names: tuple[str, ...]) -> Trouble:
    if found := _UNKNOWN.search(words):
        return _unknown(line, column, found[1], source, names)
    if found := _NO_FIELD.search(words):
        fields = list(THINGS.get(found[2], ()))
        return _misnamed("no_field", line, column + 1, found[1], fields, thing=found[2].lower())
    if found := _MISFIT.search(words):
        kinds = types(found[2])
        return Trouble(line, column, _misfit(kinds), {"symbol": symbol(found[1]), "types": kinds})
    for pattern, key in _PLAIN.items():
        if found := pattern.search(words):
            told = {name: types(value) if name == "type" else value for name, value in found.groupdict().items()}
            return Trouble(line, column, key, told)
    if found := _AT_WORD.search(words):
        return _slip(line, column, found[1].strip(), source)
    return Trouble(line, column, "other", {"problem": words})


def _unknown(line: int, column: int, name: str, source: str, names: tuple[str, ...]) -> Trouble:
    if source[column - 1 : column] == "(":
        return _misnamed("no_function", line, column - len(name), name, list(FUNCTIONS))
    start = source.rfind(name, 0, column + len(name))
    parts = [each for each in names if each.startswith(f"{name}.")]
    at = start + 1 if start >= 0 else column
    if parts:
        return Trouble(line, at, "no_whole", {"name": name, "known": ", ".join(parts)})
    return _misnamed("no_name", line, at, name, list(names))


def _misnamed(key: str, line: int, column: int, name: str, known: list[str], **args: str) -> Trouble:
    meant = next(iter(get_close_matches(name, known, n=1)), "")
    told = {**args, "name": name, "meant": meant, "known": ", ".join(known)}
    return Trouble(line, column, f"{key}_meant" if meant else key, told)


def _misfit(kinds: str) -> str:
    """The key for types that don't fit, with the way out where there is a usual one."""
    pair = set(kinds.split("|"))
    if pair == {"int", "double"}:
        return "misfit_number"
    return "misfit_day" if pair == {"timestamp", "string"} else "misfit"


def _slip(line: int, column: int, word: str, source: str) -> Trouble:
    before = source[: column - 1].split()
    if word not in _HABITS and before and before[-1] in _HABITS:
        word = before[-1]
        column = source.rfind(word, 0, column - 1) + 1
    if source[column - 2 : column] == "<>":
        word, column = "<>", column - 1
    if word and word[0] in _CURLED:
        return Trouble(line, column, "syntax_quote")
    if word in _HABITS:
        return Trouble(line, column, "syntax_meant", {"word": word, "meant": _HABITS[word]})
    unclosed = word[:1] in {'"', "'"} and len(word) > 1 and word[-1] != word[0]
    return Trouble(line, column, "syntax_text" if unclosed else "syntax", {"word": word})


def _wrong_days(text: str) -> Iterator[Trouble]:
    for found in _DAY_OR_TEXT.finditer(text):
        written = found["double"] if found["double"] is not None else found["single"]
        if written is None:
            continue
        try:
            moment_of(written)
        except ValueError:
            before = text[: found.start()]
            column = found.start() - before.rfind("\n")
            yield Trouble(before.count("\n") + 1, column, "no_day", {"day": written})
