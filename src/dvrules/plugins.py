"""Plugins: found through entry points, loaded one at a time, gathered into a catalog that is passed around."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from operator import attrgetter
from types import FunctionType, MethodType, ModuleType
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeVar

import pluggy

from dvrules import hookspecs
from dvrules.extension import CalendarOffer, Condition, Evaluator, ExecutorOffer, Exporter, Offers
from dvrules.installed import Distribution, EntryPoint, distributions
from dvrules.model.diagnostics import Diagnostic
from dvrules.model.values import evolve, field, frozen

if TYPE_CHECKING:
    from importlib import metadata

GROUP = "dvrules"

Offer = TypeVar("Offer", Evaluator, Condition, Exporter, CalendarOffer, ExecutorOffer)

#: What each hook gathers.
OFFERS: Mapping[str, type] = {
    "dvrules_evaluators": Evaluator,
    "dvrules_conditions": Condition,
    "dvrules_exporters": Exporter,
    "dvrules_calendars": CalendarOffer,
    "dvrules_executors": ExecutorOffer,
}


@frozen
class Found:
    """A plugin that is installed, not imported yet."""

    name: str
    distribution: str
    version: str
    entry_point: EntryPoint | metadata.EntryPoint = field(eq=False, repr=False)


@frozen
class Plugin:
    """A plugin and what became of it."""

    name: str
    distribution: str
    version: str
    status: Literal["loaded", "blocked", "broken"]


@frozen
class Offered(Generic[Offer]):
    """An offer and the plugin that makes it."""

    offer: Offer
    plugin: str


@frozen
class Catalog:
    """What the loaded plugins offer, each kind by name and in order of names; `version` is dvrules' own."""

    plugins: tuple[Plugin, ...] = ()
    evaluators: Mapping[str, Offered[Evaluator]] = field(factory=dict)
    conditions: Mapping[str, Offered[Condition]] = field(factory=dict)
    exporters: Mapping[str, Offered[Exporter]] = field(factory=dict)
    calendars: Mapping[str, Offered[CalendarOffer]] = field(factory=dict)
    executors: Mapping[str, Offered[ExecutorOffer]] = field(factory=dict)
    version: str = ""
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def offers(self) -> Offers:
        """What rulesets may name to be judged by."""
        return Offers(
            {name: offered.offer for name, offered in self.evaluators.items()},
            {name: offered.offer for name, offered in self.conditions.items()},
        )


def find(installed: Callable[[], Iterable[Distribution]] = distributions) -> tuple[Found, ...]:
    """Every installed plugin, sorted by name and distribution, whatever the order of installation."""
    found = {
        Found(entry_point.name, str(distribution.name), str(distribution.version), entry_point)
        for distribution in installed()
        for entry_point in distribution.entry_points
        if entry_point.group == GROUP
    }
    return tuple(sorted(found, key=attrgetter("name", "distribution", "version")))


def load_plugins(
    block: Collection[str] = (), installed: Callable[[], Iterable[Distribution]] = distributions
) -> Catalog:
    """The catalog of the installed plugins, but for those that `block` names by plugin or by distribution.

    A plugin that fails costs one diagnostic and nothing else. A name that two plugins claim is nobody's until one of
    them is blocked.
    """
    everyone = find(installed)
    blocked = {_normal(name) for name in block}
    active = [plugin for plugin in everyone if not blocked & {_normal(plugin.name), _normal(plugin.distribution)}]
    loader = _Loader([*_check_blocks(block, everyone)])
    statuses = dict.fromkeys(everyone, "blocked")
    for name, claimants in _grouped(active, lambda plugin: plugin.name).items():
        if len(claimants) > 1:
            loader.diagnostics.append(_claimed("plugin", name, claimants))
            statuses |= dict.fromkeys(claimants, "broken")
        else:
            statuses[claimants[0]] = "loaded" if loader.load(claimants[0]) else "broken"
    plugins = tuple(Plugin(p.name, p.distribution, p.version, status) for p, status in statuses.items())  # type: ignore[arg-type]
    own = next((plugin.version for plugin in everyone if plugin.distribution == GROUP), "")
    return evolve(loader.catalog(), plugins=plugins, version=own)


class _Manager(pluggy.PluginManager):
    """Asks of a module's marked functions alone whether they are hooks: most names are none, and asking takes long."""

    def parse_hookimpl_opts(self, plugin: Any, name: str) -> Any:
        if isinstance(plugin, ModuleType):
            named = vars(plugin).get(name)
            if not isinstance(named, (FunctionType, MethodType)) or not hasattr(named, f"{GROUP}_impl"):
                return None
        return super().parse_hookimpl_opts(plugin, name)


