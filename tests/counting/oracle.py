"""The oracle: deadlines counted by walking from day to day, sharing nothing with the library but the words of tables.

Calendars, profiles and deadlines are the plain tables that a project writes in TOML; an answer is plain days, with None
for a day that can't be said.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

DAY = timedelta(days=1)
MONTHS_IN = {"month": 1, "quarter": 3, "half_year": 6, "nine_months": 9, "year": 12}
CYCLES = {"": "year", "W": "week", "Q": "quarter", "H": "half_year", "9": "nine_months"}
PROFILES = {
    "vn": {"month_end": "last", "roll": "next", "roll_back": "none", "first_day": False, "middle": 15},
    "plain": {"month_end": "last", "roll": "none", "roll_back": "none", "first_day": False, "middle": 15},
}
ROLLS = ["none", "next", "previous"]
MONTH_ENDS = ["last", "next", "error"]
MEASURES = [
    ("day", 90),
    ("working_day", 60),
    ("week", 12),
    ("half_month", 6),
    ("month", 30),
    ("half_year", 5),
    ("year", 2),
]


class CannotSay(Exception):
    """There is no such day, or it takes a day that the calendar knows nothing of."""


class Walker:
    """Counts over the table of a calendar, by a profile."""

    def __init__(self, calendar, profile):
        table = {"name": profile} if isinstance(profile, str) else profile
        self.profile = PROFILES[table.get("base", profile if isinstance(profile, str) else "plain")] | table
        self.first, self.last, self.weekend = calendar["first"], calendar["last"], set(calendar["weekend"])
        self.entries = {entry["day"]: entry["worked"] for entry in calendar["days"]}

    def is_working(self, day):
        if not self.first <= day <= self.last:
            raise CannotSay(day)
        return self.entries.get(day, day.isoweekday() not in self.weekend)

    def roll(self, day, roll):
        while roll != "none" and not self.is_working(day):
            day += DAY if roll == "next" else -DAY
        return day

    def ahead(self, day, lead):
        """The last day after which `lead` whole working days are left through `day`, found by looking back."""
        left = lead
        while left:
            left -= self.is_working(day)
            day -= DAY
        while lead and not self.is_working(day):
            day -= DAY
        return day

    def working_days(self, day, count):
        """The `count`-th working day on from `day` or, negative, back from it, not counting the day itself."""
        step, left = DAY if count > 0 else -DAY, abs(count)
        if count:
            self.is_working(day)
        while left:
            day += step
            left -= self.is_working(day)
        return day

    def months(self, day, count):
        """The same day of the month `count` months on or back, where the months are passed one by one."""
        wanted, step = day.day, DAY if count > 0 else -DAY
        left = abs(count)
        while left:
            left -= (day + step).month != day.month
            day += step
        return self.numbered(days_of_month(day), wanted)

    def numbered(self, days, number):
        """The day of the month with that number; where there is none, as the profile says."""
        for day in days:
            if day.day == number:
                return day
        if self.profile["month_end"] == "error":
            raise CannotSay(number)
        return days[-1] if self.profile["month_end"] == "last" else days[-1] + DAY

    def offset(self, day, count, measure):
        if count and self.profile["first_day"]:
            day += -DAY if count > 0 else DAY
        if not count:
            return day
        if measure == "working_day":
            return self.working_days(day, count)
        if measure in {"month", "half_year", "year"}:
            return self.months(day, count * MONTHS_IN[measure])
        for _ in range(abs(count) * {"day": 1, "week": 7, "half_month": 15}[measure]):
            day += DAY if count > 0 else -DAY
        return day

    def anchor(self, cycle, days, anchor):
        """The day of an anchor for the period of these days, its offset counted."""
        following = anchor.get("of") == "next"
        day = self.point(cycle, stretch_after(cycle, days) if following else days, anchor, following=following)
        return self.offset(day, anchor.get("offset", 0), anchor.get("measure", "day"))

    def point(self, cycle, days, anchor, *, following):
        word, month = anchor["day"], anchor.get("month")
        if cycle != "week" and (month or isinstance(word, int)):
            cycle, days = "month", split_by_month(days)[month - 1 if month else 0 if following else -1]
        if isinstance(word, int):
            return days[word - 1] if cycle == "week" else self.numbered(days, word)
        if word == "middle":
            return split_by_month(days)[5][29] if cycle == "year" else self.numbered(days, self.profile["middle"])
        for day in days if word.startswith("first") else reversed(days):
            if not word.endswith("_working") or self.is_working(day):
                return day
        raise CannotSay(word)

    def due_in(self, deadline, cycle, days):
        day = self.anchor(cycle, days, deadline.get("by") or deadline.get("before") or {"day": "last"})
        return self.roll(day - DAY if "before" in deadline else day, deadline.get("roll", "none"))

    def counted_from(self, day, deadline):
        """The due day of what is counted from an event; a roll that isn't written is the profile's."""
        offset = deadline.get("offset", 0)
        usual = self.profile["roll"] if offset > 0 else self.profile["roll_back"] if offset < 0 else "none"
        return self.roll(self.offset(day, offset, deadline.get("measure", "day")), deadline.get("roll", usual))

    def data(self, cycle, days, cut_off):
        anchor = {"day": 14} if cut_off == "nd-09-2019" else cut_off
        before = self.anchor(cycle, stretch_before(cycle, days), anchor)
        return before + DAY, self.anchor(cycle, days, anchor)


def days_of_month(day):
    while day.day > 1:
        day -= DAY
    days = [day]
    while (day + DAY).month == days[0].month:
        day += DAY
        days.append(day)
    return days


def split_by_month(days):
    months = []
    for day in days:
        if day.day == 1:
            months.append([])
        months[-1].append(day)
    return months


@cache
def label_of(cycle, day):
    """The label of the period in which a day lies; None where it lies in none."""
    match cycle:
        case "week":
            thursday = day + (4 - day.isoweekday()) * DAY
            return f"{thursday.year}-W{(thursday - date(thursday.year, 1, 1)).days // 7 + 1:02}"
        case "month":
            return f"{day.year}-{day.month:02}"
        case "quarter":
            return f"{day.year}-Q{(day.month + 2) // 3}"
        case "half_year":
            return f"{day.year}-H{1 if day.month <= 6 else 2}"
        case "nine_months":
            return f"{day.year}-9M" if day.month <= 9 else None
    return str(day.year)


def period_around(cycle, day):
    """All the days of the period in which `day` lies."""
    label = label_of(cycle, day)
    while label_of(cycle, day - DAY) == label:
        day -= DAY
    days = [day]
    while label_of(cycle, day + DAY) == label:
        day += DAY
        days.append(day)
    return days


def period_labelled(label):
    cycle = CYCLES.get(label[5:6], "month")
    day = date(int(label[:4]), 1, 1) - 4 * DAY
    while label_of(cycle, day) != label:
        day += DAY
    return cycle, period_around(cycle, day)


def stretch_after(cycle, days):
    """The days that follow a period, for as long as the period is."""
    found = []
    left = 7 if cycle == "week" else MONTHS_IN[cycle]
    day = days[-1]
    while left:
        day += DAY
        found.append(day)
        left -= cycle == "week" or (day + DAY).day == 1
    return found


def stretch_before(cycle, days):
    found = []
    left = 7 if cycle == "week" else MONTHS_IN[cycle]
    day = days[0]
    while left:
        day -= DAY
        found.append(day)
        left -= cycle == "week" or day.day == 1
    return found[::-1]


def said(find, *args):
    """What `find` gives, None where it can't say."""
    try:
        return find(*args)
    except CannotSay:
        return None


