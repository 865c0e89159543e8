"""Loading: a project's files into values; the one stage that reads the disk."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dvrules.batches import batch
from dvrules.building.faults import type_word
from dvrules.building.options import read_options
from dvrules.building.projects import build_calendar, build_overlay, build_roster, build_settings
from dvrules.building.rulesets import build_ruleset
from dvrules.inputs import Grounds
from dvrules.model.artifacts import File
from dvrules.model.calendars import Calendar
from dvrules.model.diagnostics import Diagnostic, misnamed
from dvrules.model.places import Place
from dvrules.model.projects import Overlay, Settings
from dvrules.model.records import Assumption, Records
from dvrules.model.rulesets import Ruleset
from dvrules.model.units import Group, Roster, Unit
from dvrules.model.values import evolve, field, fields, frozen
from dvrules.plugins import Catalog, load_plugins
from dvrules.reading.decoding import Texts
from dvrules.reading.texts import read
from dvrules.shelves import PROJECT_FILE, Shelf

if TYPE_CHECKING:
    from dvrules.model.reports import Report

#: Covers no day: what stands for a calendar that could not be had.
NO_CALENDAR = Calendar("", date.max, date.min, frozenset(), ())


@frozen
class Project:
    """A project as loaded: what is sound of it, its texts by file name, and every fault found on the way.

    File names are relative to `root`, with slashes, and texts that a plugin brought go by a name in angle brackets;
    those in `evidence` hold evidence, and `inputs` has the SHA-256 of each as it was read. A roster of which a file
    could not be read is not whole. `outputs` holds the options of exporters by name, each as the exporter's own class,
    None where they are faulty. `file` is the project file. `grounds` are the disk's answers on which the project
    rests as it was loaded, None where they don't tell all.
    """

    root: Path
    settings: Settings
    catalog: Catalog
    rulesets: tuple[Ruleset, ...] = ()
    roster: Roster = field(factory=Roster)
    roster_is_whole: bool = True
    records: Records = field(factory=Records)
    calendar: Calendar = NO_CALENDAR
    evidence: tuple[str, ...] = ()
    outputs: Mapping[str, Any] = field(factory=dict)
    texts: Texts = field(factory=Texts)
    inputs: Mapping[str, str] = field(factory=dict)
    diagnostics: tuple[Diagnostic, ...] = ()
    file: str = PROJECT_FILE
    grounds: Grounds | None = None


def load(path: str | Path, *, block: Collection[str] = ()) -> Project:
    """The project in the folder `path`, or whose project file it is; plugins named in `block` are not loaded.

    Faults are in the project's `diagnostics`; nothing is raised for what an author or a plugin got wrong.
    """
    with batch():
        return _load(project_file(path), block)


def _load(file: Path, block: Collection[str]) -> Project:
    shelf = Shelf(file.parent)
    settings = shelf.build(file.name, build_settings)
    if settings is None:
        stand_in = Settings(file.parent.resolve().name, (), (), "")
        catalog = load_plugins(block)
        return Project(file.parent, stand_in, catalog, texts=shelf.texts, diagnostics=tuple(shelf.diagnostics))
    catalog = load_plugins({*settings.block, *block})
    shelf.diagnostics += catalog.diagnostics
    place = Place(file.name)
    files = evidence = [*shelf.find(settings.evidence, place.at("evidence"))]
    files = files + [name for name in shelf.find(settings.decisions, place.at("decisions")) if name not in files]
    records = [shelf.records(name) for name in files]
    rosters = [shelf.build(name, build_roster) for name in shelf.find(settings.roster, place.at("roster"))]
    return Project(
        root=file.parent,
        settings=settings,
        catalog=catalog,
        file=file.name,
        rulesets=tuple(
            ruleset
            for name in shelf.find(settings.rulesets, place.at("rulesets"))
            if (ruleset := shelf.build(name, lambda n, data: build_ruleset(n, data, catalog.offers)))
        ),
        roster=_joined(rosters),
        roster_is_whole=bool(rosters) and None not in rosters,
        records=_merged(records),
        calendar=_corrected(_calendar(settings.calendar, catalog, shelf, place.at("calendar")), settings, shelf, place),
        evidence=tuple(evidence),
        outputs=_outputs(settings, catalog, shelf, place),
        texts=shelf.texts,
        inputs=shelf.inputs,
        grounds=shelf.grounds,
        diagnostics=tuple(shelf.diagnostics),
    )


def project_file(path: str | Path) -> Path:
    """The project file of the project in the folder `path`, or that `path` itself is."""
    given = Path(path)
    return given if given.suffix == ".toml" else given / PROJECT_FILE


def replaced(project: Project, name: str, content: bytes) -> Project:
    """The project as it would be if its file of records `name` had this content."""
    shelf = Shelf(project.root)
    records = shelf.records_in(name, content)
    kinds = (kind.name for kind in fields(Records))
    others = {kind: tuple(r for r in getattr(project.records, kind) if r.place.file != name) for kind in kinds}
    return evolve(_rewritten(project, name, shelf), records=_merged([Records(**others), records]))


def revised(project: Project, name: str, content: bytes) -> Project:
    """The project as it would be if its ruleset in the file `name` had this content."""
    shelf = Shelf(project.root)
    ruleset = shelf.build_text(name, content, lambda n, data: build_ruleset(n, data, project.catalog.offers))
    others = tuple(each for each in project.rulesets if each.place.file != name)
    return evolve(_rewritten(project, name, shelf), rulesets=(*others, ruleset) if ruleset else others)


def _rewritten(project: Project, name: str, shelf: Shelf) -> Project:
    """The project with a shelf's text and faults of a file in place of those that were read."""
    faults = (*(fault for fault in project.diagnostics if fault.place.file != name), *shelf.diagnostics)
    texts, inputs = project.texts.with_those_of(shelf.texts), {**project.inputs, **shelf.inputs}
    return evolve(project, texts=texts, inputs=inputs, diagnostics=faults)


