"""The entries of the header, by who is looking."""

from dataclasses import dataclass

from app.models.people import May, User


@dataclass(frozen=True)
class Place:
    """An entry of the header: its words, and the address under which everything of it stands."""

    words: str
    address: str


OWED = Place("What we owe", "/owed")
MEETINGS = Place("Meetings", "/meetings")
ACTIONS = Place("Actions", "/actions")
QUESTIONS = Place("Questions", "/questions")
RECOMMENDATIONS = Place("Recommendations", "/recommendations")
PUBLICATIONS = Place("Publications", "/publications")
SEARCH = Place("Search", "/search")
PEOPLE = Place("People", "/people")
LETTERS = Place("Letters", "/letters")
STYLES = Place("Word files", "/house-styles")
EXPUNGING = Place("Take words out", "/expunging")


PUBLISHED = (
    Place("Published minutes", "/published"),
    Place("Actions", "/published/actions"),
    Place("Recommendations", "/published/recommendations"),
    Place("Coming meetings", "/published/coming"),
)
"""Of the public site, which is the same for everybody."""


def places(user: User | None) -> tuple[Place, ...]:
    """What this user can go to; nothing for somebody who has not signed in."""
    if user is None:
        return ()
    if user.is_of_the_office:
        return (MEETINGS, ACTIONS, QUESTIONS, RECOMMENDATIONS, PUBLICATIONS, SEARCH)
    if user.may(May.RESPOND):
        return (OWED, ACTIONS, MEETINGS, RECOMMENDATIONS, SEARCH)
    return (PEOPLE, LETTERS, STYLES, EXPUNGING) if user.may(May.ADMINISTER) else ()


def navigation(user: User | None, here: str) -> list[dict[str, object]]:
    """The entries as GOV.UK's service navigation takes them; `here` is the address of the open one."""
    return _entries(places(user), here)


def public_navigation(here: str) -> list[dict[str, object]]:
    """The same of the public site."""
    return _entries(PUBLISHED, here)


def _entries(shown: tuple[Place, ...], here: str) -> list[dict[str, object]]:
    return [{"text": place.words, "href": place.address, "current": place.address == here} for place in shown]