class _Loader:
    """Loads plugins one at a time and keeps what they offer."""

    def __init__(self, diagnostics: list[Diagnostic]) -> None:
        self.diagnostics = diagnostics
        self._offers: dict[str, list[tuple[Found, Any]]] = {hook: [] for hook in OFFERS}
        self._manager = _Manager(GROUP)
        self._manager.add_hookspecs(hookspecs)

    def load(self, plugin: Found) -> bool:
        """Load a plugin and ask it what it offers; False where it failed in any part."""
        before = len(self.diagnostics)
        try:
            self._ask(plugin, plugin.entry_point.load())
        except (Exception, SystemExit) as error:  # noqa: BLE001 - a plugin's failure is one diagnostic, never the end
            self._broken(plugin, f"{type(error).__name__}: {error}")
        return len(self.diagnostics) == before

    def _ask(self, plugin: Found, module: Any) -> None:
        for name in dir(module):
            if self._manager.parse_hookimpl_opts(module, name) is not None and name not in OFFERS:
                suggestion = _meant(name, OFFERS)
                args = {
                    "plugin": plugin.name,
                    "distribution": plugin.distribution,
                    "name": name,
                    "suggestion": suggestion,
                }
                hint = "hint.did_you_mean" if suggestion else ""
                self.diagnostics.append(Diagnostic("DV903", args, hint=hint))
        self._manager.register(module, plugin.name)
        try:
            for hook, kind in OFFERS.items():
                for answer in getattr(self._manager.hook, hook)():
                    self._offers[hook] += ((plugin, offer) for offer in self._checked(hook, kind, answer))
        finally:
            self._manager.unregister(module)

    def _checked(self, hook: str, kind: type, answer: Any) -> list[Any]:
        offers = list(answer)
        for offer in offers:
            if not isinstance(offer, kind):
                raise TypeError(f"{hook}: {type(offer).__name__}, not {kind.__name__}")
            if not re.fullmatch(r"[a-z][a-z0-9-]*", offer.name):  # type: ignore[attr-defined]
                raise ValueError(f"{hook}: {offer.name!r}")  # type: ignore[attr-defined]
        return offers

    def _broken(self, plugin: Found, problem: str) -> None:
        args = {"plugin": plugin.name, "distribution": plugin.distribution, "problem": problem}
        self.diagnostics.append(Diagnostic("DV901", args))

    def catalog(self) -> Catalog:
        """What was gathered; names that two plugins offer are left out, with a diagnostic."""
        gathered: dict[str, dict[str, Offered[Any]]] = {}
        for hook, offers in self._offers.items():
            kind = hook.removeprefix("dvrules_")
            gathered[kind] = {}
            for name, claims in sorted(_grouped(offers, lambda claim: claim[1].name).items()):
                if len(claims) > 1:
                    self.diagnostics.append(_claimed(kind, name, [plugin for plugin, _ in claims]))
                else:
                    gathered[kind][name] = Offered(claims[0][1], claims[0][0].name)
        return Catalog(diagnostics=tuple(self.diagnostics), **gathered)  # type: ignore[arg-type]


Item = TypeVar("Item")


def _grouped(items: Iterable[Item], key: Callable[[Item], str]) -> dict[str, list[Item]]:
    groups: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        groups[key(item)].append(item)
    return groups


def _claimed(kind: str, name: str, claimants: Iterable[Found]) -> Diagnostic:
    plugins = ", ".join(f"{plugin.name} ({plugin.distribution} {plugin.version})" for plugin in claimants)
    return Diagnostic("DV902", {"kind": kind, "name": name, "plugins": plugins})


def _check_blocks(block: Collection[str], everyone: Iterable[Found]) -> Iterable[Diagnostic]:
    known = {each for plugin in everyone for each in (plugin.name, plugin.distribution)}
    normal = {_normal(name) for name in known}
    for name in sorted(block):
        if _normal(name) not in normal:
            suggestion = _meant(name, sorted(known))
            yield Diagnostic(
                "DV905", {"name": name, "suggestion": suggestion}, hint="hint.did_you_mean" if suggestion else ""
            )


def _meant(name: str, known: Iterable[str]) -> str:
    from difflib import get_close_matches  # noqa: PLC0415 - only where something is wrong

    return next(iter(get_close_matches(name, known, n=1)), "")


def _normal(name: str) -> str:
    """The name as PEP 503 compares them."""
    return re.sub(r"[-_.]+", "-", name).lower()
