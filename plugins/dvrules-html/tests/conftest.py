"""Pages of small projects and of the example, and a headless Chromium to read them."""

from __future__ import annotations

import json
import os
import selectors
import shutil
import subprocess
import sys
from contextlib import suppress
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest

import dvrules
from texts import HEAD, OBLIGATION, PROJECT, ROOT, ROSTER

AS_OF = date(2024, 7, 10)
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
CHROMIUM = next(filter(None, map(shutil.which, NAMES)), None) if os.name == "posix" else None
PATIENCE = 60


class Page(HTMLParser):
    """A page read into its tags with their attributes, its words, and those of its sections, tables and findings.

    `raw` has what stands in `style` and `script`, `states` those of the findings in their order.
    """

    def __init__(self, artifact):
        super().__init__()
        self.artifact = artifact
        self.tags, self.raw, self.states = [], {}, []
        self.words, self.in_section, self.in_details, self.rows = [], {}, {}, {}
        self._section = self._details = self._cell = self._raw = None
        self.feed(artifact.content.decode("utf-8"))
        self.close()
        self.text = joined(self.words)
        self.sections = {name: joined(words) for name, words in self.in_section.items()}
        self.details = {name: joined(words) for name, words in self.in_details.items()}
        self.tables = {name: [[joined(cell) for cell in row] for row in rows] for name, rows in self.rows.items()}

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.tags.append((tag, attributes))
        match tag:
            case "style" | "script":
                self._raw = tag
            case "section":
                self._section = attributes["id"]
            case "details":
                self._details = attributes["id"]
                self.states.append(attributes["data-state"])
            case "tr":
                self.rows.setdefault(self._section, []).append([])
            case "td" | "th":
                self._cell = []
                self.rows[self._section][-1].append(self._cell)

    def handle_endtag(self, tag):
        if tag == self._raw:
            self._raw = None
        elif tag == "section":
            self._section = None
        elif tag == "details":
            self._details = None
        elif tag in {"td", "th"}:
            self._cell = None

    def handle_data(self, data):
        if self._raw:
            self.raw[self._raw] = self.raw.get(self._raw, "") + data
            return
        self.words.append(data)
        if self._section:
            self.in_section.setdefault(self._section, []).append(data)
        if self._details:
            self.in_details.setdefault(self._details, []).append(data)
        if self._cell is not None:
            self._cell.append(data)


def joined(words):
    """The words with single blanks between them."""
    return " ".join(" ".join(words).split())


@pytest.fixture(scope="session")
def page_of():
    """A function that makes the page of a project, and fails if there is anything to complain of."""

    def page_of_(project, lang="vi", **days):
        report = dvrules.assess(project, **{"as_of": AS_OF, **days})
        (artifact,), faults = dvrules.export(project, report, "html", lang=lang)
        assert faults == ()
        return Page(artifact)

    return page_of_


@pytest.fixture(scope="session")
def example():
    return dvrules.load(ROOT / "examples/quang-tri-2024")


@pytest.fixture(scope="session")
def report(example):
    """The example judged for 10 July 2024."""
    return dvrules.assess(example, as_of=date(2024, 7, 10))


