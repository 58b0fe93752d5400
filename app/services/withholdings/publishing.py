"""What may be published of a meeting, built afresh: everything that leaves the house is made from it."""

from sqlmodel import Session, col, select

from app.documents.minutes import Minutes
from app.documents.withholding import cut
from app.models.meetings import Meeting, Paper
from app.models.withholdings import Withheld
from app.services import meetings
from app.services.documents.gathering import Gathering
from app.services.markings import choices
from app.services.withholdings.hiding import cuts, hidden, holding


def publishable(session: Session, meeting: Meeting) -> Minutes:
    """The minutes as they may be published, passages under the keys that `Gathering` gives them.

    What is withheld, or proposed to be, is absent; where the office wants it so a placeholder stands there.
    """
    gathering = Gathering(session, meeting)
    found = hidden(session, meeting, gathering.whole)
    return cut(gathering.minutes, cuts(found, gathering.whole, says_so=choices(session).says_withheld))


def papers(session: Session, meeting: Meeting) -> list[Paper]:
    """The meeting's papers that may be made public: not removed, not withheld, of no withheld section, and with a
    title that names nobody whose name is withheld.
    """
    kept = {one.subject_id for one in holding(session, meeting) if one.subject == Withheld.PAPER}
    found = hidden(session, meeting, meetings.whole(session, meeting))
    standing = session.exec(
        select(Paper)
        .where(Paper.meeting_id == meeting.id, col(Paper.removed_at).is_(None))
        .order_by(col(Paper.id))
    ).all()
    return [
        one
        for one in standing
        if str(one.id) not in kept
        and not found.section(one.section_id)
        and not (found.names is not None and found.names.search(one.title))
    ]
