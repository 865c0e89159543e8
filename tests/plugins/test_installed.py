"""Plugins as really installed distributions: what loads, what breaks, and what that costs."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
import zipfile
from datetime import date
from importlib.machinery import PathFinder
from importlib.metadata import MetadataPathFinder, distributions

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import dvrules
from dvrules import installed
from dvrules.plugins import load_plugins
from pages import blocks
from texts import HEAD, OBLIGATION, ROOT

OFFERING = """
import dvrules.extension as dv

def answer(question, params):
    numbered = [record for record in question.evidence if record.document]
    return dv.Answer(fulfilled=numbered[0].occurred, evidence=(numbered[0].id,)) if numbered else dv.Answer()

@dv.hookimpl
def dvrules_evaluators():
    return [dv.Evaluator({name!r}, answer, summary="done when the record has a document number")]
"""


@pytest.fixture
def install(tmp_path, monkeypatch):
    """A function that installs a distribution with one module and one entry point where Python finds it."""
    site = tmp_path / "site"
    site.mkdir()
    monkeypatch.syspath_prepend(str(site))

    def write(distribution, source, entry="{module}", name=None):
        module = distribution.replace("-", "_")
        (site / f"{module}.py").write_text(source, encoding="utf-8")
        info = site / f"{module}-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {distribution}\nVersion: 1.0\n")
        value = entry.format(module=module)
        (info / "entry_points.txt").write_text(f"[dvrules]\n{name or distribution} = {value}\n")
        monkeypatch.delitem(sys.modules, module, raising=False)
        return site

    return write


def faults(catalog):
    return [(diagnostic.code, dict(diagnostic.args)) for diagnostic in catalog.diagnostics]


def test_the_plugin_on_the_page_for_plugin_authors_works_as_it_says(install, make, monkeypatch):
    project, module, *_, tested = blocks(ROOT / "docs/how-to/write-a-plugin.md")
    [(name, entry)] = tomllib.loads(project.text)["project"]["entry-points"]["dvrules"].items()
    monkeypatch.setenv("PYTHONPATH", str(install(name, module.text, entry, name)))
    test = {}
    exec(tested.text, test)  # noqa: S102 - our own page
    test["test_the_evaluator_keeps_to_the_rules"]()
    ruleset = HEAD + OBLIGATION + 'evaluator = "numbered"\n'
    evidence = "".join(
        f'[[evidence]]\nid = "{number}"\nobligation = "ke-hoach:bao-cao"\nby = "van-phong"\n'
        f"occurred = 2024-06-{day}\nrecorded = 2024-06-{day}\n{document}\n"
        for number, day, document in [("1", "03", ""), ("2", "05", 'document = "7/BC"')]
    )
    [finding] = dvrules.assess(make(ruleset, evidence), as_of=date(2024, 7, 1)).findings
    assert (str(finding.state), finding.done) == ("fulfilled", date(2024, 6, 5))


def test_a_plugin_that_does_not_import_costs_one_diagnostic(install):
    install("broken", "import nowhere_to_be_found")
    catalog = load_plugins()
    assert faults(catalog) == [
        (
            "DV901",
            {
                "plugin": "broken",
                "distribution": "broken",
                "problem": "ModuleNotFoundError: No module named 'nowhere_to_be_found'",
            },
        )
    ]
    assert "performance" in catalog.evaluators
    assert {plugin.name: plugin.status for plugin in catalog.plugins}["broken"] == "broken"


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ("return 1 / 0", "ZeroDivisionError: division by zero"),
        ("return ['performance']", "TypeError: dvrules_evaluators: str, not Evaluator"),
        ("raise SystemExit(3)", "SystemExit: 3"),
        ("return [dv.Evaluator('Hai chữ', None)]", "ValueError: dvrules_evaluators: 'Hai chữ'"),
    ],
)
def test_a_hook_that_fails_costs_one_diagnostic(install, body, problem):
    install("failing", f"import dvrules.extension as dv\n@dv.hookimpl\ndef dvrules_evaluators():\n    {body}\n")
    catalog = load_plugins()
    assert [(code, args["problem"]) for code, args in faults(catalog)] == [("DV901", problem)]
    assert "performance" in catalog.evaluators


def test_a_misspelt_hook_is_named_with_the_one_meant(install):
    install("misspelt", "import dvrules.extension as dv\n@dv.hookimpl\ndef dvrules_evaluator():\n    return []\n")
    ((code, args),) = faults(load_plugins())
    assert (code, args["name"], args["suggestion"]) == ("DV903", "dvrules_evaluator", "dvrules_evaluators")


def test_a_name_offered_twice_is_nobodys_until_one_is_blocked(install):
    install("first", OFFERING.format(name="numbered"))
    install("second", OFFERING.format(name="numbered"))
    catalog = load_plugins()
    assert faults(catalog) == [
        ("DV902", {"kind": "evaluators", "name": "numbered", "plugins": "first (first 1.0), second (second 1.0)"})
    ]
    assert "numbered" not in catalog.evaluators
    one_blocked = load_plugins(["second"])
    assert (one_blocked.evaluators["numbered"].plugin, faults(one_blocked)) == ("first", [])


def test_one_plugin_name_in_two_distributions_loads_neither(install):
    install("dist-one", OFFERING.format(name="one"), name="same")
    install("dist-two", OFFERING.format(name="two"), name="same")
    catalog = load_plugins()
    assert [(code, args["kind"]) for code, args in faults(catalog)] == [("DV902", "plugin")]
    assert not {"one", "two"} & set(catalog.evaluators)
    assert "two" in load_plugins(["Dist_One"]).evaluators


def test_a_blocked_plugin_is_not_even_imported(install):
    install("loud", "raise RuntimeError('imported')")
    catalog = load_plugins(["loud"])
    assert faults(catalog) == []
    assert {plugin.name: plugin.status for plugin in catalog.plugins}["loud"] == "blocked"


def test_blocking_what_is_not_there_is_a_warning_with_what_was_meant():
    ((code, args),) = faults(load_plugins(["biultin"]))
    assert (code, args["suggestion"]) == ("DV905", "builtin")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=5, deadline=None)
@given(data=st.data())
def test_the_order_of_installation_is_irrelevant(data):
    shuffled = data.draw(st.permutations(list(distributions())))
    assert load_plugins(installed=lambda: shuffled) == load_plugins()


def offered(found):
    return {(each.name, each.version, frozenset(map(str_of, each.entry_points))) for each in found}


def str_of(entry):
    return entry.group, entry.name, entry.value


def test_the_same_distributions_are_found_as_python_finds(install, tmp_path, monkeypatch):
    own = [finder for finder in sys.meta_path if finder is PathFinder or not hasattr(finder, "find_distributions")]
    monkeypatch.setattr(sys, "meta_path", own)
    install("offering", OFFERING.format(name="numbered"))
    (tmp_path / "site/bare-2.0.dist-info").mkdir()
    (tmp_path / "site/old-3.0.egg-info").mkdir()
    (tmp_path / "site/old-3.0.egg-info/PKG-INFO").write_text("Name: Old\nVersion: 3.0\n\nName: none\n")
    (tmp_path / "site/old-3.0.egg-info/entry_points.txt").write_text("# none\n[other]\na = b:c.d [x]\n")
    ours = offered(installed.distributions())
    assert {("Old", "3.0", frozenset({("other", "a", "b:c.d [x]")}))} < ours
    theirs = offered(each for each in MetadataPathFinder.find_distributions() if each.metadata["Name"])
    assert {each for each in ours if each[0]} == theirs


def test_distributions_in_an_archive_are_found(tmp_path, monkeypatch):
    archive = tmp_path / "site.zip"
    with zipfile.ZipFile(archive, "w") as written:
        written.writestr("numbered.py", OFFERING.format(name="numbered"))
        written.writestr("numbered-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: numbered\nVersion: 1.0\n")
        written.writestr("numbered-1.0.dist-info/entry_points.txt", "[dvrules]\nnumbered = numbered\n")
    monkeypatch.syspath_prepend(str(archive))
    catalog = load_plugins()
    assert (catalog.evaluators["numbered"].plugin, faults(catalog)) == ("numbered", [])


@pytest.mark.parametrize("entry", ["{module}:offers", "{module} : offers.inner [extra]"])
def test_a_plugin_may_be_an_object_of_a_module(install, entry):
    source = OFFERING.format(name="numbered").replace("@dv", "class offers:\n  class inner: pass\n@dv")
    source += "\noffers.dvrules_evaluators = offers.inner.dvrules_evaluators = staticmethod(dvrules_evaluators)\n"
    install("numbered", source, entry)
    catalog = load_plugins()
    assert ("numbered" in catalog.evaluators, faults(catalog)) == (True, [])


def test_a_third_partys_evaluator_changes_a_verdict_only_where_it_is_named(install, make):
    install("numbered", OFFERING.format(name="numbered"))
    evidence = """
    [[evidence]]
    id = "mc-1"
    obligation = "ke-hoach:bao-cao"
    by = "van-phong"
    occurred = 2024-06-10
    recorded = 2024-06-10
    """
    states = {}
    for named in ("", 'evaluator = "numbered"\n'):
        report = dvrules.assess(make(HEAD + OBLIGATION + named, evidence), as_of=date(2024, 7, 10))
        states[named] = [str(finding.state) for finding in report.findings]
    assert list(states.values()) == [["fulfilled"], ["overdue"]]


def test_an_evaluator_that_is_not_installed_leaves_its_findings_undetermined(make):
    report = dvrules.assess(make(HEAD + OBLIGATION + 'evaluator = "numbered"\n'), as_of=date(2024, 7, 10))
    assert [diagnostic.code for diagnostic in report.diagnostics] == ["DV210"]
    assert [(str(f.state), f.missing[0].key) for f in report.findings] == [("undetermined", "missing.evaluator")]


def test_a_wheel_installed_by_pip_is_found_by_a_new_process(tmp_path):
    wheel = tmp_path / "numbered-1.0-py3-none-any.whl"
    info = "numbered-1.0.dist-info"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("numbered.py", OFFERING.format(name="numbered"))
        archive.writestr(f"{info}/METADATA", "Metadata-Version: 2.1\nName: numbered\nVersion: 1.0\n")
        archive.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr(f"{info}/entry_points.txt", "[dvrules]\nnumbered = numbered\n")
        archive.writestr(f"{info}/RECORD", "")
    target = tmp_path / "target"
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", str(target)]
    subprocess.run([*pip, str(wheel)], check=True, capture_output=True)
    listed = subprocess.run(
        [sys.executable, "-m", "dvrules", "plugins"],
        env={**os.environ, "PYTHONPATH": str(target)},
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    assert "numbered 1.0" in listed.stdout


PLUGINS = ["dvrules-cel", "dvrules-docx", "dvrules-email", "dvrules-html", "dvrules-ics", "dvrules-xlsx"]


@pytest.mark.parametrize("name", PLUGINS)
def test_without_one_plugin_the_rest_works(name):
    project = dvrules.load(ROOT / "examples/quang-tri-2024", block=[name])
    report = dvrules.assess(project, as_of=date(2024, 7, 10))
    assert {d.code for d in report.diagnostics} <= {"DV606"}
    assert len(report.findings) == 42
    assert dvrules.export(project, report, "json")[0]
