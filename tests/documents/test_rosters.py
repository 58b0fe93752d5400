"""Lists of those present, in the many ways in which offices write them: one list, the people a person would find."""

from dataclasses import dataclass

import pytest

from app.documents.interpret import interpret
from app.documents.minutes import Minutes
from app.documents.source import read_source

HEAD = "Holding to account meeting\nDate: 8 October 2024\n\n"
BODY = "\n\n1. Matters arising\nNone.\n\n2. Custody\nThe PCC asked how many were held. The CC said nine.\n"


@dataclass(frozen=True)
class Roster:
    text: str
    people: tuple[tuple[str, str | None], ...]
    """Names, each with what it is known as, in the list's order; those who sent apologies are not among them."""
    apologies: tuple[str, ...] = ()
    part: tuple[str, ...] = ()
    sides: tuple[tuple[str, str | None], ...] = ()

    def read(self) -> Minutes:
        return interpret(read_source((HEAD + self.text + BODY).encode(), "minutes.txt")).minutes


TWO = (("Ann Lee", "PCC"), ("Bo Finch", "CC"))
INITIALS = (("Ann Lee", "AL"), ("Bo Finch", "BF"))
NEITHER = (("Ann Lee", None), ("Bo Finch", None))
SIDES = (("Ann Lee", "commissioner"), ("Bo Finch", "force"))
ROSTERS = [
    Roster(
        "Attendance:\n\n  • Ann Lee Police and Crime Commissioner (PCC)\n  • Bo Finch Chief Constable (CC)",
        TWO,
        sides=SIDES,
    ),
    Roster(
        "Attendance:\n- Ann Lee – Police and Crime Commissioner (PCC)\n- Bo Finch – Chief Constable (CC)",
        TWO,
        sides=SIDES,
    ),
    Roster("Attendees\n* Ann Lee (PCC)\n* Bo Finch (CC)", TWO, sides=SIDES),
    Roster("Present: Ann Lee (PCC), Bo Finch (CC)", TWO, sides=SIDES),
    Roster("Present: Ann Lee (PCC) and Bo Finch (CC)", TWO),
    Roster("Present: Ann Lee (PCC); Bo Finch (CC).", TWO),
    Roster("Present - Ann Lee, PCC; Bo Finch, CC", TWO, sides=SIDES),
    Roster(
        "Present:\nAnn Lee, Police and Crime Commissioner\nBo Finch, Chief Constable", NEITHER, sides=SIDES
    ),
    Roster(
        "PRESENT\n\nAnn Lee - Police and Crime Commissioner\n\nBo Finch - Chief Constable",
        NEITHER,
        sides=SIDES,
    ),
    Roster(
        "Those present\nPolice and Crime Commissioner: Ann Lee\nChief Constable: Bo Finch",
        NEITHER,
        sides=SIDES,
    ),
    Roster("Attended by:\n1. Ann Lee (AL), PCC\n2. Bo Finch (BF), CC", INITIALS, sides=SIDES),
    Roster("Attendees:\nAnn Lee (AL) – PCC\nBo Finch (BF) – Chief Constable", INITIALS, sides=SIDES),
    Roster("Attendees:\n[AL] Ann Lee\n[BF] Bo Finch", INITIALS),
    Roster("Attendees:\nAL – Ann Lee\nBF – Bo Finch", INITIALS),
    Roster("Attendees:\nAnn Lee AL\nBo Finch BF", INITIALS),
    Roster("Attendees:\nLee, Ann (AL)\nFinch, Bo (BF)", INITIALS),
    Roster(
        "Attendees:\n| Name | Role | Initials |\n|---|---|---|\n"
        "| Ann Lee | PCC | AL |\n| Bo Finch | Chief Constable | BF |",
        INITIALS,
        sides=SIDES,
    ),
    Roster("Attendees:\nName\tOrganisation\nAnn Lee\tOPCC\nBo Finch\tPolice", NEITHER, sides=SIDES),
    Roster("OPCC: Ann Lee (PCC)\nForce: Bo Finch (CC)", TWO, sides=SIDES),
    Roster(
        "Present\nFor the Commissioner: Ann Lee (AL)\nFor the force: Bo Finch (BF)", INITIALS, sides=SIDES
    ),
    Roster(
        "Present: Ann Lee (PCC), Bo Finch (CC)\nApologies: Cy Marsh (DCC), Di Poole",
        TWO,
        ("Cy Marsh", "Di Poole"),
    ),
    Roster(
        "Present: Ann Lee (PCC), Bo Finch (CC)\n\nApologies were received from Cy Marsh and Di Poole.",
        TWO,
        ("Cy Marsh", "Di Poole"),
    ),
    Roster(
        "Present: Ann Lee (PCC), Bo Finch (CC)\n\nApologies\nCy Marsh, Deputy Chief Constable",
        TWO,
        ("Cy Marsh",),
    ),
    Roster("Present: Ann Lee (PCC), Bo Finch (CC)\nApologies: None", TWO),
    Roster("Present: Ann Lee (PCC), Bo Finch (CC)\nApologies for absence: there were none.", TWO),
    Roster(
        "Present: Ann Lee (PCC), Bo Finch (CC)\nIn attendance: Cy Marsh (minutes)", (*TWO, ("Cy Marsh", None))
    ),
    Roster(
        "Present: Ann Lee (PCC), Bo Finch (CC)\nAlso present: Cy Marsh (CM) for item 2",
        (*TWO, ("Cy Marsh", "CM")),
        part=("Cy Marsh",),
    ),
    Roster("Present:\n- Ann Lee (PCC)\n- Bo Finch (CC) (until 3pm)", TWO, part=("Bo Finch",)),
    Roster("Present:\n- Ann Lee (PCC)\n- Bo Finch (CC) – joined at 10.40", TWO, part=("Bo Finch",)),
    Roster("Present:\n- Ann Lee (PCC)\n- Bo Finch (CC), via Teams", TWO),
    Roster(
        "Present:\n- Dame Ann Lee DBE (PCC)\n- Dr Bo Finch QPM (CC)",
        (
            ("Dame Ann Lee DBE|Dame Ann Lee|Ann Lee|Ann Lee DBE", "PCC"),
            ("Dr Bo Finch QPM|Dr Bo Finch|Bo Finch|Bo Finch QPM", "CC"),
        ),
    ),
    Roster(
        "Present:\n- Ann Lee-Marsh (PCC)\n- Bo O’Finch (CC)\n- Seán de la Cruz (SD)",
        (("Ann Lee-Marsh", "PCC"), ("Bo O’Finch", "CC"), ("Seán de la Cruz", "SD")),
    ),
    Roster("Present:\n- Ann Lee (PCC)\n- Bo Finch (CC)\n- Two members of the public", TWO),
    Roster("Present:\n- Ann Lee (PCC) [Chair]\n- Bo Finch (CC)", TWO),
    Roster(
        "Present: Ann Lee, the Police and Crime Commissioner (“the PCC”), and Bo Finch, the Chief Constable (“the CC”)",
        TWO,
        sides=SIDES,
    ),
]


