"""A signed-in person in a test: a client that checks every page it fetches, as a careful reader of HTML
would.
"""

from collections import Counter
from typing import Any

from selectolax.lexbor import LexborHTMLParser
from starlette.testclient import TestClient

VOID_OF_LABEL = {"hidden", "submit", "button", "reset", "image"}


class Page:
    """A fetched page or fragment, already checked."""

    def __init__(self, html: str, *, whole: bool) -> None:
        self.html = html
        self.tree = LexborHTMLParser(html)
        self.check(whole=whole)

    @property
    def text(self) -> str:
        """The words of the page, white space folded (non-breaking spaces become plain ones)."""
        body = self.tree.body
        return " ".join((body.text(separator=" ") if body else "").split())

    def css(self, selector: str) -> list[Any]:
        """All elements that match."""
        return self.tree.css(selector)

    def links(self) -> dict[str, str]:
        """The page's links: words to address."""
        return {" ".join(a.text().split()): a.attributes.get("href") or "" for a in self.tree.css("a[href]")}

    def check(self, *, whole: bool) -> None:
        """Fail with a sentence for whoever wrote the template."""
        ids = Counter(node.attributes.get("id") for node in self.tree.css("[id]"))
        twice = [name for name, count in ids.items() if count > 1]
        assert not twice, f"these ids stand more than once: {twice}"
        for form in self.tree.css("form"):
            assert form.attributes.get("method"), f"a form has no method: {form.html and form.html[:120]}"
            closes = form.attributes.get("method") == "dialog"
            assert closes or form.attributes.get("action"), (
                f"a form has no action: {form.html and form.html[:120]}"
            )
        self._check_labels()
        for node in self.tree.css("[hx-target]"):
            target = node.attributes.get("hx-target") or ""
            if whole and target.startswith("#"):
                assert target[1:] in ids, f"hx-target {target} is not on the page"
        for node in self.tree.css("*"):
            bad = [name for name in node.attributes if name.startswith(("on", "hx-on")) or name == "style"]
            assert not bad, f"<{node.tag}> has {bad}: the content policy forbids it"
        if whole:
            self._check_whole()

    def _check_labels(self) -> None:
        labelled = {label.attributes.get("for") for label in self.tree.css("label[for]")}
        for field in self.tree.css("input, select, textarea"):
            kind = field.attributes.get("type", "text")
            if kind in VOID_OF_LABEL:
                continue
            named = (
                field.attributes.get("id") in labelled
                or field.attributes.get("aria-label")
                or field.attributes.get("aria-labelledby")
            )
            assert named, f"a field has no label: {field.html and field.html[:160]}"

    def _check_whole(self) -> None:
        html = self.tree.css_first("html")
        language = html.attributes.get("lang") if html else None
        assert language == "en-GB", "say the page's language: en-GB"
        heads = self.tree.css("h1")
        assert len(heads) == 1, f"a page has one h1, this one has {len(heads)}"
        title = self.tree.css_first("title")
        assert title is not None, "a page has a title"
        name, heading = " ".join(title.text().split()), " ".join(heads[0].text(separator=" ").split())
        assert name.removeprefix("Error: ").startswith(heading[:40]), (
            f"title {name!r} should begin with {heading!r}"
        )


class Client(TestClient):
    """A browser of one person. `get_page` and `post_page` give checked pages."""

    def get_page(self, address: str, *, status: int = 200, **kwargs: Any) -> Page:
        """The page at an address, redirects followed."""
        reply = self.get(address, **kwargs)
        assert reply.status_code == status, f"{address}: {reply.status_code} {reply.text[:600]}"
        return Page(reply.text, whole="<html" in reply.text)

    def post_page(self, address: str, data: Any = None, *, status: int = 200, **kwargs: Any) -> Page:
        """Where a form leads, redirects followed, as without JavaScript."""
        reply = self.post(address, data=data, **kwargs)
        assert reply.status_code == status, f"{address}: {reply.status_code} {reply.text[:600]}"
        return Page(reply.text, whole="<html" in reply.text)
