"""One set of minutes that has everything in it that Word has a form for. Everything in it is invented."""

from datetime import date, time

from app.documents.minutes import ActionRead, Attendee, Kind, Mention, Minutes, Part, Passage, Text


class Keys:
    """Counts passages."""

    def __init__(self) -> None:
        self.last = 0
        self.asked = 0

    def line(
        self, *passages: tuple[Kind, str], bullet: bool = False, depth: int = 0, label: str | None = None
    ) -> Text:
        """A line made of passages, one after another; answers reply to the last question unless told
        otherwise."""
        text = "".join(words for _, words in passages)
        out, at = [], 0
        for kind, words in passages:
            self.last += 1
            passage = Passage(self.last, kind, at, at + len(words))
            if kind is Kind.QUESTION:
                self.asked = self.last
            if kind is Kind.ANSWER:
                passage.replies_to = self.asked
            out.append(passage)
            at += len(words)
        return Text(text, bullet, depth, label, passages=out)

    def action(self, marker: str, action: ActionRead, *, bullet: bool = False) -> Text:
        line = self.line((Kind.ACTION, marker + action.words), bullet=bullet)
        line.passages[0].action = action
        return line


def invented_minutes(*, has_summary: bool = False) -> Minutes:
    key = Keys()
    said, asked, answered = Kind.STATEMENT, Kind.QUESTION, Kind.ANSWER
    one_form = ActionRead(
        "The force and the council to agree one form for reporting a child missing from care.",
        reference="4/2025",
        owner="The force",
        owner_organisation_kind="force",
        due_on=date(2025, 5, 30),
        recommendations=["8"],
    )
    letter = ActionRead(
        "OPCC to write to the Home Office.",
        owner="OPCC",
        owner_organisation_kind="commissioner",
        due_words="before the next meeting",
        recommendations=["8", "12"],
    )
    panel = ActionRead("The young people’s panel’s comments to be brought to the next meeting.")
    inline = ActionRead("CC to count them by 30 June 2025.", owner="CC", owner_organisation_kind="force")
    inline.due_on = date(2025, 6, 30)
    mixed = key.line(
        (said, "Eastmere had not been counted. "),
        (asked, "The PCC asked when it would be. "),
        (asked, "The DPCC asked by whom. "),
        (answered, "The T/CC said soon. "),
        (Kind.ACTION, "Action: CC to count them by 30 June 2025."),
    )
    mixed.passages[-1].action = inline
    parts = [
        Part(None, lines=[key.line((said, "The PCC welcomed everybody & thanked them for coming."))]),
        Part(
            "Minutes of the last meeting", "1", lines=[key.line((Kind.DECISION, "The minutes were agreed."))]
        ),
        Part(
            "Actions from earlier meetings",
            "2",
            lines=[
                key.line((Kind.REVIEW, "14/2024: carried to 30 April 2025, 22 of 60 records had been read."))
            ],
        ),
        Part("Independent Inquiry into Harbour Road", "3", source="Harbour Road"),
        Part(
            "Recommendation 8: grading within one hour",
            "3.1",
            2,
            ["8"],
            lines=[
                key.line((asked, "The PCC asked how many reports had been graded within one hour.")),
                key.line((answered, "The T/CC said 74%, against 71% in the autumn.")),
                key.line((asked, "The DPCC asked how the force knows that the reasons are good enough.")),
                mixed,
                key.line((asked, "The PCC asked what stood in the way.")),
                key.line((answered, "The ACC gave two causes:")),
                key.line((answered, "calls that begin as something else"), bullet=True),
                key.line((answered, "at Port Linnet, in the evening"), bullet=True, depth=1),
                key.line((said, "the change of shift"), bullet=True, label="b)"),
                key.action("Action: ", letter, bullet=True),
                key.line((said, "Numbered as the minutes number it."), label="3.1.7"),
                key.action("ACTION: ", one_form),
                key.action("ACTION: ", panel),
            ],
        ),
        Part(
            "From interview to investigation", "3.1.1", 4, lines=[key.line((said, "PN joined the meeting."))]
        ),
        Part("Any other business", "Ref 03/21/06/2023", lines=[Text("Typed by somebody in Word.")]),
    ]
    if has_summary:
        again = ActionRead(one_form.words, reference="4/2025", mention=Mention.RESTATED)
        parts.append(Part("Summary of actions", lines=[key.action("", again)], is_summary_of_actions=True))
    return Minutes(
        title="Holding to account meeting, 13 March 2025",
        held_on=date(2025, 3, 13),
        starts_at=time(13, 30),
        ends_at=time(15, 20),
        venue="Old Customs House, Port Linnet",
        chair="Margaret Ellery",
        minute_taker="Joan Tully",
        next_meeting="Thursday 15 May 2025, 13:30",
        attendances=[
            Attendee("Margaret Ellery", "Police and Crime Commissioner", "PCC", None, "commissioner"),
            Attendee("Nasreen Qadir", "Temporary Chief Constable", "T/CC", "Northfold Police", "force"),
            Attendee("Priya Nair", "Chief executive", "PN", None, "commissioner", "part", "for item 3"),
            Attendee("Leonie Hart", None, None, "Northfold County Council", "other", "apologies"),
        ],
        parts=parts,
    )
