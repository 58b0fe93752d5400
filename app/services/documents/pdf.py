"""A Word file as PDF, by LibreOffice where it is installed on the server.

It runs alone, one document at a time, with a profile and a folder of its own that are thrown away, and a limit of
time. It is given only files that this program wrote, which link to nothing outside themselves.
"""

import os
import shutil
import signal
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock

from app.errors import RuleBroken

SECONDS = 60
"""For one document; a hundred pages take some five."""
WAIT = 30
"""Seconds to wait for another document."""
NOT_HERE = (
    "LibreOffice is not installed on this server, so there is no PDF. "
    "Take the Word file and save it as PDF in Word."
)
BUSY = "Another PDF is being made. Try again in a minute."
FAILED = "LibreOffice could not make the PDF. Take the Word file and save it as PDF in Word."
_USUAL = ("soffice", "libreoffice")
_ONE_AT_A_TIME = Lock()
_TAGGED = (
    'pdf:writer_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"true"},'
    '"ExportBookmarks":{"type":"boolean","value":"true"},'
    '"DisplayPDFDocumentTitle":{"type":"boolean","value":"true"}}'
)
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks"
 oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel"
 oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution"
 oor:op="fuse"><value>true</value></prop></item>
</oor:items>
"""


def program(soffice: str) -> str | None:
    """LibreOffice's own program: where the setting says, else where the system finds it; "none" switches it off."""
    if soffice == "none":
        return None
    return shutil.which(soffice) if soffice else next(filter(None, map(shutil.which, _USUAL)), None)


def is_here(soffice: str) -> bool:
    """Whether there can be a PDF."""
    return program(soffice) is not None


def as_pdf(word: bytes, *, soffice: str) -> bytes:
    """The bytes of a tagged PDF. Raises RuleBroken, in a sentence, where it cannot be made."""
    found = program(soffice)
    if found is None:
        raise RuleBroken(NOT_HERE)
    if not _ONE_AT_A_TIME.acquire(timeout=WAIT):
        raise RuleBroken(BUSY)
    try:
        with TemporaryDirectory(prefix="hta-pdf-") as folder:
            return _convert(found, word, Path(folder))
    finally:
        _ONE_AT_A_TIME.release()


def _convert(soffice: str, word: bytes, folder: Path) -> bytes:
    source, profile = folder / "minutes.docx", folder / "profile"
    source.write_bytes(word)
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_PROFILE, "utf-8")
    command = [
        soffice,
        f"-env:UserInstallation={profile.as_uri()}",
        *("--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck"),
        *("--convert-to", _TAGGED, "--outdir", str(folder), str(source)),
    ]
    # A proxy that is not there: should anything ask the network after all, nothing answers.
    surroundings = {"PATH": os.defpath, "LANG": "C.UTF-8", "HOME": str(folder), "TMPDIR": str(folder)}
    surroundings |= dict.fromkeys(("http_proxy", "https_proxy"), "http://127.0.0.1:9")
    running = subprocess.Popen(  # noqa: S603  our own arguments alone
        command,
        env=surroundings,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        running.wait(SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(running.pid, signal.SIGKILL)
        running.wait()
    made = folder / "minutes.pdf"
    if running.returncode != 0 or not made.is_file():
        raise RuleBroken(FAILED)
    return made.read_bytes()
