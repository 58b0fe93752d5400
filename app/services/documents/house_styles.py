"""The look of the documents that go out: ours, or the office's own Word file. Earlier ones are kept."""

from collections.abc import Sequence
from functools import lru_cache

from sqlmodel import Session, col, select, update

from app.db import now
from app.documents.minutes import ActionRead, Attendee, Kind, Minutes, Part, Passage, Text
from app.documents.word.office import Made, make
from app.documents.write_docx import write_docx
from app.errors import NotFound
from app.models.documents import FileBytes, StoredFile
from app.models.house_styles import HouseStyle
from app.models.people import User
from app.services import changes
from app.services.documents.files import store_file

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def add(session: Session, data: bytes, *, name: str, by: User | None) -> HouseStyle:
    """Keep the office's file and use it from now on; one that is kept already is used again. Raises
    UnreadableDocument when it cannot be one.
    """
    make(data)
    file = store_file(session, data, name=name, media_type=WORD, by=by)
    style = session.exec(select(HouseStyle).where(HouseStyle.file_id == file.id)).first()
    if style is None:
        style = HouseStyle(file_id=file.id or 0, name=file.name, added_at=now(), by_id=by.id if by else None)
        session.add(style)
        session.flush()
        changes.record(session, "added", "house style", style.id, by=by)
    return use(session, style, by=by)


def use(session: Session, style: HouseStyle, *, by: User | None) -> HouseStyle:
    """Write documents in this style from now on. Raises UnreadableDocument when it cannot be one any more."""
    made_of(session, style)
    stop(session, by=None)
    style.in_use = True
    session.add(style)
    session.flush()
    changes.record(session, "used", "house style", style.id, by=by)
    return style


def stop(session: Session, *, by: User | None) -> None:
    """Write documents in our own style from now on."""
    session.execute(
        update(HouseStyle)
        .where(col(HouseStyle.in_use).is_(True))
        .values(in_use=False)
        .execution_options(synchronize_session="fetch")
    )
    if by is not None:
        changes.record(session, "left", "house style", "ours", by=by)


def by_id(session: Session, style_id: int) -> HouseStyle:
    """Raises NotFound when there is none."""
    style = session.get(HouseStyle, style_id)
    if style is None:
        raise NotFound("There is no such Word file.")
    return style


def kept(session: Session) -> Sequence[tuple[HouseStyle, str]]:
    """Every one, the latest first, and who added it."""
    rows = session.exec(
        select(HouseStyle, User.name)
        .outerjoin(User, col(User.id) == col(HouseStyle.by_id))
        .order_by(col(HouseStyle.id).desc())
    ).all()
    return [(style, name or "") for style, name in rows]


def made_of(session: Session, style: HouseStyle) -> Made:
    """What documents are written with, what the file lacks, and what of it was not taken."""
    data, sha256 = session.exec(
        select(FileBytes.data, StoredFile.sha256)
        .join(StoredFile, col(StoredFile.id) == col(FileBytes.file_id))
        .where(FileBytes.file_id == style.file_id)
    ).one()
    return _made(sha256, data)


def package_in_use(session: Session) -> bytes | None:
    """What documents are written with; None for our own look."""
    style = session.exec(select(HouseStyle).where(col(HouseStyle.in_use).is_(True))).first()
    return made_of(session, style).package if style is not None else None


class _Data:
    """A file's bytes, known by their hash: so that a file is taken apart once, not for every document."""

    def __init__(self, sha256: str, data: bytes) -> None:
        self.sha256, self.data = sha256, data

    def __hash__(self) -> int:
        return hash(self.sha256)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Data) and other.sha256 == self.sha256


@lru_cache(maxsize=4)
def _make(data: _Data) -> Made:
    return make(data.data)


def _made(sha256: str, data: bytes) -> Made:
    return _make(_Data(sha256, data))


def sample(style: bytes | None, *, office: str, marking: str = "") -> bytes:
    """A short document with everything in it that minutes have, as a Word file."""
    status = "This is a sample: it shows how minutes will look."
    return write_docx(_sample(), office=office, status=status, style=style, marking=marking)


def _sample() -> Minutes:
    minutes = Minutes(
        title="Sample of minutes",
        venue="Here",
        chair="Ann Example",
        attendances=[
            Attendee("Ann Example", "Police and Crime Commissioner", "PCC", organisation_kind="commissioner"),
            Attendee("Ben Sample", "Chief Constable", "CC", organisation_kind="force"),
        ],
    )
    said = (
        (Kind.STATEMENT, "This is a statement, as most lines of minutes are."),
        (Kind.QUESTION, "The PCC asked how a question looks."),
        (Kind.ANSWER, "The CC said that an answer stands close below it."),
        (Kind.DECISION, "A decision was agreed."),
        (Kind.ACTION, "ACTION: CC to show how an action looks."),
    )
    first = Part("A section", "1")
    for key, (kind, words) in enumerate(said, 1):
        passage = Passage(key, kind, 0, len(words))
        if kind == Kind.ANSWER:
            passage.replies_to = key - 1
        if kind == Kind.ACTION:
            words_alone = "CC to show how an action looks."
            passage.action = ActionRead(words_alone, "1/2026", "CC", owner_organisation_kind="force")
        first.lines.append(Text(words, passages=[passage]))
    second = Part("A part of it", "1.1", level=2)
    second.lines = [Text("A list follows:")]
    second.lines += [Text("one point", bullet=True), Text("a point below it", bullet=True, depth=1)]
    second.assurance, second.assurance_statement = "partly assured", "A judgement stands at the end."
    minutes.parts = [first, second]
    return minutes
