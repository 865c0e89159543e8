"""Explanations in words: what each part of one says, for whatever form shows it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dvrules.messages import Messages
from dvrules.messages.wording import period_text, span_text
from dvrules.model.explanations import Authority, Considered, Explanation, Related
from dvrules.model.statements import Statement
from dvrules.model.values import frozen


@frozen
class Part:
    """One thing that an explanation says: what it is, under which label, and the lines of it.

    `name` is the label's key in the section `explain` of the catalogue. One that is `listed` may have several lines,
    any other has one.
    """

    name: str
    label: str
    lines: tuple[str, ...]
    listed: bool = False


def parts(explanation: Explanation, messages: Messages) -> Iterator[Part]:
    """The whole explanation but for its title: what is owed since when, where it stands and why, what it would take.

    Parts that would be empty are left out.
    """
    yield from _owed(explanation, messages)
    yield from _listed("steps", explanation.occurrence.due.steps, messages)
    internal = explanation.occurrence.internal
    yield from _listed("internal_steps", internal.steps[-1:] if internal else (), messages)
    yield from _verdict(explanation, messages)
    yield from _evidence(explanation, messages)
    yield from _listed("needed", (*explanation.needed, *explanation.time), messages)


def due(explanation: Explanation, messages: Messages) -> Part:
    """The due day, provisional where a suspension without a last day still puts it off."""
    reckoning = explanation.occurrence.due
    so_far = any(step.key == "step.tolled_so_far" for step in reckoning.steps)
    return _part("due_so_far" if so_far else "due", span_text(reckoning, messages), messages)


def authority(source: Authority, messages: Messages) -> str:
    """The document by number and day, as officials cite it, its clause and the words."""
    code = source.code if source.code[:1].isdigit() else f"…{source.code}"
    return f"{code} {_issued(source, messages)}, {source.clause}: “{source.quote}”".replace(" ,", ",")


def _issued(source: Authority, messages: Messages) -> str:
    """The day of the document, as far as it is known."""
    issued = source.date
    if issued is None:
        return ""
    if issued.known:
        return messages.say("explain.issued_day", day=issued.known)
    if issued.month:
        return messages.say("explain.issued_month", month=issued.month, year=issued.year)
    return messages.say("explain.issued_year", year=issued.year)


def standing(explanation: Explanation, messages: Messages) -> str:
    """The state in words, with the days late the last day of a cure, or a mark that it is due soon."""
    text = messages.say(f"state.{explanation.state}")
    if explanation.rule == "maintenance.curable" and explanation.last:
        return messages.say("word.curable", last=explanation.last)
    if explanation.days_late:
        return messages.say("word.days_late", state=text, days=explanation.days_late)
    return f"{text} ({messages.say('state.due_soon')})" if explanation.due_soon else text


def _owed(explanation: Explanation, messages: Messages) -> Iterator[Part]:
    occurrence = explanation.occurrence
    by = messages.say("explain.unit", unit=occurrence.bearer)
    data = occurrence.data
    yield _part("key", occurrence.key, messages)
    yield _part("authority", authority(explanation.authority, messages), messages)
    yield from _listed("above", explanation.above, messages)
    yield _part("bearer", f"{explanation.post} – {by}" if explanation.post else by, messages)
    yield _part("period", period_text(occurrence.period, messages), messages)
    yield _part("opens", span_text(occurrence.opens, messages), messages)
    yield due(explanation, messages)
    if data:
        yield _part("data", f"{messages.day(data.from_)}–{messages.day(data.through)}", messages)
    if occurrence.internal:
        yield _part("internal", span_text(occurrence.internal, messages), messages)


def _verdict(explanation: Explanation, messages: Messages) -> Iterator[Part]:
    yield _part("state", standing(explanation, messages), messages)
    yield from _listed("reasons", (*explanation.reasons, *explanation.conditions), messages)
    yield from _listed("waiting", explanation.waiting, messages)
    if explanation.held_up:
        told = tuple(held(each, messages) for each in explanation.held_up)
        yield Part("held_up", messages.say("explain.held_up"), told, listed=True)
    yield from _listed("missing", explanation.missing, messages)
    yield _part("rule", messages.tell(explanation.general), messages)
    if explanation.decision:
        yield _part("decision", messages.tell(explanation.decision), messages)
    if explanation.underlying:
        yield _part("underlying", messages.say(f"state.{explanation.underlying}"), messages)
    if explanation.progress:
        progress = explanation.progress
        done, needed = f"{progress.done:.6g}", f"{progress.needed:.6g}"
        said = messages.say("explain.reached", done=done, needed=needed, unit=progress.unit).rstrip()
        yield _part("progress", said, messages)


def held(related: Related, messages: Messages) -> str:
    """An occurrence that holds up another, on one line."""
    return messages.say(
        "explain.held",
        key=related.key,
        title=related.title,
        bearer=related.bearer,
        period=period_text(related.period, messages),
        state=related.state,
        due=span_text(related.due, messages),
    )


def _evidence(explanation: Explanation, messages: Messages) -> Iterator[Part]:
    for key, counts in (("evidence", True), ("rejected", False)):
        records = [record for record in explanation.evidence if record.counts is counts]
        if records:
            told = tuple(considered(record, messages) for record in records)
            yield Part(key, messages.say(f"explain.{key}"), told, listed=True)


def considered(record: Considered, messages: Messages) -> str:
    """A record of evidence on one line, with why it counts or why not."""
    key = "explain.record" if record.said else "explain.record_bare"
    return messages.say(
        key,
        id=record.id,
        shows=record.shows,
        occurred=record.occurred,
        recorded=record.recorded,
        said=record.said,
        why=messages.tell(record.why),
    )


def _part(key: str, text: str, messages: Messages) -> Part:
    return Part(key, messages.say(f"explain.{key}"), (text,))


def _listed(key: str, statements: Iterable[Statement], messages: Messages) -> Iterator[Part]:
    told = tuple(messages.tell(statement) for statement in statements)
    if told:
        yield Part(key, messages.say(f"explain.{key}"), told, listed=True)