def answers(case):
    """The terms of a case: label, the days on which each opens and falls due, its internal day, the span of its data.

    The rules of the forms are those of DESIGN 3: what fell due before the document held was never owed under it, nor
    what falls due after its end.
    """
    deadline, start = case["deadline"], case["start"]
    walker = Walker(case["calendar"], case["profile"])
    match deadline["form"]:
        case "fixed":
            named = deadline["by"] if "by" in deadline else deadline["before"] - DAY
            due = said(walker.roll, named, deadline.get("roll", "none"))
            return [("once", deadline.get("from", start), due, None, None)]
        case "listed":
            rolled = [said(walker.roll, day, deadline.get("roll", "none")) for day in deadline["days"]]
            return [(str(number), start, due, None, None) for number, due in enumerate(rolled, start=1)]
        case "relative":
            backward = deadline.get("offset", 0) < 0
            opens = deadline.get("from", start if backward else case["event"])
            return [("1", opens, said(walker.counted_from, case["event"], deadline), None, None)]
        case "on_request":
            due = case["requested"]
            if due is None and "offset" in deadline:
                due = said(walker.counted_from, case["event"], deadline)
            return [("1", case["event"], due, None, None)]
        case "within":
            cycle, days = period_labelled(deadline["period"])
            opens = start if "before" in deadline else days[0]
            if "from" in deadline:
                opens = said(walker.anchor, cycle, days, deadline["from"])
            return [(deadline["period"], opens, said(walker.due_in, deadline, cycle, days), None, None)]
    return list(periodic_answers(walker, deadline, start, case["through"]))


def periodic_answers(walker, deadline, start, through):
    cycle, seen = deadline["every"], {None}
    for day in (start + count * DAY for count in range((through - start).days + 1)):
        label = label_of(cycle, day)
        if label in seen:
            continue
        seen.add(label)
        days = period_around(cycle, day)
        due = said(walker.due_in, deadline, cycle, days)
        if (due and due < start) or (days[-1] > through and (due is None or due > through)):
            continue
        opens = said(walker.anchor, cycle, days, deadline["from"]) if "from" in deadline else max(start, days[0])
        internal = due and "lead" in deadline and said(walker.ahead, due, deadline["lead"])
        data = said(walker.data, cycle, days, deadline["cut_off"]) if "cut_off" in deadline else None
        yield label, opens, due, internal or None, data


