"""The plugin as a project uses it."""

import re
import tomllib
from datetime import date
from importlib.metadata import entry_points

import pytest
from attrs import fields
from docx import Document

import dvrules
import dvrules_docx
from dvrules import testing
from dvrules.building.options import read_options
from dvrules.cli.main import main
from dvrules.messages import LANGS, messages_in
from dvrules.model.places import Place
from dvrules_docx.options import LetterOptions, PlanOptions, ReportOptions
from texts import HEAD, OBLIGATION, PROJECT, ROOT, ROSTER

CLAUSE = '[[clauses]]\nclause = "I"\ntext = "Văn phòng báo cáo./."\n'


@pytest.fixture
def make(tmp_path):
    """A function that writes a small project whose `dvrules.toml` ends in the text given."""

    def write(outputs=""):
        for name, text in {
            "dvrules.toml": PROJECT + outputs,
            "roster.toml": ROSTER,
            "ke-hoach.toml": HEAD + CLAUSE + OBLIGATION,
            "evidence.toml": "",
        }.items():
            (tmp_path / name).write_text(text, encoding="utf-8")
        return tmp_path

    return write


def test_it_offers_three_exporters():
    [entry] = [point for point in entry_points(group="dvrules") if point.name == "docx"]
    assert [offer.name for offer in entry.load().dvrules_exporters()] == ["docx", "docx-letter", "docx-plan"]


def test_it_keeps_to_the_rules_of_all_plugins():
    testing.check_package("dvrules_docx", "dvrules_docx.options")
    for offer in dvrules_docx.dvrules_exporters():
        testing.check_exporter(offer, offer.params())


@pytest.mark.parametrize("name", ["docx", "docx-letter", "docx-plan"])
def test_each_works_without_options(make, name):
    project = dvrules.load(make())
    artifacts, faults = dvrules.export(project, dvrules.assess(project, as_of=date(2024, 7, 10)), name)
    assert (len(artifacts), faults) == (1, ())


def test_the_command_writes_the_three_documents(make, tmp_path, capsys):
    outputs = """
[outputs.docx]
place = "Hà Nội"
date = "2024-07"
signatory = { name = "Trần B", post = "Giám đốc" }

[outputs.docx-letter]
issuer = "so"
template = "mau.docx"

[outputs.docx-plan]
rulesets = ["ke-hoach"]
"""
    template = Document()
    template.add_paragraph("{{trích yếu}}")
    template.add_paragraph("{{nội dung}}")
    template.save(tmp_path / "mau.docx")
    command = ["export", "-p", str(make(outputs)), "--as-of", "2024-07-10", "-o", str(tmp_path / "out")]
    assert main([*command, "docx", "docx-letter", "docx-plan"]) == 0
    out = [line.replace("\\", "/").rpartition("/out/")[2] for line in capsys.readouterr().out.splitlines()]
    assert out == ["bao-cao-2024-07-10.docx", "cong-van/van-phong-2024-07-10.docx", "van-ban/ke-hoach.docx"]
    letter = Document(str(tmp_path / "out" / out[1]))
    assert letter.paragraphs[0].text == "V/v đôn đốc thực hiện Kế hoạch số 1/KH-SO ngày 02/01/2024"


@pytest.mark.parametrize(
    ("outputs", "codes"),
    [
        ('[outputs.docx]\nissuer = "ai-do"', ["DV613"]),
        ('[outputs.docx]\ntemplate = "khong-co.docx"', ["DV101", "DV613"]),
        ('[outputs.docx]\nsignatory = "Trần B"', ["DV203"]),
        ('[outputs.docx]\nsgnatory = "Trần B"', ["DV202"]),
        ('[outputs.docx]\ndate = "tháng 7"', ["DV204"]),
        ('[outputs.docx]\nrecipients = "UBND tỉnh"', ["DV203"]),
    ],
)
def test_a_fault_in_the_options_is_a_diagnostic(make, outputs, codes):
    project = dvrules.load(make(outputs))
    report = dvrules.assess(project, as_of=date(2024, 7, 10))
    _, faults = dvrules.export(project, report, "docx")
    assert sorted({fault.code for fault in (*report.diagnostics, *project.diagnostics, *faults)}) == codes


def test_every_fault_is_told_in_both_languages():
    told = {lang: {k for k in messages_in(lang, "dvrules_docx").words if k.startswith("docx.fault.")} for lang in LANGS}
    assert told["vi"] == told["en"] != set()


def test_every_text_of_the_documents_is_used():
    """A word of `vi.toml` that no code names is one that nobody sees."""
    folder = ROOT / "plugins/dvrules-docx/src/dvrules_docx"
    code = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py"))
    tables = tomllib.loads((folder / "vi.toml").read_text(encoding="utf-8"))["docx"]
    flat = [key for key, value in tables.items() if isinstance(value, str)]
    flat += [f"report.{key}" for key, value in tables["report"].items() if isinstance(value, str)]
    flat += [f"letter.{key}" for key, value in tables["letter"].items() if isinstance(value, str)]
    assert [key for key in flat if f'"docx.{key}"' not in code] == []
    groups = [table for table, value in tables.items() if isinstance(value, dict)]
    assert [table for table in groups if f"docx.{table}." not in code] == []


README = (ROOT / "plugins/dvrules-docx/README.md").read_text(encoding="utf-8")


def test_the_options_of_the_page_are_those_that_there_are():
    """Every option but the template, which needs a file, stands in the example of the README."""
    [text] = re.findall(r"```toml\n((?:.|\n)*?)```", README)
    classes = {"docx": ReportOptions, "docx-letter": LetterOptions, "docx-plan": PlanOptions}
    written = tomllib.loads(text)["outputs"]
    for name, table in written.items():
        _, faults = read_options(table, classes[name], Place("README.md", ("outputs", name)))
        assert faults == ()
    assert written["docx"].keys() == {field.name for field in fields(ReportOptions)} - {"template"}
    assert written["docx-plan"].keys() == {field.name for field in fields(PlanOptions)} - {"template"}


def test_the_placeholders_of_the_page_are_those_that_there_are():
    words = messages_in("vi", "dvrules_docx").words
    names = {key: value for key, value in words.items() if key.startswith("docx.placeholder.")}
    row = names.pop("docx.placeholder.row")
    columns = {f"{row}.{value}" for key, value in words.items() if key.startswith("docx.column.")}
    assert set(re.findall(r"\{\{(.+?)\}\}", README)) == {*names.values(), *columns}
