"""Pages of small projects and of the example, and a headless Chromium to read them."""

from __future__ import annotations

import json
import os
import selectors
import shutil
import subprocess
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest

import dvrules
from texts import HEAD, OBLIGATION, PROJECT, ROOT, ROSTER

AS_OF = date(2024, 7, 10)
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
CHROMIUM = next(filter(None, map(shutil.which, NAMES)), None)
PATIENCE = 60


def page_of(project, lang="vi", **days):
    """The one page that the exporter makes of a project."""
    report = dvrules.assess(project, **{"as_of": AS_OF, **days})
    (artifact,), faults = dvrules.export(project, report, "html", lang=lang)
    assert faults == ()
    return artifact


@pytest.fixture(scope="session")
def example():
    return dvrules.load(ROOT / "examples/quang-tri-2024")


@pytest.fixture
def make(tmp_path):
    """A function that writes the files of a project and loads it."""

    def write(ruleset=HEAD + OBLIGATION, evidence="", project=PROJECT, roster=ROSTER, **more):
        texts = {"ke-hoach": ruleset, "evidence": evidence, "dvrules": project, "roster": roster, **more}
        for name, text in texts.items():
            (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
        return dvrules.load(tmp_path)

    return write


class Browser:
    """A page in headless Chromium, spoken to by the DevTools protocol over pipes; nothing listens on any port."""

    def __init__(self, folder):
        there, self._to = os.pipe()
        self._from, here = os.pipe()
        # Chromium reads commands from its file 3 and answers on its file 4.
        command = ["sh", "-c", f'exec "$0" "$@" 3<&{there} 4>&{here}', CHROMIUM, "--headless", "--no-sandbox"]
        quiet = ["--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update"]
        own = [f"--user-data-dir={folder}", "--remote-debugging-pipe", "about:blank"]
        quiet_files = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self._process = subprocess.Popen([*command, *quiet, *own], pass_fds=(there, here), **quiet_files)
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
        self.events = []
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
                case "Network.requestWillBeSent":
                    told.append(params["request"]["url"])
        return told[1:]

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
        pytest.skip("no Chromium on this machine")
    browser = Browser(tmp_path_factory.mktemp("chromium"))
    yield browser
    browser.close()


@pytest.fixture
def show(browser, tmp_path):
    """A function that opens an artifact in Chromium and gives the browser."""

    def show_(artifact, anchor="", **more):
        path = Path(tmp_path, artifact.name)
        path.write_bytes(artifact.content)
        browser.open(f"{path.as_uri()}{anchor}", **more)
        return browser

    return show_
