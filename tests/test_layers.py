"""Imports go downward only, and each third-party package has its one home."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from texts import ROOT

SRC = ROOT / "src/dvrules"

#: From the top down; modules of one line may not import each other, but those of one package may.
LAYERS = [
    ("__main__",),
    ("cli",),
    ("__init__",),
    ("builtin",),
    ("testing",),
    ("api", "evaluating"),
    ("working",),
    ("keeping",),
    ("tracking",),
    ("board",),
    ("revising",),
    ("ledger",),
    ("assessing",),
    ("loading",),
    ("plugins", "shelves"),
    ("evaluations", "installation"),
    ("inputs",),
    ("rendering", "exporting", "entries", "comparing", "verifying", "consolidating"),
    ("explaining",),
    ("needing", "sifting"),
    ("agenda", "turns", "judging", "timing"),
    ("judges", "reviewing"),
    ("parts",),
    ("recording", "asking", "telling", "succession", "tracing", "ranking", "accounting"),
    ("cases",),
    ("matching", "states", "deciding", "applying", "linking", "scheduling"),
    ("bases", "bearing", "curing", "endings", "identifying", "families", "labels", "owed"),
    ("terms",),
    ("building",),
    ("phrases",),
    ("reading", "counting", "codes", "hookspecs", "catalogue", "installed"),
    ("extension", "batches", "drawing"),
    ("messages",),
    ("model",),
]

HOMES = {
    "attrs": {"building", "builtin", "cli", "entries", "keeping", "model", "verifying"},
    "pluggy": {"extension", "hookspecs", "plugins"},
    "cattrs": {"building"},
    "dateutil": {"counting"},
    "toml_rs": {"reading"},
    "tomli_w": {"building", "entries"},
}


def modules():
    return sorted(SRC.rglob("*.py"))


def layer_of(path: Path) -> str:
    return path.relative_to(SRC).parts[0].removesuffix(".py")


def imports(path: Path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            own = node.module == "dvrules"
            yield from (f"dvrules.{alias.name}" for alias in node.names) if own else (node.module,)


def test_every_module_has_its_layer():
    assert {layer_of(path) for path in modules()} == {name for layer in LAYERS for name in layer}


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(SRC)))
def test_a_module_imports_only_what_lies_below_it(path):
    depth = {name: n for n, layer in enumerate(LAYERS) for name in layer}
    own = layer_of(path)
    for name in imports(path):
        if name.startswith("dvrules."):
            other = name.split(".")[1]
            assert other == own or depth[other] > depth[own], f"{own} imports {name}"


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(SRC)))
def test_a_third_party_package_is_imported_only_at_home(path):
    for name in imports(path):
        package = name.split(".")[0]
        if package in HOMES:
            assert layer_of(path) in HOMES[package], f"{path} imports {package}"
        assert package not in {"lark", "holidays", "docx", "jinja2", "hypothesis", "pytest"}


def test_classes_are_built_and_their_fields_told_by_values_alone():
    decorators = {"define", "field", "frozen", "mutable"}
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module == "attrs" and path.name != "values.py":
                assert not decorators & {alias.name for alias in node.names}, path


def test_plugins_import_only_what_third_parties_may():
    names = ("extension", "model", "messages", "drawing", "building.wire", "builtin")
    public = tuple(f"dvrules.{name}" for name in names)
    # A plugin's own command line stands above dvrules, as dvrules' does.
    program = (
        *public,
        "dvrules.loading",
        *(f"dvrules.cli.{name}" for name in ("console", "outcome", "program", "writing")),
    )
    for path in [*(SRC / "builtin").rglob("*.py"), *ROOT.glob("plugins/*/src/**/*.py")]:
        for name in imports(path):
            allowed = program if path.name == "program.py" else public
            assert not name.startswith("dvrules.") or name.startswith(allowed), f"{path} imports {name}"


def test_the_core_names_no_plugin():
    for path in modules():
        if layer_of(path) != "builtin":
            assert not any(name.startswith("dvrules.builtin") for name in imports(path)), path


def graph():
    names = {".".join(("dvrules", *path.relative_to(SRC).with_suffix("").parts)): path for path in modules()}
    return {module: {name for name in imports(path) if name in names} - {module} for module, path in names.items()}


def test_no_modules_import_each_other_in_a_circle():
    from graphlib import TopologicalSorter  # noqa: PLC0415 - only here

    TopologicalSorter(graph()).prepare()


def test_no_module_is_longer_than_300_lines():
    for path in [*modules(), *ROOT.glob("plugins/*/src/**/*.py")]:
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 300, path
