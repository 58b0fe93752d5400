"""A Word file as source lines: what it says plainly (styles, lists, tables) is kept, nothing is interpreted.

Our own files say more, by the names of their styles:

- role "field": "Label<TAB>value"; labels Title, Date, Time, Place, Chair, Minutes taken by, Next meeting;
- role "attendance": a header row, then a person a row, in the cells of `names.ATTENDANCE_CELLS`, "" where
  nothing is said;
- role "heading": `label` is the printed number, "" for none, and `text` the title alone;
- lines: `spans` with kinds, in order, one for each passage; none where somebody typed in Word;
- `actions`: what is printed beside each action passage of the line, in order;
- role "added": what the program added, which is no part of the record.
"""

from app.documents.limits import check_text
from app.documents.source import Source
from app.documents.word.lines import WordFile
from app.documents.word.others import Others
from app.documents.word.ours import Ours, is_ours
from app.documents.word.package import open_word
from app.errors import UnreadableDocument

NO_WORDS = (
    "This Word file holds no text: if the minutes are a picture in it, save or scan them as text first."
)


def read_docx(data: bytes, name: str = "") -> Source:
    """The lines of a Word file (.docx). Raises UnreadableDocument, in a sentence, for any other bytes."""
    file = WordFile(open_word(data))
    ours = is_ours(file)
    lines = (Ours if ours else Others)(file).read()
    check_text([line.text for line in lines])
    if not any(line.role != "furniture" for line in lines):
        raise UnreadableDocument(NO_WORDS)
    return Source(lines, "docx", name, has_our_styles=ours)