NOT_YET: set[str] = {
    "Attendees:\nLee, Ann (AL)\nFinch, Bo (BF)",
    "Attendees:\nName\tOrganisation\nAnn Lee\tOPCC\nBo Finch\tPolice",
    "Present: Ann Lee, the Police and Crime Commissioner (“the PCC”), and Bo Finch, the Chief Constable (“the CC”)",
}
"""Lists that the reader does not understand so far."""


@pytest.mark.parametrize("roster", ROSTERS, ids=lambda roster: roster.text.replace("\n", " / ")[:90])
def test_the_people_of_a_list_are_found(roster: Roster, request: pytest.FixtureRequest) -> None:
    if roster.text in NOT_YET:
        request.applymarker(pytest.mark.xfail(reason="the reader cannot do this so far", strict=False))
    read = roster.read().attendances
    here = [one for one in read if one.presence != "apologies"]
    assert len(here) == len(roster.people), [(one.name, one.title, one.known_as) for one in read]
    for one, (name, known_as) in zip(here, roster.people, strict=True):
        assert one.name in name.split("|")
        if known_as is not None:
            assert one.known_as == known_as
    assert tuple(one.name for one in read if one.presence == "apologies") == roster.apologies
    assert tuple(one.name for one in read if one.presence == "part") == roster.part
    for name, side in roster.sides:
        assert {one.organisation_kind for one in read if one.name == name} == {side}
