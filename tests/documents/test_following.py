"""A withheld passage follows its words through every change of its line, and never shrinks unseen."""

import random
import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.documents.withholding.following import follow

LINE = "The boy Tyler Marsh ran from Dunmere House on Monday."
STARTS, ENDS = LINE.index("Tyler"), LINE.index(" ran")

SECRET = ["Zyxbgvq", "Qvbzyg", "Gyqxv", "Bzvgqyx", "Vxyqzb"]
"""Of letters that the others do not use, so that a piece of one can have come from nowhere else."""
PLAIN = ["the", "CC", "said", "that", "he", "would", "ask", "and", "report", "in", "June", "officers", "of"]


def stands(text: str) -> str | None:
    found = follow(LINE, STARTS, ENDS, text)
    return text[found[0] : found[1]] if found else None


@pytest.mark.parametrize(
    ("text", "withheld"),
    [
        (LINE, "Tyler Marsh"),
        ("On Friday the boy Tyler Marsh ran from Dunmere House on Monday.", "Tyler Marsh"),
        ("The boy Tyler Marsh ran.", "Tyler Marsh"),
        ("Tyler Marsh", "Tyler Marsh"),
        ("The boy Tyler James Marsh ran from Dunmere House on Monday.", "Tyler James Marsh"),
        ("The boy Tyler Marshall ran from Dunmere House on Monday.", "Tyler Marshall"),
        ("The boy Tylor Marsh ran from Dunmere House on Monday.", "Tylor Marsh"),
        ("The boy McTyler Marsh ran from Dunmere House on Monday.", "McTyler Marsh"),
        ("The boy Tyler ran from Dunmere House on Monday.", "Tyler"),
        ("The boy Tyler Marsh, who is 15, ran from Dunmere House on Monday.", "Tyler Marsh"),
    ],
)
def test_a_withheld_passage_follows_its_words(text: str, withheld: str) -> None:
    assert stands(text) == withheld


@pytest.mark.parametrize(
    "text",
    [
        "The boy ran from Dunmere House on Monday.",
        "Marsh ran from Dunmere House on Monday, that is Tyler.",
        "Nothing of it stands.",
        "",
        "The boy ran from Dunmere House on Monday: Tyler Marsh.",
        "The boy Marsh ran from Dunmere House on Monday. It was Tyler.",
        "The boy Tyler ran from Dunmere House on Monday. It was young Marshy.",
    ],
)
def test_words_that_cannot_be_found_for_certain_are_not_said_to_be_found(text: str) -> None:
    assert stands(text) is None


def edited(rng: random.Random, text: str) -> str:
    """One change as people make them: typing, deleting, cutting and pasting, joining and parting words."""
    at, to = sorted((rng.randint(0, len(text)), rng.randint(0, len(text))))
    match rng.randrange(6):
        case 0:
            return (
                f"{text[:at]}{rng.choice([' ', ''])}{rng.choice(PLAIN)}{rng.choice([' ', ', '])}{text[at:]}"
            )
        case 1:
            to = min(len(text), at + rng.randint(1, 12))
            return text[:at] + text[to:]
        case 2:
            to = min(len(text), at + rng.randint(1, 25))
            piece, rest = text[at:to], text[:at] + text[to:]
            place = rng.randint(0, len(rest))
            return rest[:place] + piece + rest[place:]
        case 3:
            return text[:at] + rng.choice([" ", ". ", ""]) + text[at:]
        case 4:
            words = text.split(" ")
            rng.shuffle(words)
            return " ".join(words) if rng.random() < 0.2 else text
        case _:
            to = min(len(text), at + rng.randint(1, 20))
            return f"{text[:at]} {' '.join(rng.choices(PLAIN, k=rng.randint(1, 6)))} {text[to:]}"


@settings(max_examples=2000, deadline=None)
@given(st.integers(min_value=0, max_value=2**32))
def test_no_withheld_word_shows_after_any_number_of_changes(seed: int) -> None:
    """Words that are nowhere else in the line: whatever is done to it, none of them shows, nor half of one."""
    rng = random.Random(seed)  # noqa: S311  the same changes for the same seed
    before = " ".join(rng.choices(PLAIN, k=rng.randint(0, 12)))
    secret = " ".join(rng.sample(SECRET, k=rng.randint(1, 3)))
    after = " ".join(rng.choices(PLAIN, k=rng.randint(0, 12)))
    anchor = f"{before} {secret} {after}".strip()
    starts = anchor.index(secret)
    text = anchor
    for _ in range(rng.randint(1, 5)):
        text = edited(rng, text)
    found = follow(anchor, starts, starts + len(secret), text)
    if found is None:
        return  # the whole line is withheld
    shows = text[: found[0]] + " | " + text[found[1] :]
    for word in secret.casefold().split():
        runs = {word[at : at + 3] for at in range(len(word) - 2)}
        assert not any(run in shows.casefold() for run in runs), (anchor, text, shows)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60), st.integers(0, 60), st.integers(0, 60), st.text(max_size=60))
def test_what_is_found_lies_in_the_text(anchor: str, one: int, other: int, text: str) -> None:
    found = follow(anchor, min(one, other), max(one, other), text)
    assert found is None or 0 <= found[0] < found[1] <= len(text)
    assert found is None or re.search(r"\S", text[found[0] : found[1]]) or anchor == text


def test_a_very_long_line_is_followed_at_once() -> None:
    many = " ".join(f"word{number % 50}" for number in range(3000))
    anchor = f"{many} Zyxbgvq Qvbzyg {many}"
    starts = anchor.index("Zyxbgvq")
    begun = time.perf_counter()
    assert follow(anchor, starts, starts + 14, f"Before. {anchor} After.") is not None
    backwards = " ".join(reversed(anchor.split()))
    found = follow(anchor, starts, starts + 14, backwards)
    assert found is None or "Zyxbgvq" in backwards[found[0] : found[1]]
    assert time.perf_counter() - begun < 2.0
