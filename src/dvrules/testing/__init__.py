"""Testing: what holds of every plugin, to be called from the tests of whoever writes one.

    from dvrules import testing

    def test_the_plugin_keeps_to_the_rules():
        testing.check_package("my_exporters", "my_exporters.options")
        testing.check_words("my_exporters", "mine")
        testing.check_exporter(exporter, options)

Each check raises AssertionError and says what does not hold. None needs a project, a file or a network.
"""

from dvrules.testing.evaluators import check_condition, check_evaluator
from dvrules.testing.executors import check_executor
from dvrules.testing.exporters import check_exporter
from dvrules.testing.packages import check_package, check_words
from dvrules.testing.samples import HOSTILE, sample_report

__all__ = [
    "HOSTILE",
    "check_condition",
    "check_evaluator",
    "check_executor",
    "check_exporter",
    "check_package",
    "check_words",
    "sample_report",
]
