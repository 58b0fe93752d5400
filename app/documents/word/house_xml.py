"""The few pieces of WordprocessingML that a style is made of, from millimetres and points."""

XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'

FONT = "Arial"
GREY, ACCENT, HAIR, ALARM = "4B5457", "14505C", "9AA5A7", "A3222A"
EDGE = 14.0
"""Where the words of the record stand; headings, tables and the footer stand at 0."""
WIDTH = 168
"""Between the margins."""


def mm(length: float) -> int:
    """Twentieths of a point."""
    return round(length * 1440 / 25.4)


def pt(length: float) -> int:
    """Twentieths of a point."""
    return round(length * 20)


def rule(side: str, points: float, colour: str, space: int) -> str:
    return f'<w:{side} w:val="single" w:sz="{round(points * 8)}" w:space="{space}" w:color="{colour}"/>'


def tab(at: float, kind: str = "left", leader: str = "") -> str:
    """`leader` fills the way to the tab: "underscore" makes a line to write on."""
    fill = f' w:leader="{leader}"' if leader else ""
    return f'<w:tab w:val="{kind}"{fill} w:pos="{mm(at)}"/>'


def paragraph(
    *,
    left: float = 0,
    hanging: float = 0,
    right: float = 0,
    before: float = 0,
    after: float = 0,
    line: float = 1.2,
    at_least: float | None = None,
    keep_next: bool | None = None,
    keep_whole: bool = False,
    rules: str = "",
    tabs: str = "",
    in_list: tuple[int, int] | None = None,
    outline: int | None = None,
) -> str:
    """Paragraph properties, in the order the schema wants. `line` is in lines, `at_least` in points.

    Proportional line spacing leaves gaps between the bars of neighbours in LibreOffice: barred styles use
    `at_least`.
    """
    out = "" if keep_next is None else "<w:keepNext/>" if keep_next else '<w:keepNext w:val="0"/>'
    out += "<w:keepLines/>" if keep_whole else ""
    if in_list:
        out += f'<w:numPr><w:ilvl w:val="{in_list[1]}"/><w:numId w:val="{in_list[0]}"/></w:numPr>'
    out += f"<w:pBdr>{rules}</w:pBdr>" if rules else ""
    out += f"<w:tabs>{tabs}</w:tabs>" if tabs else ""
    height = (
        f'w:line="{pt(at_least)}" w:lineRule="atLeast"'
        if at_least
        else f'w:line="{round(line * 240)}" w:lineRule="auto"'
    )
    out += f'<w:spacing w:before="{pt(before)}" w:after="{pt(after)}" {height}/>'
    if left or hanging or right:
        hang = f' w:hanging="{mm(hanging)}"' if hanging else ""
        out += f'<w:ind w:left="{mm(left)}" w:right="{mm(right)}"{hang}/>'
    out += f'<w:outlineLvl w:val="{outline}"/>' if outline is not None else ""
    return f"<w:pPr>{out}</w:pPr>"


def letters(
    *, size: float | None = None, bold: bool = False, colour: str = "", underline: bool = False
) -> str:
    out = "<w:b/><w:bCs/>" if bold else ""
    out += f'<w:color w:val="{colour}"/>' if colour else ""
    out += f'<w:sz w:val="{round(size * 2)}"/><w:szCs w:val="{round(size * 2)}"/>' if size else ""
    out += '<w:u w:val="single"/>' if underline else ""
    return f"<w:rPr>{out}</w:rPr>" if out else ""
