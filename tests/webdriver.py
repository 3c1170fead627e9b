"""Firefox and WebKitGTK, driven as WebDriver says, with nothing but the standard library.

Firefox speaks it over a socket of its own (Marionette) and tells its whole console, what a policy refused too, which
WebDriver BiDi keeps to itself. WebKitGTK has a server for it and tells nobody of its console: `LISTENER` hears what a
page would write there.

https://www.w3.org/TR/webdriver2/, https://firefox-source-docs.mozilla.org/testing/marionette/Protocol.html
"""

from __future__ import annotations

import base64
import contextlib
import itertools
import json
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

STARTS_WITHIN = 60
_ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
_MINI_BROWSERS = "/usr/lib/*/webkit2gtk-4.1/MiniBrowser"
_PREFERENCES = {
    "marionette.port": 0,
    # Nothing of its own goes out.
    "app.update.enabled": False,
    "browser.safebrowsing.downloads.enabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "",
    "toolkit.telemetry.enabled": False,
    # As a reader has it: what a page names as its next one is fetched early.
    "network.prefetch-next": True,
}


LISTENER = """<script>
window.heard = [];
for (const name of ["error", "unhandledrejection", "securitypolicyviolation"])
  addEventListener(name, (event) => heard.push([name, event.message ?? event.reason ?? event.blockedURI
    ?? event.target.src ?? event.target.href].join(": ")), true);
for (const name of ["error", "warn"]) console[name] = (...texts) => heard.push([name, ...texts].join(": "));
</script>"""
"""For the beginning of a page's head, above its policy, which would refuse it."""


class WebDriverError(Exception):
    """What the browser answers to a command that it could not carry out."""


class Browser:
    """A window of a browser; those below say how their browser is told something."""

    name = ""

    def command(self, name: str, parameters: dict[str, Any] | None = None) -> Any:
        """Tell the browser something and return what it answers.

        Args:
            name: as the standard names it: `Navigate`.
            parameters: its parameters.

        Raises:
            WebDriverError: when the browser refuses.
        """
        raise NotImplementedError

    def console(self) -> list[str]:
        """Return the errors and warnings of the page, or of all pages so far."""
        raise NotImplementedError

    def open(self, address: str) -> None:
        """Open a page and wait until it is loaded."""
        self.command("Navigate", {"url": address})

    def run(self, script: str, *arguments: Any) -> Any:
        """Return what the body of an async function gives in the page."""
        text = "const done = arguments[arguments.length - 1]; const given = [...arguments].slice(0, -1);"
        text += (
            f"(async (...arguments) => {{ {script} }})(...given).then(done, error => done({{failed: String(error)}}))"
        )
        value = self.command("ExecuteAsyncScript", {"script": text, "args": list(arguments)})
        if isinstance(value, dict) and "failed" in value:
            raise WebDriverError(value["failed"])
        return value

    def wait(self, condition: str, seconds: float = 30) -> Any:
        """Return what an expression gives in the page as soon as that is true."""
        end = time.monotonic() + seconds
        while not (value := self.run(f"return {condition}")):
            if time.monotonic() > end:
                raise TimeoutError(f"{condition}: {self.run('return location.href')}")
            time.sleep(0.1)
        return value

    def press(self, *keys: str) -> None:
        """Press keys, one after another, each down and up."""
        actions = [{"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")]
        self.command("PerformActions", {"actions": [{"type": "key", "id": "keyboard", "actions": actions}]})

    def click(self, selector: str) -> None:
        """Click the first element that is meant."""
        self.run("document.querySelector(arguments[0]).scrollIntoView({block: 'center'})", selector)
        element = self.command("FindElement", {"using": "css selector", "value": selector})
        self.command("ElementClick", {"id": element.get("value", element)[_ELEMENT]})

    def pdf(self) -> bytes:
        """Return the page as the browser prints it."""
        return base64.b64decode(self.command("Print", {"background": True}))


class Firefox(Browser):
    """Firefox over Marionette: `length:[0, number, command, parameters]` each way."""

    name = "firefox"

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=120)
        self._stream = self._socket.makefile("rb")
        self._numbers = itertools.count(1)
        self._receive()
        self.command("NewSession", {"pageLoadStrategy": "normal"})

    def command(self, name: str, parameters: dict[str, Any] | None = None) -> Any:
        """Tell the browser something and return what it answers."""
        return self._send(f"WebDriver:{name}", parameters)

    def _send(self, name: str, parameters: dict[str, Any] | None = None) -> Any:
        text = json.dumps([0, next(self._numbers), name, parameters or {}]).encode()
        self._socket.sendall(b"%d:%s" % (len(text), text))
        _, _, error, value = self._receive()
        if error:
            raise WebDriverError(f"{name}: {error['message']}")
        return value["value"] if isinstance(value, dict) and set(value) == {"value"} else value

    def _receive(self) -> Any:
        digits = b""
        while (digit := self._stream.read(1)) != b":":
            digits += digit
        return json.loads(self._stream.read(int(digits)))

    def console(self) -> list[str]:
        """Return what the browser's console says of pages of this machine."""
        self._send("Marionette:SetContext", {"value": "chrome"})
        script = """
            return Services.console.getMessageArray()
                .filter(one => one instanceof Ci.nsIScriptError && /^http/.test(one.sourceName))
                .map(one => `${one.sourceName}:${one.lineNumber}: ${one.errorMessage}`)"""
        try:
            return self.command("ExecuteScript", {"script": script, "args": []})
        finally:
            self._send("Marionette:SetContext", {"value": "content"})


