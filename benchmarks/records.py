"""Records: what is on record about a made-up plan: evidence, events, facts, waivers and suspensions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from attrs import define, field

from benchmarks.plans import DEPARTMENTS, HEIR, MERGED, MERGED_THROUGH, Plan, Written, owing
from benchmarks.turns import FIRST, LAST, YEAR, Mould, Turn

#: The day for which workloads are judged.
AS_OF = date(YEAR, 6, 30)

EVIDENCED = 0.85
LATE = 0.2
NAMED = 0.6
#: Of the occurrences that may be waived and have no evidence; it makes 2 % of all.
WAIVED = 0.21
CORRECTED = 0.001


def record(plan: Plan, obligations: dict[str, Mould], chance: Random, written: Written) -> None:
    """Add what is on record about a plan to its programme's files."""
    _Recorder(plan, chance, written).record(obligations)
    if plan.issuer.endswith("x00"):
        written.suspensions.append(_suspension(plan))


def _suspension(plan: Plan) -> str:
    return (
        f'[[suspensions]]\nid = "{plan.id}-td"\nobligation = "{plan.id}:n24"\nby = "{plan.issuer}"\n'
        f'reason = "Khắc phục bão lũ"\n'
        f"decided = {YEAR}-05-02\nrecorded = {YEAR}-05-03\nfrom = {YEAR}-05-02\nthrough = {YEAR}-05-15\ntolls = true\n"
    )


@define
class _Recorder:
    """Makes up what is on record about a plan."""

    plan: Plan
    chance: Random
    written: Written
    count: int = 0
    done: dict[str, date] = field(factory=dict)

    def record(self, named: dict[str, Mould]) -> None:
        # One in ten has declared nothing.
        for department in DEPARTMENTS:
            drawn = self.chance.random()
            if drawn < 0.9:
                self._add(
                    "fact", name="nhà văn hóa", value=drawn < 0.45, unit=self.plan.unit(department), recorded=FIRST
                )
        for name, mould in named.items():
            turns = [*self._turns(name, mould)]
            # What is merged on the way keeps the keys that it had, so that records name them.
            by_name = mould.bearer == "each_department" or self.chance.random() < NAMED
            for turn in turns:
                for unit in owing(self.plan, name, mould, turn.opens):
                    self._occurrence(name, mould, turn, unit, by_name=by_name)

    def _turns(self, name: str, mould: Mould) -> Iterator[Turn]:
        """The turns, with their events on record where they wait for any."""
        for event in mould.events:
            self._add("event", obligation=f"{self.plan.id}:{name}", **event)
        ids = [record["id"] for record in self.written.records[-len(mould.events) :]] if mould.events else []
        for number, turn in enumerate(mould.turns):
            yield Turn(ids[number], turn.opens, turn.due) if ids else turn

    def _occurrence(self, name: str, mould: Mould, turn: Turn, unit: str, *, by_name: bool) -> None:
        reference = f"{self.plan.id}:{name}"
        key = f"{reference}/{unit}/{turn.period}"
        if not mould.events or turn.opens <= AS_OF:
            self.written.keys.append(key)
        if not mould.evidenced:
            return
        if self.chance.random() < EVIDENCED:
            day = self._day(mould, turn)
            if day:
                self.done.setdefault(name, day)
                self._evidence(reference, key if by_name else "", unit, day, mould)
        elif by_name and mould.waivable and self.chance.random() < WAIVED:
            self.written.waivers.append(self._waiver(reference, key, turn))

    def _day(self, mould: Mould, turn: Turn) -> date | None:
        """The day on which it was done, if it was."""
        if mould.follows:
            base = self.done.get(mould.follows)
            return base + timedelta(days=self.chance.randint(0, 12)) if base else None
        if self.chance.random() < LATE and mould.kind == "achievement":
            return turn.due + timedelta(days=self.chance.randint(1, 20))
        return turn.opens + timedelta(days=self.chance.randint(0, max(0, (turn.due - turn.opens).days)))

    def _evidence(self, reference: str, key: str, unit: str, day: date, mould: Mould) -> None:
        plan = self.plan
        merged = plan.merged and unit == plan.unit(MERGED) and day > MERGED_THROUGH
        said: dict[str, Any] = {"obligation": reference, "by": plan.unit(HEIR) if merged else unit, "occurred": day}
        if key:
            said["fulfils"] = [key]
        shows = self._shows(mould)
        more: dict[str, Any] = {"document": f"{self.count}/BC-{plan.issuer}", "source": "Sổ văn bản đến"}
        recorded = day + timedelta(days=self.chance.randint(0, 5))
        self._add("", **said, **shows, recorded=recorded, **more)
        first = self.written.records[-1]["id"]
        if shows.get("shows") == "breach" and self.chance.random() < 1 / 2:
            cured = min(day + timedelta(days=self.chance.randint(1, 9)), LAST)
            self._add("", **{**said, "occurred": cured}, shows="cure", recorded=cured, source="Biên bản kiểm tra")
        elif self.chance.random() < CORRECTED:
            self._add(
                "", **said, **shows, recorded=recorded + timedelta(days=9), corrects=first, note="ghi nhầm số", **more
            )

    def _shows(self, mould: Mould) -> dict[str, Any]:
        match mould.kind:
            case "programme":
                return {"shows": "assessment", "result": self.chance.choice(["met", "met", "partly_met", "not_met"])}
            case "maintenance" | "prohibition" if self.chance.random() < 1 / 10:
                return {"shows": "breach"}
            case _:
                return {}

    def _waiver(self, reference: str, key: str, turn: Turn) -> str:
        plan = self.plan
        by = plan.parent.issuer if plan.parent and self.chance.random() < 1 / 20 else plan.issuer
        decided = max(FIRST, min(turn.opens, AS_OF - timedelta(days=20)))
        defers = self.chance.random() < 1 / 3
        effect = f'effect = "defers"\ndue = {turn.due + timedelta(days=30)}\n' if defers else 'effect = "excuses"\n'
        return (
            f'[[waivers]]\nid = "{plan.id}-m{len(self.written.waivers)}"\n'
            f'obligation = "{reference}"\noccurrences = ["{key}"]\nby = "{by}"\n'
            f'reason = "Tập trung khắc phục hậu quả thiên tai"\ndecided = {decided}\nrecorded = {decided}\n'
            f'document = "{len(self.written.waivers) + 1}/QĐ-{plan.issuer}"\n{effect}'
        )

    def _add(self, kind: str, **values: Any) -> None:
        """Add a record of a kind, of evidence where none is given, under an id of its own."""
        self.count += 1
        head = {"record": kind} if kind else {}
        plain = {key: value.isoformat() if isinstance(value, date) else value for key, value in values.items()}
        self.written.records.append({**head, "id": f"{self.plan.id}-{self.count}", **plain})
