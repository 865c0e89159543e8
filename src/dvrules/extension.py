"""What a plugin may offer: frozen data and functions, chosen by name.

    import dvrules.extension as dv

    @dv.hookimpl
    def dvrules_evaluators():
        return [dv.Evaluator("numbered", answer, summary="…")]

An offer does nothing by being there. A ruleset names the evaluator it wants, a project or a command the exporter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

import pluggy

from dvrules.messages import Lang
from dvrules.model.artifacts import Artifact
from dvrules.model.deadlines import Quota
from dvrules.model.diagnostics import Diagnostic
from dvrules.model.places import NOWHERE, Place
from dvrules.model.records import Evidence, Shows
from dvrules.model.reports import Occurrence, Progress, Report, State
from dvrules.model.rulesets import Obligation
from dvrules.model.statements import Statement
from dvrules.model.units import Unit
from dvrules.model.values import field, frozen

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from dvrules.model.explanations import Explanation

#: Marks a function of a plugin as an implementation of the hook whose name it bears.
hookimpl = pluggy.HookimplMarker("dvrules")


class Objection(ValueError):
    """An objection to an option of a plugin, in both languages.

    The validator of its options raises it where the option itself is wrong (DV218), an exporter where it is wrong for
    the report (DV613). It becomes a diagnostic at the option `key`, or without it at the table of options.
    """

    def __init__(self, *, vi: str, en: str, key: str = "") -> None:
        super().__init__(en)
        self.message_args, self.key = {"problem": en, "problem.vi": vi}, key


def missing_told(*, vi: str, en: str) -> Statement:
    """A missing fact that a plugin tells in words of its own."""
    return Statement("missing.told", {"words": en, "words.vi": vi})


@frozen
class Child:
    """An occurrence below the one that is asked about: its key, its state, and the day on which it was fulfilled."""

    key: str
    state: State
    fulfilled: date | None = None


@frozen
class Question:
    """What an evaluator is asked: is this occurrence fulfilled, by this evidence, on `as_of`?

    `evidence` holds the records matched to the occurrence that had occurred by `as_of` and were on record by the day
    known, in the order in which they occurred. `recipients` are the units to which the obligation's work goes, groups
    resolved; `children` the occurrences of the obligations that implement this one, of the same period or due within
    this one's time; `facts` those declared for the bearer on the day of opening.
    """

    occurrence: Occurrence
    obligation: Obligation
    evidence: tuple[Evidence, ...]
    as_of: date
    recipients: tuple[str, ...] = ()
    children: tuple[Child, ...] = ()
    facts: Mapping[str, bool | int | str] = field(factory=dict)


@frozen
class Breach:
    """A breach: the day on which it happened, the day on which it was made good, and the record that shows it."""

    day: date
    cured: date | None = None
    evidence: str = ""


@frozen
class Answer:
    """What an evaluator says; the engine alone judges.

    `fulfilled` is the day on which the occurrence was fulfilled, `assessed` the day on which it was last assessed, each
    None where it was not; `breaches` are those found, in the order of their days. `evidence` are the ids of the records
    that the answer rests on. `progress` says how far it has come. Where a fact is `missing`, the occurrence is
    undetermined.
    """

    fulfilled: date | None = None
    breaches: tuple[Breach, ...] = ()
    assessed: date | None = None
    evidence: tuple[str, ...] = ()
    progress: Progress | None = None
    reasons: tuple[Statement, ...] = ()
    missing: tuple[Statement, ...] = ()


def fulfilled_by(evidence: Iterable[Evidence], shown: Shows, quota: Quota | None = None) -> Answer:
    """The answer where the first record that shows something fulfils, or of a quota the last one that is needed."""
    showing = [record for record in evidence if record.shows is shown]
    if quota is None:
        return Answer(showing[0].occurred, evidence=(showing[0].id,)) if showing else NOTHING
    counted = showing[: quota.count]
    return Answer(
        counted[-1].occurred if len(counted) == quota.count else None,
        evidence=tuple(record.id for record in counted),
        progress=Progress(len(showing), quota.count),
    )


#: What is answered where nothing is known.
NOTHING = Answer()


@frozen
class Evaluator:
    """A way to tell whether an occurrence was fulfilled.

    `answer` takes a `Question` and the options and gives an `Answer`; it must be a function of these alone. `params` is
    the attrs class of the options, None where there are none. `summary` is one line, for `dvrules plugins`. What
    follows spares questions: `nothing` is the answer about an occurrence without evidence and without a quota, where it
    is always the same; `shown` is what records must show where the answer is always what `fulfilled_by` gives;
    `hangs_on` says whether answers hang on the occurrences `below` or on the `day` judged, beside the rest of the
    question.
    """

    name: str
    answer: Callable[[Question, Any], Answer]
    params: type | None = None
    summary: str = ""
    nothing: Answer | None = None
    shown: Shows | None = None
    hangs_on: frozenset[Literal["below", "day"]] = frozenset(("below", "day"))


@frozen
class Circumstances:
    """What a condition of application is asked about: an obligation, who would bear it, and the day on which it opens.

    `facts` are those declared for the unit on that day and on record by the day known.
    """

    obligation: Obligation
    unit: Unit
    opens: date
    facts: Mapping[str, bool | int | str] = field(factory=dict)


@frozen
class Condition:
    """A way to tell whether an obligation applies, beyond what the keys of `applies` can say.

    `holds` takes the `Circumstances` and the options and says whether it does, or states the fact that is missing to
    say so. `params` is the attrs class of the options, read from `applies.when` of a ruleset; None where there are
    none.
    """

    name: str
    holds: Callable[[Circumstances, Any], bool | Statement]
    params: type | None = None
    summary: str = ""


@frozen
class Offers:
    """What plugins offer to judge by, each kind by name."""

    evaluators: Mapping[str, Evaluator] = field(factory=dict)
    conditions: Mapping[str, Condition] = field(factory=dict)


@frozen
class Remark:
    """What an exporter says of its work, in both languages: above all what it had to leave out.

    It becomes a diagnostic (DV612) at `place`, where that which is to be mended was written: units, obligations and
    records have a place.
    """

    vi: str
    en: str
    place: Place = NOWHERE

    def by(self, exporter: str) -> Diagnostic:
        """The remark as the diagnostic of the exporter of that name."""
        return Diagnostic("DV612", {"name": exporter, "problem": self.en, "problem.vi": self.vi}, self.place)


#: Gives the explanation of a report's finding by its key; KeyError where there is none.
Explain = Callable[[str], "Explanation"]

Export = Callable[[Report, Lang, Any], Iterable[Artifact | Remark]]
ExplainedExport = Callable[[Report, Lang, Any, Explain], Iterable[Artifact | Remark]]


@frozen
class Exporter:
    """A way to make documents from a report.

    `export` takes the report, the language (`vi` or `en`) and the options and gives the artifacts, and remarks where
    something is to be said of them; the same arguments give the same bytes. That of an exporter that `explains` also
    takes what explains a finding of the report. `params` is the attrs class of the options, read from `[outputs.NAME]`
    of the project, None where there are none.
    """

    name: str
    export: Export | ExplainedExport
    params: type | None = None
    summary: str = ""
    explains: bool = False


@frozen
class CalendarOffer:
    """A calendar by name; `load` gives its TOML text, and is called only when a project uses it.

    The text must be one of the plugin's own files, or of its code: what comes of projects is kept while these are the
    same.
    """

    name: str
    load: Callable[[], bytes]
    summary: str = ""


@frozen
class Pool:
    """An executor that is open, and what to know of it.

    `capacity` is how many projects it is given at a time: somewhat more than it has workers, so that none waits.
    `lost` are the exceptions by which its futures say, beside BrokenExecutor, that a worker was lost and not that the
    work failed. What its workers make may be kept where they are `fresh`: this process, or started by it on this
    machine.
    """

    executor: Executor
    capacity: int
    lost: tuple[type[Exception], ...] = ()
    fresh: bool = False


@frozen
class ExecutorOffer:
    """Where many projects are evaluated.

    `open` takes the options and gives a context in which the pool is open; it is opened again after a worker was lost.
    What it is given and gives back can be pickled. `params` is the attrs class of the options, None where there are
    none.
    """

    name: str
    open: Callable[[Any], AbstractContextManager[Pool]]
    params: type | None = None
    summary: str = ""
