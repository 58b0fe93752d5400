"""What a careful person would look for before minutes are published is found, and little else."""

import time

import pytest

from app.documents.sensitive import KnownNames, Sought, find

KNOWN = KnownNames.of(
    ["Ruth Cole", "Margaret Ellery", "T/CC Joan Tully, QPM"],
    ["Northfold Police", "Harbour Road Inquiry", "Dunmere County Council"],
)

FOUND = [
    (Sought.NAME, "The CC met Tyler Marsh on Monday.", "Tyler Marsh"),
    (Sought.NAME, "Mr Okonkwo had complained.", "Okonkwo"),
    (Sought.NAME, "It was PC Hartley-Voss who attended.", "Hartley-Voss"),
    (Sought.NAME, "The mother of Kayleigh had rung.", "Kayleigh"),
    (Sought.NAME, "On Tuesday Zebulon Quillfosk was arrested.", "Zebulon Quillfosk"),
    (Sought.NAME, "A letter from J. Penhaligon was read.", "J. Penhaligon"),
    (Sought.NAME, "Tyler’s school was told.", "Tyler"),
    (Sought.EMAIL, "Write to t.marsh+home@example.org.uk today.", "t.marsh+home@example.org.uk"),
    (Sought.TELEPHONE, "Ring 01632 960 123 before noon.", "01632 960 123"),
    (Sought.TELEPHONE, "His mobile is +44 7700 900123.", "+44 7700 900123"),
    (Sought.TELEPHONE, "Call (020) 7946 0123.", "(020) 7946 0123"),
    (Sought.CRIME, "Crime number 42/118734/25 refers.", "42/118734/25"),
    (Sought.CRIME, "See incident 20250313-0412.", "20250313-0412"),
    (Sought.CRIME, "It is recorded as NF/25/004512.", "NF/25/004512"),
    (Sought.CRIME, "Custody record AB123456 was closed.", "AB123456"),
    (Sought.BIRTH, "He was born on 4 May 2009 in the town.", "born on 4 May 2009"),
    (Sought.BIRTH, "DOB: 04/05/2009.", "DOB: 04/05/2009"),
    (Sought.BIRTH, "The child (12/07/2011) was seen.", "12/07/2011"),
    (Sought.POSTCODE, "He lives at 3 Mill Lane, NF12 4QT.", "NF12 4QT"),
    (Sought.AGE, "a 15-year-old victim", "a 15-year-old"),
    (Sought.AGE, "The victim, aged 15, was heard.", "aged 15"),
    (Sought.AGE, "A girl of Dunmere, who is fourteen years old, was assaulted.", "fourteen years old"),
    (Sought.BRACKET, "The CC agreed [check with Joan].", "[check with Joan]"),
    (Sought.BRACKET, "It cost £4m (is this right?).", "(is this right?)"),
    (Sought.BRACKET, "It is TBC.", "TBC"),
]

NOT_FOUND = [
    "The PCC asked the Chief Constable about the Harbour Road Inquiry.",
    "Ruth Cole said that Cole had written, and Ms Ellery agreed with Chief Constable Tully.",
    "Northfold Police and Dunmere County Council met on Thursday 13 March 2025.",
    "Recommendation 8 of the Serious Violence Strategy was due on 31 March 2025.",
    "The budget for 2024/25 was £118,400,000, up 4.5 %.",
    "Actions 12/2026 and 14/2026 have no owner.",
    "The average officer had 15 years of service.",
    "The Home Office and His Majesty’s Inspectorate replied.",
    "In section 40 (1) of the Act it is said [sic].",
    "Q2 performance was 87.3 per cent; the target is 90.",
    "Domestic Abuse, Violence Against Women and Girls and Anti Social Behaviour were reviewed.",
]


@pytest.mark.parametrize(("kind", "text", "words"), FOUND)
def test_what_should_be_looked_at_is_found(kind: Sought, text: str, words: str) -> None:
    assert (kind, words) in [(one.kind, one.words) for one in find(text, KNOWN)]


@pytest.mark.parametrize("text", NOT_FOUND)
def test_what_is_public_anyway_is_left_alone(text: str) -> None:
    assert not find(text, KNOWN)


def test_a_word_that_these_minutes_write_without_a_capital_too_is_no_name() -> None:
    text = "Better Outcomes Together was read."
    assert find(text, KNOWN)
    assert not find(text, KnownNames.of([], [], ["better outcomes come together"]))


def test_three_hundred_lines_are_looked_through_at_once() -> None:
    lines = [text for _, text, _ in FOUND] * 12
    begun = time.perf_counter()
    for line in lines[:300]:
        find(line, KNOWN)
    assert time.perf_counter() - begun < 1.0