@pytest.fixture
def make(tmp_path):
    """A function that writes the files of a project and loads it."""

    def write(ruleset=HEAD + OBLIGATION, evidence="", project=PROJECT, roster=ROSTER, **more):
        texts = {"ke-hoach": ruleset, "evidence": evidence, "dvrules": project, "roster": roster, **more}
        for name, text in texts.items():
            (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
        return dvrules.load(tmp_path)

    return write


def out_of_the_way(end):
    """The same end of a pipe under a number that is none of the first."""
    import fcntl  # noqa: PLC0415 - Windows has none, and no such pipes either

    moved = fcntl.fcntl(end, fcntl.F_DUPFD, 10)
    os.close(end)
    return moved


class Browser:
    """A page in headless Chromium, spoken to by the DevTools protocol over pipes; nothing listens on any port."""

    def __init__(self, folder):
        there, self._to, self._from, here = map(out_of_the_way, (*os.pipe(), *os.pipe()))
        # Chromium reads commands from its file 3 and answers on its file 4.
        start = f"import os, sys; os.dup2({there}, 3); os.dup2({here}, 4); os.execv(sys.argv[1], sys.argv[1:])"
        quiet = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
        own = ["--disable-component-update", f"--user-data-dir={folder}", "--remote-debugging-pipe", "about:blank"]
        silent = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.DEVNULL)
        command = [sys.executable, "-c", start, CHROMIUM, *quiet, *own]
        self._process = subprocess.Popen(command, pass_fds=(there, here), **silent)
        os.close(there)
        os.close(here)
        self._ready = selectors.DefaultSelector()
        self._ready.register(self._from, selectors.EVENT_READ)
        self._read, self._count, self._session, self.events = b"", 0, None, []
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.ask(f"{domain}.enable")

    def ask(self, method, **params):
        """What a command of the protocol answers."""
        self._count += 1
        session = {"sessionId": self._session} if self._session else {}
        message = {"id": self._count, "method": method, "params": params, **session}
        os.write(self._to, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._next()
            if answer.get("id") == self._count:
                assert "error" not in answer, answer
                return answer["result"]
            self.events.append(answer)

    def _next(self):
        while b"\0" not in self._read:
            assert self._ready.select(PATIENCE), "Chromium says nothing"
            part = os.read(self._from, 1 << 16)
            assert part, "Chromium has ended"
            self._read += part
        message, _, self._read = self._read.partition(b"\0")
        return json.loads(message)

    def open(self, url, *, width=1280, height=900, scripts=True):
        """Open an address and wait until it is loaded; what happened before is forgotten."""
        self.ask("Emulation.setScriptExecutionDisabled", value=not scripts)
        self.ask("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
        self.ask("Page.navigate", url="about:blank")
        self.ask("Page.getFrameTree")
        self.events, self._url = [], url.partition("#")[0]
        self.ask("Page.navigate", url=url)
        while not any(event["method"] == "Page.loadEventFired" for event in self.events):
            self.events.append(self._next())

    def run(self, script):
        """The value of an expression of JavaScript."""
        answer = self.ask("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def press(self, key, code=0, text=""):
        """Press a key and let go of it."""
        for kind in ("keyDown", "keyUp"):
            typed = {"text": text} if text and kind == "keyDown" else {}
            self.ask("Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=code, **typed)

    def complaints(self):
        """What went wrong since the page was opened: faults, broken policy, and addresses asked for beside its own."""
        self.run("0")
        told = []
        for event in self.events:
            params = event["params"]
            match event["method"]:
                case "Log.entryAdded":
                    told.append(params["entry"]["text"])
                case "Runtime.exceptionThrown" | "Runtime.consoleAPICalled":
                    told.append(str(params))
                case "Network.requestWillBeSent" if params["request"]["url"] != self._url:
                    told.append(params["request"]["url"])
        return told

    def close(self):
        with suppress(OSError):
            self.ask("Browser.close")
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        for end in (self._to, self._from):
            os.close(end)


@pytest.fixture(scope="session")
def browser(tmp_path_factory):
    if CHROMIUM is None:
        pytest.skip(f"no Chromium on this machine: none of {', '.join(NAMES)}")
    browser = Browser(tmp_path_factory.mktemp("chromium"))
    yield browser
    browser.close()


@pytest.fixture
def show(browser, tmp_path):
    """A function that opens a page in Chromium and gives the browser."""

    def show_(page, anchor="", **more):
        path = Path(tmp_path, page.artifact.name)
        path.write_bytes(page.artifact.content)
        browser.open(f"{path.as_uri()}{anchor}", **more)
        return browser

    return show_
