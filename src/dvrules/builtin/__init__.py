"""The plugin that comes with dvrules: what rulesets name most, offered by the same door as anyone's."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Any, Literal

from dvrules.builtin.evaluators import (
    Attested,
    Children,
    Count,
    Sum,
    answer_assessment,
    answer_attested,
    answer_children,
    answer_count,
    answer_no_breach,
    answer_performance,
    answer_received,
    answer_sum,
)
from dvrules.builtin.executors import Processes, open_processes, open_serial
from dvrules.extension import NOTHING, CalendarOffer, Evaluator, ExecutorOffer, Exporter, hookimpl
from dvrules.messages import Lang
from dvrules.model.artifacts import Artifact
from dvrules.model.records import Shows
from dvrules.model.reports import Report


@hookimpl
def dvrules_evaluators() -> Iterable[Evaluator]:
    """The evaluators of the kinds of norm, and of what is counted, received, attested or done by others."""
    alone: frozenset[Literal["below", "day"]] = frozenset()
    return [
        Evaluator(
            "performance",
            answer_performance,
            summary="có minh chứng đã làm / done by the first evidence of it",
            shown=Shows.PERFORMANCE,
            hangs_on=alone,
        ),
        Evaluator(
            "no-breach",
            answer_no_breach,
            summary="giữ được nếu không có vi phạm / kept unless a breach is shown",
            nothing=NOTHING,
            hangs_on=alone,
        ),
        Evaluator(
            "assessment",
            answer_assessment,
            summary="theo đánh giá gần nhất / as last assessed",
            nothing=NOTHING,
            hangs_on=alone,
        ),
        Evaluator("count", answer_count, Count, "đủ số lần / done often enough", hangs_on=alone),
        Evaluator("sum", answer_sum, Sum, "đủ khối lượng / enough of it done", hangs_on=alone),
        Evaluator(
            "children",
            answer_children,
            Children,
            "theo các nhiệm vụ cấp dưới / by those below",
            hangs_on=frozenset(("below",)),
        ),
        Evaluator(
            "received", answer_received, summary="mọi nơi nhận đã nhận / received by every recipient", hangs_on=alone
        ),
        Evaluator(
            "attested", answer_attested, Attested, "có xác nhận của chức danh / attested by a post", hangs_on=alone
        ),
    ]


@hookimpl
def dvrules_exporters() -> Iterable[Exporter]:
    """The JSON report, and the picture of the cascade."""
    return [
        Exporter("json", write, summary="báo cáo đầy đủ, dvrules.report/1 / the complete report"),
        Exporter("picture", draw, summary="sơ đồ hệ thống văn bản, Mermaid và SVG / the cascade, Mermaid and SVG"),
    ]


def write(report: Report, lang: Lang, params: None) -> list[Artifact]:
    """The complete report."""
    from dvrules.builtin.json_report import export_json  # noqa: PLC0415 - at the edge: loaded only to export

    return export_json(report, lang, params)


def draw(report: Report, lang: Lang, params: None) -> list[Artifact]:
    """The picture of the cascade."""
    from dvrules.builtin.picture import export_picture  # noqa: PLC0415 - as above

    return export_picture(report, lang, params)


@hookimpl
def dvrules_calendars() -> Iterable[CalendarOffer]:
    """The working days of Vietnam's public offices."""
    return [CalendarOffer("vn", read_vn, summary="ngày làm việc ở Việt Nam, 2019-2026 / working days in Vietnam")]


@hookimpl
def dvrules_executors() -> Iterable[ExecutorOffer]:
    """This process, or several of this machine."""
    return [
        ExecutorOffer("serial", open_serial, summary="lần lượt, trong một tiến trình / one by one, in one process"),
        ExecutorOffer("processes", open_processes, Processes, summary="nhiều tiến trình / several processes"),
    ]


def read_vn() -> bytes:
    """The calendar `vn`, as TOML."""
    # As `pkgutil.get_data` does, which is longer to be loaded than the calendar.
    loader: Any = __spec__.loader
    content: bytes = loader.get_data(os.path.join(os.path.dirname(__file__), "calendars", "vn.toml"))  # noqa: PTH118, PTH120
    return content