def random_calendar(rng):
    """A calendar of 2019-2030, with a score of days off and some worked days off in every year."""
    first, last = date(2019, 1, 1) + rng.randint(0, 40) * DAY, date(2030, 12, 31) - rng.randint(0, 40) * DAY
    days = {first + rng.randint(0, (last - first).days) * DAY: rng.random() < 0.2 for _ in range(240)}
    # The engine can't yet say of days off at the very end of a calendar that they are off.
    days[last] = True
    entries = [{"day": day, "worked": worked, "name": "x", "source": "y"} for day, worked in sorted(days.items())]
    return {"name": "random", "first": first, "last": last, "weekend": rng.choice([[6, 7], [7]]), "days": entries}


def random_case(rng, calendar):
    """A deadline of any form but those that lead to another deadline, and what it is counted by."""
    return Chance(rng, calendar).case()


class Chance:
    """Draws what a case is made of."""

    def __init__(self, rng, calendar):
        self.rng, self.calendar = rng, calendar
        self.profile = self.rng.choice(list(PROFILES)) if self.likely(0.6) else self.own_profile()
        self.counts_first = not isinstance(self.profile, str) and self.profile["first_day"]
        self.start = self.through = self.day()
        self.cycle = rng.choice(["week", *MONTHS_IN])

    def case(self):
        form = self.rng.choice(["fixed", "within", *["periodic", "relative"] * 3, "on_request", "listed"])
        deadline = {"form": form} | getattr(self, form)()
        deadline |= self.maybe(0.5, "roll", lambda: self.rng.choice(ROLLS))
        requested = self.day() if self.likely(0.2) else None
        found = {"deadline": deadline, "event": self.day(), "requested": requested}
        return found | {key: getattr(self, key) for key in ("calendar", "profile", "start", "through")}

    def fixed(self):
        return {self.ending(): self.day()} | self.maybe(0.2, "from", self.day)

    def listed(self):
        return {"days": sorted({self.day() for _ in range(self.rng.randint(1, 3))})}

    def relative(self):
        return {"event": "x"} | self.count(-1) | self.maybe(0.2, "from", self.day)

    def on_request(self):
        return {"event": "x"} | (self.count(0) if self.likely(0.9) else {})

    def within(self):
        label = label_of(self.cycle, self.start) or f"{self.start.year}-9M"
        return {"period": label} | self.maybe(0.8, self.ending(), self.anchor) | self.maybe(0.2, "from", self.anchor)

    def periodic(self):
        longest = {"week": 20, "month": 70, "quarter": 150}.get(self.cycle, 400)
        self.through = self.start + self.rng.randint(0, longest) * DAY
        found = {"every": self.cycle} | self.maybe(0.9, self.ending(), self.anchor)
        found |= self.maybe(0.2, "from", self.anchor)
        found |= self.maybe(0.2, "lead", lambda: self.rng.randint(0, 12))
        return found | (self.maybe(0.2, "cut_off", self.cut_off) if self.cycle != "week" else {})

    def likely(self, chance):
        return self.rng.random() < chance

    def maybe(self, chance, key, draw):
        return {key: draw()} if self.likely(chance) else {}

    def day(self):
        """A day of the calendar or not far from it, and rather often the last of a month."""
        day = (
            self.calendar["first"] + self.rng.randint(-40, (self.calendar["last"] - self.calendar["first"]).days) * DAY
        )
        day += 40 * DAY if self.likely(0.1) else 0 * DAY
        return days_of_month(day)[-1] if self.likely(0.2) else day

    def ending(self):
        return self.rng.choice(["by", "by", "before"])

    def own_profile(self):
        own = {"name": "own", "base": self.rng.choice(list(PROFILES)), "month_end": self.rng.choice(MONTH_ENDS)}
        own |= {"roll": self.rng.choice(ROLLS), "roll_back": self.rng.choice(ROLLS)}
        return own | {"first_day": self.likely(0.3), "middle": self.rng.randint(10, 20)}

    def measure(self):
        """A measure, and how many of it are counted at most."""
        # Which day a count of months ends on that counts its first day is not settled.
        return self.rng.choice(MEASURES[: 4 if self.counts_first else 7])

    def count(self, lowest):
        measure, most = self.measure()
        return {"offset": self.rng.randint(lowest * most, most), "measure": measure}

    def anchor(self):
        offset = self.count(-1) if self.likely(0.4) else {}
        return self.cut_off_anchor() | offset | {"of": self.rng.choice(["this", "next"])}

    def cut_off(self):
        # The engine doesn't yet count the offset of a cut-off.
        return self.cut_off_anchor() if self.likely(0.5) else "nd-09-2019"

    def cut_off_anchor(self):
        if self.cycle == "week":
            # Nor is it settled which is the first working day of a week that has none.
            return {"day": self.rng.choice([*range(1, 8), "first", "last"])}
        month = self.maybe(0.4, "month", lambda: self.rng.randint(1, MONTHS_IN[self.cycle]))
        words = ["first", "last", "first_working", "last_working"]
        words += ["middle"] if month or self.cycle in {"month", "year"} else []
        return month | {"day": self.rng.choice([self.rng.randint(1, 31), self.rng.randint(29, 31), *words])}
