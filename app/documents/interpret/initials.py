"""Initials that speak in the text: whose of the list they are, and which are nobody's."""

import re
from collections.abc import Iterable

from app.documents.interpret.blocks import Block
from app.documents.interpret.people import initials_of
from app.documents.lexicon import Lexicon
from app.documents.minutes import Attendee, Doubt

_SAYS_WHAT_IT_IS = re.compile(r"\s+(?:is|was) (?:an? |the |not an? )")
"""After a subject's letters, not after a person's: "CSE is a priority"."""
_INITIALS_SPEAK = re.compile(
    r"(?:^|(?<=[.?!:;] )|(?<=\n))(?:Q\d*:?\s+|A\d*:?\s+)?(?P<who>[A-Z]{2,3})(?=\s*(?::|[–-]\s)|"
    r"\s+(?:asked|said|noted|explained|suggested|confirmed|advised|reported|stated|updated|"
    r"queried|raised|thanked|welcomed|agreed|added|highlighted|requested|sought|gave|provided|"
    r"presented|questioned|commented|replied|responded|outlined|informed|felt|will|to|did|we|"
    r"and|use|as|Test|Another|believed|proposed|clarified|declared|introduced|took|shared|"
    r"talked|spoke|described|wondered|wanted|discussed|recommended|offered|summarised|"
    r"emphasised|stressed|observed|mentioned|had|has|is|was|would|could|can|thought|replied|"
    r"answered)\b)",
    re.M,
)
_OWNER_INITIALS = re.compile(
    r"\b(?P<who>[A-Z]{2,3})\b(?=\s*(?:/\s*[A-Z]{2,3}\s*)*(?:to\s+[a-z]|[)\].]*$))|(?<=/)(?P<after>[A-Z]{2,3})\b",
    re.M,
)
_NOBODY = frozenset(("AP", "AOB", "IT", "NB", "PS", "UK", "EU", "HR", "ICT", "UN"))
"""Letters that stand where initials do and are nobody's."""


def give_initials(attendees: list[Attendee], blocks: Iterable[Block], lexicon: Lexicon) -> list[Doubt]:
    """Call people by the initials that speak in the text and fit nobody else; what is doubtful about that."""
    text = "\n".join(block.text for block in blocks if not (block.became - {"line"}))
    spoken = {m["who"] for m in _INITIALS_SPEAK.finditer(text)}
    spoken |= {m["who"] or m["after"] for m in _OWNER_INITIALS.finditer(text)}
    owners: dict[str, list[Attendee]] = {}
    for person in attendees:
        if person.known_as is None:
            owners.setdefault(initials_of(person.name, lexicon.courtesy), []).append(person)
    taken = {person.known_as for person in attendees if person.known_as}
    offices = {office.abbreviation for office in lexicon.offices}
    doubts = []
    for letters, people in owners.items():
        if len(letters) < 2 or letters not in spoken or len(people) > 1 or letters in taken:
            continue
        person = people[0]
        if letters in offices and person.organisation_kind == "force":
            continue
        person.known_as = letters
        if person.source_lines:
            doubts.append(
                Doubt(
                    person.source_lines[0],
                    person.name,
                    f"the person called {letters} in the text",
                    "the list does not give these initials, and they fit nobody else",
                    "attendance",
                )
            )
    return doubts


def initials_of_strangers(
    attendees: Iterable[Attendee], blocks: Iterable[Block], lexicon: Lexicon
) -> frozenset[str]:
    """Initials that speak in the text though nobody in the list has them."""
    known = {person.known_as for person in attendees} | {office.abbreviation for office in lexicon.offices}
    return (
        frozenset(
            match["who"]
            for block in blocks
            if not (block.became - {"line"})
            for match in _INITIALS_SPEAK.finditer(block.text)
            if not _SAYS_WHAT_IT_IS.match(block.text, match.end())
        )
        - known
        - _NOBODY
    )