def overlaid(project: Project, path: str | Path) -> Project:
    """The project as it would be with what the file `path` supposes: further records, units, days off, and deadlines.

    A unit of the overlay stands for the project's unit of the same id, an assumption for the project's of the same
    deadline.
    """
    shelf = Shelf(Path(path).parent)
    name = Path(path).name
    supposed = shelf.build(name, build_overlay)
    records, beside = supposed or (Records(), Overlay())
    ids, about = {unit.id for unit in beside.units}, {_target(each) for each in beside.assumptions}
    roster = evolve(project.roster, units=(*(u for u in project.roster.units if u.id not in ids), *beside.units))
    kept = (each for each in project.settings.assumptions if _target(each) not in about)
    settings = evolve(project.settings, assumptions=(*kept, *beside.assumptions))
    calendar = evolve(project.calendar, days=(*project.calendar.days, *beside.corrections))
    faults = (*project.diagnostics, *shelf.diagnostics)
    texts, both = project.texts.with_those_of(shelf.texts), _merged([project.records, records])
    return evolve(
        project, settings=settings, calendar=calendar, roster=roster, records=both, texts=texts, diagnostics=faults
    )


def _target(assumption: Assumption) -> tuple[str | None, ...]:
    return assumption.document, assumption.clause, assumption.obligation


def substituted(project: Project, path: str | Path) -> Project:
    """The project as it would be with the ruleset in the file `path` in place of its own of the same id, or added."""
    shelf = Shelf(Path(path).parent)
    name = Path(path).name
    ruleset = shelf.build(name, lambda n, data: build_ruleset(n, data, project.catalog.offers))
    others = tuple(each for each in project.rulesets if ruleset and each.id != ruleset.id)
    gone = {each.place.file for each in project.rulesets} - {each.place.file for each in others}
    faults = (*(fault for fault in project.diagnostics if fault.place.file not in gone), *shelf.diagnostics)
    inputs = {file: digest for file, digest in project.inputs.items() if file not in gone}
    return evolve(
        project,
        rulesets=(*others, ruleset) if ruleset else project.rulesets,
        texts=project.texts.with_those_of(shelf.texts),
        inputs={**inputs, **shelf.inputs},
        diagnostics=faults,
    )


def is_ruleset(path: str | Path) -> bool:
    """Whether a file is a ruleset rather than a project file, as far as its first table tells."""
    try:
        return Path(path).is_file() and "document" in (read(str(path), Path(path).read_bytes())[0].data or {})
    except OSError:
        return False


def load_ruleset(path: str | Path, *, block: Collection[str] = ()) -> Project:
    """A project that holds nothing but the ruleset in one file; faults are in its `diagnostics`."""
    file = Path(path)
    shelf = Shelf(file.parent)
    catalog = load_plugins(block)
    ruleset = shelf.build(file.name, lambda name, data: build_ruleset(name, data, catalog.offers))
    rulesets = (ruleset,) if ruleset else ()
    diagnostics = (*catalog.diagnostics, *shelf.diagnostics)
    settings = Settings(file.stem, (file.name,), (), "")
    return Project(file.parent, settings, catalog, rulesets, texts=shelf.texts, diagnostics=diagnostics)


