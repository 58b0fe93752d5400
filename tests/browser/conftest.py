"""A real server, a real browser, and people who use it."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from fastapi import FastAPI
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect, sync_playwright
from sqlalchemy import Engine

from tests.machine import browser_program
from tests.served import cookie_of

WIDE: ViewportSize = {"width": 1280, "height": 900}
PATIENCE = 20_000
"""Milliseconds that something may take on a busy machine before the test gives up on it."""
NARROW: ViewportSize = {"width": 320, "height": 720}

expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Headless Chromium. It speaks to this machine only."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=browser_program(),
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--disable-component-update",
            ],
        )
        yield browser
        browser.close()


@pytest.fixture
def address(app: FastAPI) -> Iterator[str]:
    """The product, served on a free port of this machine."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    thread.join(timeout=10)


@pytest.fixture
def context(browser: Browser, address: str) -> Iterator[BrowserContext]:
    """A browser profile of one person."""
    context = browser.new_context(base_url=address, viewport=WIDE, locale="en-GB")
    context.set_default_timeout(PATIENCE)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A tab in which every script error and policy violation fails the test."""
    page = context.new_page()
    problems: list[str] = []
    watch(page, problems)
    yield page
    assert not problems, problems


@pytest.fixture
def sign_in_as(page: Page, engine: Engine, address: str) -> Callable[[str], Page]:
    """The tab in which somebody signed in just now; no page is open in it yet."""

    def sign_in(name: str) -> Page:
        give_sign_in(page.context, engine, address, name)
        return page

    return sign_in


Person = Callable[..., Page]


@pytest.fixture
def person(browser: Browser, address: str, engine: Engine) -> Iterator[Person]:
    """Opens a browser of its own for somebody who signed in just now, or "" for a stranger.

    Every script error and policy violation in any of them fails the test.
    """
    contexts: list[BrowserContext] = []
    problems: list[str] = []

    def open_browser(
        name: str, *, size: ViewportSize = WIDE, scripts: bool = True, context: BrowserContext | None = None
    ) -> Page:
        if context is None:
            context = browser.new_context(
                base_url=address, viewport=size, locale="en-GB", java_script_enabled=scripts
            )
            contexts.append(context)
        context.set_default_timeout(PATIENCE)
        if name:
            give_sign_in(context, engine, address, name)
        page = context.new_page()
        watch(page, problems)
        return page

    yield open_browser
    for context in contexts:
        context.close()
    assert not problems, problems


def give_sign_in(context: BrowserContext, engine: Engine, address: str, name: str) -> None:
    """From now on whoever uses this browser is signed in as this person."""
    cookie, _, token = cookie_of(engine, f"{name}@northfold.example").partition("=")
    context.add_cookies([{"name": cookie, "value": token, "url": address, "httpOnly": True}])


def watch(page: Page, problems: list[str]) -> None:
    """Notes script errors and violations of the content policy."""
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on(
        "console",
        lambda message: problems.append(message.text) if "Content Security Policy" in message.text else None,
    )


def assert_accessible(page: Page) -> None:
    """Axe finds nothing against WCAG 2.2 AA, and nothing scrolls sideways at 320 pixels."""
    found = Axe().run(
        page,
        options={
            "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
            "resultTypes": ["violations"],  # of what is well it needs no list, which takes long to make
        },
    )
    assert not found.violations_count, f"{page.url}\n{found.generate_report()}"


def assert_fits(page: Page, width: int = 320) -> None:
    """At that width nothing makes the page scroll sideways."""
    before = page.viewport_size
    page.set_viewport_size({"width": width, "height": 720})
    sideways = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    wide = page.evaluate(
        "[...document.querySelectorAll('body *')]"
        ".filter(e => e.getBoundingClientRect().right > innerWidth + 1)"
        ".slice(0, 5).map(e => e.tagName + '.' + e.className)"
    )
    if before:
        page.set_viewport_size(before)
    assert sideways <= 0, f"{page.url} scrolls sideways at {width}px by {sideways}: {wide}"


def look(page: Page, folder: Path, name: str) -> None:
    """Pictures of the whole page, wide and narrow, for people to look at."""
    for size, label in ((WIDE, "wide"), (NARROW, "narrow")):
        page.set_viewport_size(size)
        page.screenshot(path=folder / f"{name}-{label}.png", full_page=True)
    page.set_viewport_size(WIDE)
