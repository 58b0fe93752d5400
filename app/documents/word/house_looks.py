"""What each of our styles looks like, and word/styles.xml made from it."""

from dataclasses import dataclass

from app.documents.minutes import Kind
from app.documents.word import names
from app.documents.word.house_xml import (
    ACCENT,
    ALARM,
    EDGE,
    FONT,
    GREY,
    HAIR,
    WIDTH,
    XML,
    W,
    letters,
    mm,
    paragraph,
    pt,
    rule,
    tab,
)

BAR = rule("left", 3, ACCENT, 9)
BAR_EDGE = EDGE + 4.2
"""The words; the bar itself then stands on the text edge."""
UNLIKE = 0.1
"""Neighbours with equal borders and indents share one border, so two actions would: this keeps them apart."""
GREY_BAR = rule("left", 3, HAIR, 9)
THIN_BAR = rule("left", 0.75, "auto", 9)
STEP = 6
"""From one depth of a list to the next."""

BUILT_IN = {
    *("Title", "Subtitle", "Body Text", "header", "footer", "Strong", "Hyperlink"),
    *(f"heading {level}" for level in range(1, 10)),
    *(names.at_depth(family, depth) for family in (names.BULLET, names.NUMBER) for depth in range(5)),
}


@dataclass(frozen=True)
class Look:
    """A paragraph style: what it is based on, what Enter gives after it, and its properties.

    `rare` hides it from Word's list until it is used.
    """

    name: str
    base: str
    following: str
    paragraph: str
    letters: str = ""
    rare: bool = False


def heading_block() -> list[Look]:
    grey = letters(colour=GREY)
    title = paragraph(after=8, line=1.05, keep_next=True, keep_whole=True)
    our_title = paragraph(after=26, line=1.05, keep_next=True, keep_whole=True)
    fact = paragraph(left=42, hanging=42, after=3, keep_whole=True, tabs=tab(42))
    return [
        Look(
            names.OFFICE,
            "Normal",
            names.DOCUMENT_KIND,
            paragraph(after=24, rules=rule("top", 3, ACCENT, 7), line=1.1),
            letters(bold=True),
        ),
        Look(
            names.DOCUMENT_KIND,
            "Normal",
            names.TITLE,
            paragraph(after=2, keep_next=True),
            letters(size=14, colour=GREY),
        ),
        Look(names.TITLE, "Normal", names.SUBTITLE, title, letters(size=24, bold=True)),
        Look(names.OUR_TITLE, "Normal", names.SUBTITLE, our_title, letters(size=24, bold=True)),
        Look(
            names.SUBTITLE,
            "Normal",
            names.FACT,
            paragraph(right=20, after=14, keep_whole=True),
            letters(size=14),
        ),
        Look(names.FACT, "Normal", names.FACT, fact),
        Look(names.NEXT_MEETING, names.BODY, names.BODY, paragraph(left=EDGE, after=9)),
        Look(names.TABLE_HEADING, "Normal", names.TABLE_TEXT, paragraph(line=1.1, keep_next=True), grey),
        Look(names.TABLE_TEXT, "Normal", names.TABLE_TEXT, paragraph(line=1.1)),
        Look(
            names.ATTENDANCE_HEADING,
            "Normal",
            names.ATTENDANCE_TEXT,
            paragraph(line=1.1, keep_next=True),
            grey,
        ),
        Look(names.ATTENDANCE_TEXT, "Normal", names.ATTENDANCE_TEXT, paragraph(line=1.1)),
        Look("header", "Normal", "header", paragraph(line=1.1, tabs=tab(WIDTH, "right")), grey),
        Look(names.MARKING, "Normal", names.MARKING, paragraph(line=1.1), letters(bold=True)),
        Look("footer", "Normal", "footer", paragraph(line=1.1, tabs=tab(WIDTH, "right")), grey),
    ]


