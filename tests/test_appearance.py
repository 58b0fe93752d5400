"""The office's colour and logo: readable, and a picture."""

import struct
import zlib
from pathlib import Path

import pytest
from fastapi import FastAPI

from app.appearance import ACCENT, contrast, darker, read_logo, why_unreadable
from app.errors import RuleBroken
from app.main import create_app
from app.settings import read_settings
from tests.page import Client


def png(width: int = 120, height: int = 40) -> bytes:
    """A small picture that is really one."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = zlib.compress(b"".join(b"\0" + b"\x14\x50\x5c" * width for _ in range(height)))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def test_contrast_is_what_wcag_says() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert not why_unreadable(ACCENT)
    assert contrast(darker(ACCENT), "#ffffff") > contrast(ACCENT, "#ffffff")


@pytest.mark.parametrize("colour", ["#777777", "#ffdd00", "#ffffff"])
def test_a_colour_in_which_words_could_not_be_read_is_refused_with_a_sentence(colour: str) -> None:
    with pytest.raises(RuleBroken, match=r"HTA_ACCENT_COLOUR is wrong: .* words need 4\.5"):
        read_settings(accent_colour=colour)


@pytest.mark.parametrize("colour", ["red", "#123", "#12345g", "#14505c; } body { display: none", "url(x)"])
def test_what_is_no_colour_is_refused(colour: str) -> None:
    with pytest.raises(RuleBroken, match="must be a colour such as #14505c"):
        read_settings(accent_colour=colour)


def test_a_logo_is_a_png_or_a_jpeg_of_a_sensible_size(tmp_path: Path) -> None:
    def logo(name: str, data: bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(data)
        return path

    assert read_logo(logo("good.png", png())).size_in(20) == (60, 20)
    for name, data in (
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("a.gif", b"GIF89a" + b"\0" * 40),
        ("a.html", b"<script>alert(1)</script>"),
        ("cut.png", png()[:20]),
        ("cut.jpg", b"\xff\xd8\xff\xe0"),
        ("empty.png", b""),
        ("large.png", png() + b"\0" * 600_000),
        ("wide.png", png(5000, 1)),
    ):
        with pytest.raises(RuleBroken):
            read_logo(logo(name, data))
    with pytest.raises(RuleBroken, match="HTA_LOGO is wrong"):
        read_settings(logo=str(tmp_path / "missing.png"))


def test_name_colour_and_logo_of_the_office_come_from_settings(
    app: FastAPI, database: str, tmp_path: Path
) -> None:
    path = tmp_path / "logo.png"
    path.write_bytes(png())
    settings = read_settings(
        database_url=database, office_name="PCC for Northfold", accent_colour="#663399", logo=str(path)
    )
    own = create_app(settings)
    client = Client(own, base_url="https://testserver")
    page = client.get_page("/published")
    assert "PCC for Northfold" in page.text
    (image,) = page.css("header img")
    assert image.attributes["alt"] == ""
    assert (image.attributes["width"], image.attributes["height"]) == ("132", "44")
    served = client.get(image.attributes["src"] or "")
    assert served.content == path.read_bytes()
    assert served.headers["content-type"] == "image/png"
    assert "#663399" in client.get("/published/office.css").text
    assert page.css('link[rel=stylesheet][href="/published/office.css"]')
    assert "'unsafe-inline'" not in client.get("/published").headers["content-security-policy"]
    own.state.engine.dispose()
    plain = Client(app, base_url="https://testserver").get_page("/published")
    assert not plain.css('link[href="/published/office.css"]')
    assert not plain.css("header img")
