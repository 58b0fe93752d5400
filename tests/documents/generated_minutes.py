"""Minutes of every shape that the plain data allows, and texts of minutes as offices type them."""

from datetime import date, time

from hypothesis import strategies as st

from app.documents.minutes import ActionRead, Attendee, Kind, Mention, Minutes, Part, Passage, Text

WORDS = (  # noqa: SIM905  thirty quoted words hide each other
    "The PCC force report officers asked whether data training was complete by June and what 74% £1,200 "
    "Northfold’s “review” – (Annex A) <b> & café naïve 1st 12 March 2025 Recommendation 8 Due 30 don't A/B "
    "e.g. x@y.org … T/CC’s Ref 03/21 10:30 №4 Zoë 𝔘nicode \u00a0 o\ufeffdd"
).split(" ")

some_words = st.lists(st.sampled_from(WORDS), min_size=1, max_size=12).map(" ".join)
strange = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\u2028\u2029\u0085"),
    min_size=1,
    max_size=40,
)
phrases = st.one_of(some_words, strange).map(lambda text: " ".join(text.split())).filter(bool)
short = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(
    lambda words: " ".join(" ".join(words).split())
)
short = short.filter(bool)
days = st.dates(date(1990, 1, 1), date(2060, 12, 31))
clock = st.times().map(lambda moment: time(moment.hour, moment.minute))


def perhaps(values: st.SearchStrategy[str]) -> st.SearchStrategy[str | None]:
    return st.none() | values


people = st.builds(
    Attendee,
    name=short,
    title=perhaps(short),
    known_as=perhaps(short),
    organisation=perhaps(
        st.sampled_from(["Northfold Police", "OPCC", "Harwell Parish Council", "NHS England"]) | short
    ),
    organisation_kind=st.sampled_from(["commissioner", "force", "other", None]),
    presence=st.sampled_from(["present", "apologies", "part"]),
    presence_note=perhaps(short),
)


@st.composite
def actions(draw: st.DrawFn, words: str) -> ActionRead:
    owner = draw(perhaps(st.sampled_from(["CC", "ACC Mabey", "the force", "Mr. A. B. Smith Jr"])))
    return ActionRead(
        words=words,
        reference=draw(perhaps(st.sampled_from(["17/2023", "4/2025", "AP1"]))),
        owner=owner,
        owners=[owner] if owner else [],
        owner_organisation_kind=draw(st.sampled_from(["commissioner", "force", "other", None])),
        due_on=draw(st.none() | days),
        due_words=draw(
            perhaps(st.sampled_from(["by 30 June 2025", "30 June 2025", "before the next meeting."]))
        ),
        recommendations=draw(
            st.lists(st.sampled_from(["8", "41.3", "Harbour Road 12"]), max_size=3, unique=True)
        ),
        mention=draw(st.sampled_from(list(Mention))),
    )


@st.composite
def lines(draw: st.DrawFn, key: int) -> Text:
    """One line whose passages are keyed from `key` on."""
    text, kept = "", []
    for place in range(draw(st.sampled_from([1, 1, 1, 2, 3, 4]))):
        words, starts = draw(phrases), len(text)
        kind = draw(st.sampled_from(list(Kind)))
        marker = draw(st.sampled_from(["", "ACTION: ", "Action – "])) if kind is Kind.ACTION else ""
        text += marker + words + draw(st.sampled_from([" ", ". ", "  "]))
        action = draw(actions(words)) if kind is Kind.ACTION else None
        kept.append(Passage(key + place, kind, starts, len(text), action=action))
    text = text.rstrip()
    kept[-1].ends = len(text)
    bullet = draw(st.booleans())
    label = draw(perhaps(st.sampled_from(["a)", "1.2", "(iv)", "12."])))
    return Text(text, bullet, draw(st.integers(0, 4)), label, passages=kept)