class WebKit(Browser):
    """WebKitGTK behind its server."""

    name = "webkit"
    _PATHS: ClassVar = {
        "Navigate": "url",
        "ExecuteAsyncScript": "execute/async",
        "PerformActions": "actions",
        "FindElement": "element",
        "Print": "print",
    }

    def __init__(self, port: int, program: str) -> None:
        self._address = f"http://127.0.0.1:{port}/session"
        options = {"binary": program, "args": ["--automation"]}
        wanted = {"capabilities": {"alwaysMatch": {"webkitgtk:browserOptions": options}}}
        self._address += "/" + self._post("", wanted)["sessionId"]

    def command(self, name: str, parameters: dict[str, Any] | None = None) -> Any:
        """Tell the browser something and return what it answers."""
        parameters = dict(parameters or {})
        path = f"element/{parameters.pop('id')}/click" if name == "ElementClick" else self._PATHS[name]
        return self._post(f"/{path}", parameters)

    def _post(self, path: str, parameters: dict[str, Any]) -> Any:
        request = urllib.request.Request(self._address + path, json.dumps(parameters).encode())  # noqa: S310 (ours)
        try:
            with urllib.request.urlopen(request, timeout=120) as response:  # noqa: S310
                return json.load(response)["value"]
        except urllib.error.HTTPError as error:
            raise WebDriverError(f"{path}: {error.read().decode()[:500]}") from error

    def console(self) -> list[str]:
        """Return what has gone wrong in the page so far; it must hold `LISTENER`."""
        return self.run("return window.heard")


def missing(name: str) -> str:
    """Return why a browser cannot be had here, in Russian; nothing where it can."""
    programs = {"firefox": (_firefox_program(),), "webkit": ("WebKitWebDriver", "Xvfb")}[name]
    lost = [program for program in programs if shutil.which(program) is None]
    if name == "webkit" and not lost and _mini_browser() is None:
        lost = ["MiniBrowser"]
    return f"нет программы {', '.join(lost)}; поставьте firefox-esr, webkit2gtk-driver, xvfb" if lost else ""


def _firefox_program() -> str:
    return next(filter(shutil.which, ("firefox-esr", "firefox")), "firefox-esr")


def _mini_browser() -> str | None:
    return next((str(path) for path in Path("/").glob(_MINI_BROWSERS.lstrip("/"))), None)


@contextlib.contextmanager
def started(name: str, folder: Path) -> Iterator[Browser]:
    """Start a browser with a fresh profile in a folder; it is closed at the end of `with`."""
    with contextlib.ExitStack() as stack:
        yield (_firefox if name == "firefox" else _webkit)(folder, stack)


def _firefox(folder: Path, stack: contextlib.ExitStack) -> Browser:
    preferences = (f"user_pref({json.dumps(key)}, {json.dumps(value)});\n" for key, value in _PREFERENCES.items())
    (folder / "user.js").write_text("".join(preferences), encoding="utf-8")
    _start(
        [
            _firefox_program(),
            "--headless",
            "--no-remote",
            "--marionette",
            "--remote-allow-system-access",
            "--profile",
            str(folder),
        ],
        folder,
        stack,
    )
    port = _wait_for(folder / "MarionetteActivePort")
    return Firefox(int(port))


def _webkit(folder: Path, stack: contextlib.ExitStack) -> Browser:
    _start(["Xvfb", "-displayfd", "1", "-screen", "0", "1280x900x24", "-nolisten", "tcp"], folder, stack, "screen")
    screen = f":{_wait_for(folder / 'screen').strip()}"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    homes = {name: str(folder) for name in ("HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME")}
    environ = {"DISPLAY": screen, "LANG": "C.UTF-8", "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1", **homes}
    _start(["WebKitWebDriver", f"--port={port}"], folder, stack, environ=environ)
    end = time.monotonic() + STARTS_WITHIN
    while True:
        try:
            return WebKit(port, _mini_browser())
        except (urllib.error.URLError, ConnectionError):
            if time.monotonic() > end:
                raise
            time.sleep(0.2)


def _start(
    command: list[str],
    folder: Path,
    stack: contextlib.ExitStack,
    output: str = "output",
    environ: dict[str, str] | None = None,
) -> None:
    log = stack.enter_context((folder / output).open("wb"))
    path = shutil.which(command[0])
    environ = None if environ is None else {"PATH": "/usr/bin:/bin", **environ}
    process = subprocess.Popen([path, *command[1:]], stdout=log, stderr=subprocess.STDOUT, env=environ, cwd=folder)
    stack.callback(_stop, process)


def _stop(process: subprocess.Popen) -> None:
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _wait_for(path: Path) -> str:
    """Return what a program writes into a file when it has started."""
    end = time.monotonic() + STARTS_WITHIN
    while not (path.exists() and path.read_text(encoding="utf-8").strip()):
        if time.monotonic() > end:
            raise TimeoutError(f"{path.name}: nothing was written")
        time.sleep(0.1)
    return path.read_text(encoding="utf-8")