def heading_looks() -> list[Look]:
    """Numbers are typed before a tab: they are part of the record and never renumber."""

    def look(level: int, outline: int) -> tuple[str, str]:
        sizes = {1: (24, 6, 1.1), 2: (18, 4, 1.1), 3: (14, 3, 1.2)}
        before, after, line = sizes.get(level, (12, 3, 1.2))
        shape = paragraph(
            before=before,
            after=after,
            line=line,
            keep_next=True,
            keep_whole=True,
            rules=rule("top", 1.5, "auto", 6) if level == 1 else "",
            outline=outline - 1,
        )
        text = {1: letters(size=18, bold=True), 2: letters(size=14, bold=True), 3: letters(bold=True)}
        return shape, text.get(level, letters(colour=GREY))

    out = [Look(f"heading {level}", "Normal", names.BODY, *look(level, level)) for level in range(1, 10)]
    out += [
        Look(names.heading(level, outline), "Normal", names.BODY, *look(level, outline), rare=True)
        for level in range(2, 10)
        for outline in range(1, level)
    ]
    return [
        *out,
        Look(names.BLOCK_HEADING, "Normal", names.BODY, *look(1, 1)),
        Look(names.BLOCK_HEADING + " 2", "Normal", names.BODY, *look(2, 2)),
    ]


def line_looks() -> list[Look]:
    """The lines of the minutes. Questions and answers are prose, paired by space alone."""
    body = paragraph(left=EDGE, after=9)
    lead_in = paragraph(left=EDGE, after=3, keep_next=True)
    action = paragraph(left=BAR_EDGE, before=12, at_least=16.5, keep_next=True, keep_whole=True, rules=BAR)
    details = paragraph(
        left=BAR_EDGE + UNLIKE, after=14, at_least=16.5, keep_next=False, keep_whole=True, rules=BAR
    )
    question = paragraph(left=EDGE, after=3, keep_next=True, keep_whole=True)
    grey = letters(colour=GREY)
    out = [
        Look(names.BODY, "Normal", names.BODY, body),
        Look("Statement", names.BODY, names.BODY, body),
        Look("Question", names.BODY, "Answer", question),
        Look("Answer", names.BODY, "Question", paragraph(left=EDGE, after=12)),
        Look("Action", names.BODY, names.ACTION_DETAILS, action),
        Look(names.ACTION_DETAILS, names.BODY, names.BODY, details, grey),
        Look(
            names.ACTION_NOTE,
            names.BODY,
            names.BODY,
            paragraph(left=EDGE + STEP, after=9, keep_whole=True),
            grey,
        ),
        Look(
            names.ASSURANCE,
            names.BODY,
            names.BODY,
            paragraph(left=EDGE, before=14, after=14, keep_whole=True, rules=rule("top", 0.75, "auto", 5)),
        ),
        Look(
            names.WITHHELD,
            names.BODY,
            names.BODY,
            paragraph(left=BAR_EDGE, before=2, after=12, at_least=16.5, keep_whole=True, rules=GREY_BAR),
            grey,
        ),
        Look(names.REMARK, names.BODY, names.BODY, paragraph(left=EDGE, after=12, keep_whole=True), grey),
        Look(
            names.RULED_LINES,
            names.BODY,
            names.RULED_LINES,
            paragraph(left=EDGE, before=6, line=2, tabs=tab(WIDTH, "right", "underscore")),
            grey,
        ),
    ]
    out += [
        Look(name + turn, names.BODY, names.BODY, barred(name, turn))
        for name in names.BARRED
        for turn in names.TURNS
    ]
    out += [Look(name + names.LEAD_IN, name, names.BULLET, lead_in) for name in names.WITH_LEAD_IN]
    for depth in range(names.DEEPEST):
        rare, left = depth > 1, EDGE + STEP * depth
        bullet = paragraph(left=left + STEP, hanging=STEP, after=4, in_list=(1, depth))
        number = paragraph(left=left + 10, hanging=10, after=4, tabs=tab(left + 10))
        numbered = paragraph(left=left, hanging=EDGE, after=9, tabs=tab(left))
        for family, look in (
            (names.BULLET, bullet),
            (names.NUMBER, number),
            (names.NUMBERED_PARAGRAPH, numbered),
            (names.INDENTED, paragraph(left=left, after=9)),
        ):
            name = names.at_depth(family, depth)
            out.append(Look(name, names.BODY, name, look, rare=rare))
    return out


