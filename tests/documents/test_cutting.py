"""Minutes from which something is cut: whatever it is, nothing of it is left and the rest holds together."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from app.documents.minutes import Kind, Minutes, Part, Passage, Text, passages
from app.documents.withholding import NAME, PASSAGE, PASSAGE_WITHIN, Cuts, cut, is_placeholder

WORDS = [f"w{number:02}" for number in range(14)]
LINE = " ".join(WORDS)
PLACES = st.integers(0, len(LINE))


def minutes_of(*edges: int) -> Minutes:
    """One line, parted into passages at those places."""
    places = sorted({0, *edges, len(LINE)})
    line = Text(LINE)
    for key, (starts, ends) in enumerate(pairwise(places), start=1):
        line.passages.append(Passage(key, Kind.QUESTION if key % 2 else Kind.ANSWER, starts, ends, ["PCC"]))
    return Minutes(parts=[Part("Heading", lines=[line])])


@settings(max_examples=600, deadline=None)
@given(
    st.lists(PLACES, max_size=4), st.lists(st.tuples(PLACES, PLACES), min_size=1, max_size=4), st.booleans()
)
def test_passages_still_cover_their_line_and_nothing_withheld_is_left(
    edges: list[int], pairs: list[tuple[int, int]], says_so: bool
) -> None:
    spans = [(min(pair), max(pair)) for pair in pairs]
    made = cut(minutes_of(*edges), Cuts(lines={(0, 0): spans}, says_so=says_so))
    for _, line, _ in passages(made)[:1]:
        places = [(one.starts, one.ends) for one in line.passages]
        assert places[0][0] == 0
        assert places[-1][1] == len(line.text)
        assert all(one[1] == other[0] and one[0] < one[1] for one, other in pairwise(places))
        assert "  " not in line.text or says_so
    shown = made.parts[0].lines[0].text if made.parts[0].lines else ""
    for number, word in enumerate(WORDS):
        at = number * 4
        assert (word in shown) != (is_cut(spans, at) or is_placeholder(shown) or not shown)
    assert says_so or PASSAGE_WITHIN not in shown


def is_cut(spans: list[tuple[int, int]], at: int) -> bool:
    """Whether a part of the word at that place is withheld."""
    return any(starts < at + 3 and at < ends and starts < ends for starts, ends in spans)


def test_the_same_words_stand_for_whatever_is_withheld() -> None:
    assert is_placeholder(PASSAGE)
    assert not is_placeholder(PASSAGE_WITHIN)
    assert not is_placeholder(NAME)
