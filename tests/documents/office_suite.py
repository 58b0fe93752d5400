"""LibreOffice, as a person who opens a Word file in it: to save it again, or to see its pages."""

import subprocess
from pathlib import Path


def converted(data: bytes, to: str, folder: Path) -> Path:
    """The file as LibreOffice saves it in another form ("docx", "pdf")."""
    source = folder / "before.docx"
    source.write_bytes(data)
    out = folder / "saved"
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            *("--headless", "--convert-to", to, "--outdir", str(out), str(source)),
        ],
        check=True,
        capture_output=True,
        timeout=180,
    )
    return out / f"before.{to}"


def pages(pdf: Path) -> list[str]:
    """The words of each page, laid out as they stand."""
    shown = subprocess.run(
        ["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True, timeout=60, text=True
    )
    return shown.stdout.split("\f")[:-1]