def barred(name: str, turn: str) -> str:
    bar = BAR if name == names.ACTION_ALONE else THIN_BAR
    left = BAR_EDGE + (UNLIKE if turn else 0)
    return paragraph(left=left, before=12, after=14, at_least=16.5, keep_whole=True, rules=bar)


def character_looks() -> list[tuple[str, str]]:
    return [
        (names.STRONG, letters(bold=True)),
        (names.QUIET, letters(colour=GREY)),
        (names.OVERDUE, letters(bold=True, colour=ALARM)),
        (names.LINK, letters(colour=ACCENT, underline=True)),
        (names.REFERENCE, letters(bold=True)),
        *((names.passage(kind, turn), "") for kind in Kind for turn in (0, 1)),
        *((names.marker(turn), letters(bold=True)) for turn in (0, 1)),
    ]


def style(kind: str, name: str, base: str, shape: str, *, following: str = "", rare: bool = False) -> str:
    mark = "" if name in BUILT_IN else ' w:customStyle="1"'
    after = f'<w:next w:val="{names.identifier(following)}"/>' if following else ""
    hidden = '<w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/>' if rare else "<w:qFormat/>"
    return (
        f'<w:style w:type="{kind}"{mark} w:styleId="{names.identifier(name)}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="{names.identifier(base)}"/>{after}{hidden}{shape}</w:style>'
    )


def defaults() -> str:
    fonts = " ".join(f'w:{script}="{FONT}"' for script in ("ascii", "hAnsi", "eastAsia", "cs"))
    nothing = "".join(f'<w:{side} w:w="0" w:type="dxa"/>' for side in ("top", "left", "bottom", "right"))
    hidden = '<w:uiPriority w:val="99"/><w:semiHidden/>'
    return (
        f"<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts {fonts}/>"
        '<w:sz w:val="24"/><w:szCs w:val="24"/><w:lang w:val="en-GB" w:eastAsia="en-GB" w:bidi="ar-SA"/>'
        "</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:widowControl/>"
        '<w:spacing w:before="0" w:after="0" w:line="288" w:lineRule="auto"/><w:jc w:val="left"/>'
        "</w:pPr></w:pPrDefault></w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
        "</w:style>"
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        f'<w:name w:val="Default Paragraph Font"/>{hidden}</w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        f'{hidden}<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>{nothing}</w:tblCellMar></w:tblPr>'
        '</w:style><w:style w:type="numbering" w:default="1" w:styleId="NoList">'
        f'<w:name w:val="No List"/>{hidden}</w:style>'
    )


def ruled_table() -> str:
    """An ink line under the heads, grey ones between rows, no verticals."""
    margins = (
        f'<w:top w:w="{pt(4)}" w:type="dxa"/><w:left w:w="0" w:type="dxa"/>'
        f'<w:bottom w:w="{pt(5)}" w:type="dxa"/><w:right w:w="{mm(4)}" w:type="dxa"/>'
    )
    return (
        '<w:style w:type="table" w:customStyle="1" w:styleId="RuledTable"><w:name w:val="Ruled Table"/>'
        '<w:basedOn w:val="TableNormal"/><w:qFormat/><w:tblPr>'
        f"<w:tblBorders>{rule('bottom', 0.5, HAIR, 0)}{rule('insideH', 0.5, HAIR, 0)}</w:tblBorders>"
        f"<w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>"
        '<w:tblStylePr w:type="firstRow"><w:tblPr/><w:trPr><w:tblHeader/></w:trPr>'
        f'<w:tcPr><w:tcBorders>{rule("bottom", 0.75, "auto", 0)}</w:tcBorders><w:vAlign w:val="bottom"/>'
        "</w:tcPr></w:tblStylePr></w:style>"
    )


def styles() -> str:
    """word/styles.xml."""
    out = [f"{XML}<w:styles {W}>", defaults()]
    for look in [*heading_block(), *heading_looks(), *line_looks()]:
        shape = look.paragraph + look.letters
        out.append(style("paragraph", look.name, look.base, shape, following=look.following, rare=look.rare))
    for name, shape in character_looks():
        out.append(style("character", name, "Default Paragraph Font", shape))
    return "".join([*out, ruled_table(), "</w:styles>"])