@st.composite
def minutes(draw: st.DrawFn) -> Minutes:
    """Any minutes that the plain data can hold and that a person could have before them."""
    parts: list[Part] = []
    key = 1
    answerable: list[int] = []
    for place in range(draw(st.integers(0, 4))):
        has_title = place > 0 or draw(st.booleans())
        part = Part(
            title=draw(phrases) if has_title else None,
            number=draw(perhaps(st.sampled_from(["1", "2.3", "Ref 03/21/06/2023", "ITEM 4", "17/2022"])))
            if has_title
            else None,
            level=draw(st.integers(1, 6)),
            is_summary_of_actions=draw(st.integers(0, 5)) == 0,
        )
        for _ in range(draw(st.integers(0, 5))):
            line = draw(lines(key))
            key += len(line.passages)
            for passage in line.passages:
                if passage.kind is Kind.ANSWER and answerable:
                    passage.replies_to = answerable[-1]
                if passage.kind is Kind.QUESTION:
                    answerable.append(passage.key)
            part.lines.append(line)
        if part.lines or part.title:
            parts.append(part)
    starts = draw(st.none() | clock)
    return Minutes(
        title=draw(perhaps(phrases)),
        held_on=draw(st.none() | days),
        starts_at=starts,
        ends_at=draw(st.none() | clock),
        venue=draw(perhaps(short)),
        chair=draw(perhaps(short)),
        minute_taker=draw(perhaps(short)),
        next_meeting=draw(perhaps(phrases)),
        attendances=draw(st.lists(people, max_size=6)),
        parts=parts,
    )


SPEAKERS = ["The PCC", "The DPCC", "The CC", "ACC Mabey", "CM", "The force", "He", "Chief Officers"]
ASKING = ["asked whether", "sought reassurance that", "queried how", "wanted to understand why"]
SAYING = ["said that", "confirmed that", "advised that", "was reassured that", "noted that"]
ABOUT = [
    "the training was complete",
    "the data would be published",
    "officers had been told",
    "the plan was on track",
]
MARKERS = [
    "ACTION: ",
    "Action - ",
    "Action 3 – ",
    "ACTION: CC to ",
    "Action: CM to ",
    "ACTION: The force to ",
]
DUE = ["", " by 30 June 2025", " before the next meeting", " by the end of May 2025", " within 28 days"]
TITLES = [
    "Matters arising",
    "Recommendation 8",
    "Stop and search",
    "Putting victims first",
    "AOB",
    "Next meeting",
]
HEAD = """Date: Friday 31 March 2023, 10:00 am

Chair: Margaret Ellery

Minutes: Joan Tully, Policy Officer, OPCC

Attendance:

• Margaret Ellery Police and Crime Commissioner (PCC)
• Tom Ashdown Deputy PCC (DPCC)
• Nasreen Qadir Chief Constable (CC)
• Colin Mabey Assistant Chief Constable (CM)
"""

sentence = st.builds(
    lambda who, verb, what: f"{who} {verb} {what}.",
    st.sampled_from(SPEAKERS),
    st.sampled_from(ASKING + SAYING),
    st.sampled_from(ABOUT),
)
action_line = st.builds(
    lambda marker, due: f"{marker}provide a report on the data{due}.",
    st.sampled_from(MARKERS),
    st.sampled_from(DUE),
)
body_line = st.one_of(
    st.lists(sentence, min_size=1, max_size=4).map(" ".join),
    action_line,
    sentence.map(lambda words: "• " + words),
    st.builds(lambda words: f"The minutes were agreed. {words}", sentence),
)
heading_line = st.builds(
    lambda number, title: f"{number}{title}",
    st.sampled_from(["", "1. ", "2. ", "3.1 "]),
    st.sampled_from(TITLES),
)
typed_minutes = st.builds(
    lambda head, blocks: "\n\n".join([head, *blocks]),
    st.sampled_from(["Holding to account meeting\n\n" + HEAD, HEAD]),
    st.lists(st.one_of(heading_line, body_line, body_line, body_line), min_size=1, max_size=14),
)
"""Minutes as an office types them, about people who do not exist."""