def load_calendar(name: str, *, block: Collection[str] = ()) -> Project:
    """A project that holds nothing but a calendar: one that a plugin offers, or a file; see `diagnostics`."""
    shelf = Shelf(Path())
    catalog = load_plugins(block)
    calendar = _calendar(name, catalog, shelf, Place(""))
    diagnostics = (*catalog.diagnostics, *shelf.diagnostics)
    settings = Settings("", (), (), name)
    return Project(Path(), settings, catalog, calendar=calendar, texts=shelf.texts, diagnostics=diagnostics)


def load_report(path: str | Path) -> tuple[Report | None, tuple[Diagnostic, ...]]:
    """The report that a JSON file holds, as `dvrules export json` writes it; None and a fault where it holds none."""
    import json  # noqa: PLC0415 - few commands read a report

    from dvrules.building.wire import from_data, to_data  # noqa: PLC0415 - as above

    try:
        report = from_data(json.loads(Path(path).read_bytes()))
        # Statements whose arguments don't fit would be found out only while they are told.
        to_data(report, "vi")
    except OSError as error:
        args = {"name": str(path), "problem": error.strerror or str(error)}
        return None, (Diagnostic("DV101", args, Place(str(path))),)
    except json.JSONDecodeError as error:
        place = Place(str(path), (), error.lineno, error.colno)
        return None, (Diagnostic("DV110", {"name": str(path)}, place, "hint.no_json"),)
    except (ValueError, LookupError, TypeError, RecursionError):
        return None, (Diagnostic("DV110", {"name": str(path)}, Place(str(path))),)
    return report, ()


def _merged(records: list[Records]) -> Records:
    kinds = (kind.name for kind in fields(Records))
    return Records(**{kind: tuple(item for each in records for item in getattr(each, kind)) for kind in kinds})


def _joined(rosters: Iterable[Roster | None]) -> Roster:
    units: list[Unit] = []
    groups: list[Group] = []
    for roster in rosters:
        if roster:
            units += roster.units
            groups += roster.groups
    return Roster(tuple(units), tuple(groups))


def _corrected(calendar: Calendar, settings: Settings, shelf: Shelf, place: Place) -> Calendar:
    for index, correction in enumerate(settings.corrections):
        if calendar is not NO_CALENDAR and not calendar.first <= correction.day <= calendar.last:
            days = {"day": correction.day, "first": calendar.first, "last": calendar.last}
            args = {key: day.isoformat() for key, day in days.items()}
            shelf.diagnostics.append(Diagnostic("DV402", args, place.at("corrections", index, "day")))
    return evolve(calendar, days=(*calendar.days, *settings.corrections)) if settings.corrections else calendar


def _calendar(name: str, catalog: Catalog, shelf: Shelf, place: Place) -> Calendar:
    """The calendar that a plugin offers by this name, or that a file holds."""
    if name.endswith(".toml"):
        return shelf.build(name, build_calendar) or NO_CALENDAR
    offered = catalog.calendars.get(name)
    if offered is None:
        shelf.diagnostics.append(misnamed("DV401", name, catalog.calendars, place))
        return NO_CALENDAR
    try:
        content = offered.offer.load()
    except Exception as error:  # noqa: BLE001 - a plugin's failure is one diagnostic, never the end
        args = {"name": name, "problem": f"{type(error).__name__}: {error}"}
        shelf.diagnostics.append(Diagnostic("DV907", args, place))
        return NO_CALENDAR
    return shelf.build_text(f"<{name}>", content, build_calendar) or NO_CALENDAR


def _outputs(settings: Settings, catalog: Catalog, shelf: Shelf, place: Place) -> dict[str, Any]:
    outputs = {}
    for name, options in settings.outputs.items():
        at = place.at("outputs", name)
        offered = catalog.exporters.get(name)
        if offered is None:
            shelf.diagnostics.append(misnamed("DV606", name, catalog.exporters, at))
        elif not isinstance(options, dict):
            shelf.diagnostics.append(Diagnostic("DV203", {"expected": "table", "found": type_word(options)}, at))
        else:
            params, faults = read_options(options, offered.offer.params, at)
            shelf.diagnostics += faults
            outputs[name] = params if params is None else _with_files(params, shelf, at)
    return outputs


def _with_files(params: Any, shelf: Shelf, place: Place) -> Any:
    """The options with the bytes of the files that they name."""
    files = {f.name: value for f in fields(type(params)) if isinstance(value := getattr(params, f.name), File)}
    read = {key: evolve(f, content=shelf.content(f.name, place.at(key)) or b"") for key, f in files.items()}
    return evolve(params, **read)
