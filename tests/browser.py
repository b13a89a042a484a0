"""JupyterLab as a person uses it: a server with folders of its own, a window, a picture of every step."""

import contextlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from playwright.sync_api import Error, expect, sync_playwright
from tiny_course import until

SCREENSHOTS = Path(__file__).resolve().parents[1] / "build" / "screenshots"
SECONDS = 300  # at most, for any step, on a busy machine
_NAMES = ("google-chrome", "google-chrome-stable", "chromium", "chromium-browser")
_CHROMIUM = next(filter(None, map(shutil.which, _NAMES)), None)
_FLAGS = [
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # the same with and without a network
]

_SETTINGS = {
    "apputils-extension/notification": '{"fetchNews": "false"}',
    "docmanager-extension/plugin": '{"autosave": false}',
    "notebook-extension/tracker": '{"windowingMode": "none"}',  # all cells are on the page
}
_NBGRADER = f"c = get_config()\nc.Execute.timeout = {SECONDS}\n"  # Validate gives a cell 30 s

needs_chromium = pytest.mark.skipif(
    _CHROMIUM is None, reason="no Chromium or Chrome on the PATH (Debian: apt-get install chromium)"
)


@contextlib.contextmanager
def jupyterlab(folder, own):
    """Serve a folder by JupyterLab, whose settings and state go to the folder `own`; give its address."""
    for name, settings in _SETTINGS.items():
        path = own / "config" / "lab" / "user-settings" / "@jupyterlab" / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True)
        path.write_text(settings, encoding="utf-8")
    environment = _without_proxies()
    for name in ("config", "data", "runtime"):
        environment[f"JUPYTER_{name.upper()}_DIR"] = str(own / name)
    environment |= {"IPYTHONDIR": str(own / "ipython"), "OMP_NUM_THREADS": "1"}
    options = {
        "ServerApp.ip": "127.0.0.1",
        "ServerApp.port": 0,
        "ServerApp.allow_root": True,
        "ServerApp.root_dir": folder,
        "LabApp.check_for_updates_class": "jupyterlab.NeverCheckForUpdate",
    }
    (own / "config" / "nbgrader_config.py").write_text(_NBGRADER, encoding="utf-8")
    command = [sys.executable, "-m", "jupyterlab", "--no-browser"]
    command += [f"--{name}={value}" for name, value in options.items()]
    with open(own / "log", "w", encoding="utf-8") as log:
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log)

    def written():
        assert process.poll() is None, (own / "log").read_text(encoding="utf-8")
        for path in (own / "runtime").glob("jpserver-*.json"):
            with contextlib.suppress(json.JSONDecodeError):
                return json.loads(path.read_text(encoding="utf-8"))

    try:
        info = until(written, SECONDS)
        yield SimpleNamespace(url=f"http://127.0.0.1:{info['port']}/", token=info["token"])
    finally:
        process.terminate()  # it ends its kernels, then itself
        try:
            process.wait(SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextlib.contextmanager
def window(server, story):
    """Open a browser's window for a story; give its page and `see`, which keeps a picture of a step."""
    for path in SCREENSHOTS.glob(f"{story}-*.png"):
        path.unlink()
    steps = []

    def see(step):
        steps.append(step)
        page.screenshot(path=SCREENSHOTS / f"{story}-{len(steps):02}-{step}.png")

    expect.set_options(timeout=SECONDS * 1000)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=_CHROMIUM, args=_FLAGS, env=_without_proxies(), timeout=SECONDS * 1000
        )
        try:
            page = chromium.new_page(viewport={"width": 1400, "height": 1000})
            page.context.grant_permissions(["clipboard-read", "clipboard-write"])
            page.set_default_timeout(SECONDS * 1000)
            page.goto(f"{server.url}login?token={server.token}")
            try:
                yield page, see
            except BaseException:
                with contextlib.suppress(Error):
                    see("failed")
                raise
        finally:
            chromium.close()


def choose(page, menu, command):
    """Choose an item of JupyterLab's menus, by the name of its command."""
    page.get_by_role("menubar").get_by_text(menu, exact=True).click()
    page.locator(f'.lm-Menu-item[data-command="{command}"]').click()


@contextlib.contextmanager
def put(page, where):
    """Wait until what is done here has been sent to the server and taken."""
    with page.expect_response(lambda response: _is_put(response, where)) as response:
        yield
    assert response.value.ok


def _is_put(response, where):
    return response.request.method == "PUT" and where in response.url


def _without_proxies():
    return {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}


class OpenNotebook:
    """A notebook that is open in JupyterLab.

    Parameters
    ----------
    page : playwright.sync_api.Page
        The window.
    server : SimpleNamespace
        What `jupyterlab` gives.
    folder, path : Path
        The folder that is served, the notebook in it.
    """

    def __init__(self, page, server, folder, path):
        self.page, self._file = page, folder / path
        page.goto(f"{server.url}lab/workspaces/{path.stem}/tree/{path}")
        expect(page.locator(".jp-Notebook-ExecutionIndicator")).to_have_attribute("data-status", "idle")
        expect(self.cell(len(self.saved()) - 1)).to_be_attached()

    def saved(self):
        """Return the cells of the file."""
        return json.loads(self._file.read_text(encoding="utf-8"))["cells"]

    def save(self):
        """Press Ctrl-S and return the cells of the written file."""
        with put(self.page, "/api/contents/"):
            self.page.keyboard.press("Control+s")
        return self.saved()

    def replace(self, sources):
        """Write other sources into the file, by the cells' numbers, without any outputs, and reload it."""
        notebook = json.loads(self._file.read_text(encoding="utf-8"))
        for number, cell in enumerate(notebook["cells"]):
            cell["source"] = sources.get(number, cell["source"])
            if cell["cell_type"] == "code":
                cell.update(outputs=[], execution_count=None)
        self._file.write_text(json.dumps(notebook, indent=1), encoding="utf-8")
        choose(self.page, "File", "docmanager:reload")
        expect(self.page.locator(".jp-Notebook .jp-OutputArea-output")).to_have_count(0)

    def cell(self, number):
        """Return a cell on the page."""
        return self.page.locator(f'.jp-Notebook [data-windowed-list-index="{number}"]')

    def output(self, number):
        """Return what a cell on the page shows below it, without its prompts."""
        return self.cell(number).locator(".jp-OutputArea-output")

    def paste(self, number, source):
        """Put a text into the clipboard, then over all that a cell holds."""
        self.page.evaluate("text => navigator.clipboard.writeText(text)", source)
        self.cell(number).locator(".cm-content").click()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.press("Control+v")

    def run(self, number):
        """Select a cell and run it."""
        self.cell(number).locator(".jp-InputPrompt").click()
        self.page.keyboard.press("Shift+Enter")

    def validate(self):
        """Press Validate and return what the dialog says."""
        self.page.locator(".validate-button").click()
        expect(self.page.locator(".jp-Dialog-header")).to_have_text("Validation Results")
        return self.page.locator(".jp-Dialog-body").inner_text()

    def accept(self):
        """Press the dialog's button that agrees."""
        self.page.locator(".jp-Dialog .jp-mod-accept").click()
        expect(self.page.locator(".jp-Dialog")).to_have_count(0)
