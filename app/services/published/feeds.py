"""What is new, as Atom, and every lasting address, as a sitemap: for readers' programs and for search engines."""

from datetime import UTC, date, datetime
from xml.etree import ElementTree

from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from app.db import OFFICE_TIME
from app.models.publications import Publication, PublicMeeting, PublishedAction
from app.services.published import recommendations
from app.services.published.actions import href_of

NEWEST = 50
"""Meetings in the feed."""

_ATOM = "http://www.w3.org/2005/Atom"
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"


def _day(value: date) -> str:
    return f"{value.day} {value:%B %Y}"


def _moment(value: datetime) -> str:
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _child(above: ElementTree.Element, name: str, text: str = "", **attributes: str) -> ElementTree.Element:
    made = ElementTree.SubElement(above, name, attributes)
    made.text = text or None
    return made


def atom(session: Session, *, site: str, office: str, changed_at: datetime) -> bytes:
    """The meetings whose public page changed last: published, replaced, withdrawn or announced.

    An entry says what happened and leads there; it never holds the words of the minutes, which would stay in readers'
    programs after a withdrawal.
    """
    found = session.exec(
        select(PublicMeeting, Publication)
        .options(defer(Publication.content))  # type: ignore[arg-type]  # an attribute of the class
        .join(Publication, col(Publication.id) == PublicMeeting.publication_id, isouter=True)
        .where(
            col(PublicMeeting.publication_id).is_not(None)
            | col(PublicMeeting.is_announced)
            | col(PublicMeeting.withdrawn_at).is_not(None)
        )
        .order_by(col(PublicMeeting.changed_at).desc(), col(PublicMeeting.id).desc())
        .limit(NEWEST)
    ).all()
    feed = ElementTree.Element("feed", {"xmlns": _ATOM, "xml:lang": "en-GB"})
    _child(feed, "id", f"{site}/published")
    _child(feed, "title", f"Published minutes: {office}")
    _child(feed, "updated", _moment(found[0][0].changed_at if found else changed_at))
    _child(feed, "link", rel="self", type="application/atom+xml", href=f"{site}/published/feed.atom")
    _child(feed, "link", rel="alternate", type="text/html", href=f"{site}/published")
    _child(_child(feed, "author"), "name", office)
    for meeting, publication in found:
        _entry(feed, site, meeting, _summary(meeting, publication))
    return _bytes(feed)


def _entry(feed: ElementTree.Element, site: str, meeting: PublicMeeting, summary: str) -> None:
    address = f"{site}/published/{meeting.address}"
    entry = _child(feed, "entry")
    _child(entry, "id", address)
    _child(entry, "title", f"{meeting.title}, {_day(meeting.held_on)}")
    _child(entry, "updated", _moment(meeting.changed_at))
    _child(entry, "link", rel="alternate", type="text/html", href=address)
    _child(entry, "summary", summary)


def _summary(meeting: PublicMeeting, publication: Publication | None) -> str:
    if publication is not None:
        number, reason = publication.version, publication.reason.rstrip(".")
        status = "Draft, subject to confirmation." if publication.is_draft else publication.status
        replaces = f", which replaces version {number - 1}: {reason}" if number > 1 and reason else ""
        return f"{status} Version {number} of the minutes{replaces}."
    if meeting.withdrawn_at is not None:
        on = meeting.withdrawn_at.astimezone(OFFICE_TIME).date()
        return f"The minutes were withdrawn on {_day(on)}."
    where = f" at {meeting.venue}" if meeting.venue else ""
    begins = f", {meeting.starts_at:%H:%M}" if meeting.starts_at else ""
    return f"A coming meeting: {_day(meeting.held_on)}{begins}{where}."


def sitemap(session: Session, *, site: str) -> bytes:
    """Every address that search engines should know: nothing withdrawn, and no earlier version."""
    addresses = ElementTree.Element("urlset", {"xmlns": _SITEMAP})

    def add(path: str, changed_at: datetime | None = None) -> None:
        url = _child(addresses, "url")
        _child(url, "loc", f"{site}{path}")
        if changed_at is not None:
            _child(url, "lastmod", _moment(changed_at))

    for path in ("", "/actions", "/recommendations", "/coming", "/about"):
        add(f"/published{path}")
    meetings = session.exec(
        select(col(PublicMeeting.address), col(PublicMeeting.changed_at))
        .where(col(PublicMeeting.publication_id).is_not(None) | col(PublicMeeting.is_announced))
        .order_by(col(PublicMeeting.held_on))
    ).all()
    for address, changed_at in meetings:
        add(f"/published/{address}", changed_at)
    actions = session.exec(
        select(col(PublishedAction.reference), col(PublishedAction.changed_at)).order_by(
            col(PublishedAction.id)
        )
    ).all()
    for reference, changed_at in actions:
        add(href_of(reference), changed_at)
    for href in recommendations.addresses(session):
        add(href)
    return _bytes(addresses)


def _bytes(root: ElementTree.Element) -> bytes:
    ElementTree.indent(root)
    made: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return made


def robots(*, site: str) -> str:
    """What search engines may read: what was published, once each."""
    return (
        "User-agent: *\n"
        "Allow: /published\n"
        "Disallow: /published/search\n"
        "Allow: /static/\n"
        "Allow: /accessibility\n"
        "Allow: /privacy\n"
        "Disallow: /\n"
        f"Sitemap: {site}/sitemap.xml\n"
    )
