"""A bar chart inside a Word file: a real chart of Word's own, with alternative text, that needs no picture and no font.

Its numbers stand in the chart itself, so no workbook is embedded. The table that says the same stays beside it.
"""

import io
from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from app.documents.word import names
from app.documents.word.xml import ILLEGAL, attribute

_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
_CONTENT = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_EMU_PER_MM = 36_000
_WIDE, _ROW, _EDGES = 150, 8, 6
"""Millimetres: the chart's width, each bar with its gap, and what is left above and below."""
_ACCENT = "14505C"


def with_bars(data: bytes, rows: Sequence[tuple[str, int]], *, before: str, about: str) -> bytes:
    """The same Word file with horizontal bars before the table called `before`; without that table, as it was.

    `about` is read out instead of the chart.
    """
    document = Document(io.BytesIO(data))
    captions = document.element.body.iter(qn("w:tblCaption"))
    table = next((one.getparent().getparent() for one in captions if one.get(qn("w:val")) == before), None)
    if table is None or not rows:
        return data
    package = document.part.package
    part = Part(PackURI("/word/charts/chart1.xml"), _CONTENT, _chart(rows).encode(), package)
    number = document.part.relate_to(part, RELATIONSHIP_TYPE.CHART)
    table.addprevious(parse_xml(_paragraph(number, before, about, len(rows))))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _paragraph(relation: str, name: str, about: str, count: int) -> Any:
    wide, high = _WIDE * _EMU_PER_MM, (_ROW * count + _EDGES) * _EMU_PER_MM
    style = names.identifier(names.BODY)
    return (
        '<w:p xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
        'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
        f'xmlns:a="{_DRAWING}" xmlns:c="{_CHART}">'
        f'<w:pPr><w:pStyle w:val="{style}"/><w:keepNext/><w:ind w:left="0"/></w:pPr><w:r><w:drawing>'
        f'<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{wide}" cy="{high}"/>'
        f'<wp:docPr id="900" name="{attribute(name)}" descr="{attribute(about)}"/><wp:cNvGraphicFramePr/>'
        f'<a:graphic><a:graphicData uri="{_CHART}"><c:chart r:id="{relation}"/></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r></w:p>"
    )


def _chart(rows: Sequence[tuple[str, int]]) -> str:
    words = "".join(
        f'<c:pt idx="{at}"><c:v>{escape(ILLEGAL.sub("", word))}</c:v></c:pt>'
        for at, (word, _) in enumerate(rows)
    )
    numbers = "".join(f'<c:pt idx="{at}"><c:v>{number}</c:v></c:pt>' for at, (_, number) in enumerate(rows))
    count = f'<c:ptCount val="{len(rows)}"/>'
    no_line = "<c:spPr><a:ln><a:noFill/></a:ln></c:spPr>"
    text = '<c:txPr><a:bodyPr/><a:p><a:pPr><a:defRPr sz="1000"/></a:pPr><a:endParaRPr lang="en-GB"/></a:p></c:txPr>'
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<c:chartSpace xmlns:c="{_CHART}" xmlns:a="{_DRAWING}"><c:roundedCorners val="0"/><c:chart>'
        '<c:autoTitleDeleted val="1"/><c:plotArea><c:layout/>'
        '<c:barChart><c:barDir val="bar"/><c:grouping val="clustered"/><c:varyColors val="0"/>'
        '<c:ser><c:idx val="0"/><c:order val="0"/>'
        f'<c:spPr><a:solidFill><a:srgbClr val="{_ACCENT}"/></a:solidFill></c:spPr><c:invertIfNegative val="0"/>'
        '<c:dLbls><c:dLblPos val="outEnd"/><c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/>'
        '<c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls>'
        f"<c:cat><c:strLit>{count}{words}</c:strLit></c:cat>"
        f"<c:val><c:numLit><c:formatCode>0</c:formatCode>{count}{numbers}</c:numLit></c:val></c:ser>"
        '<c:gapWidth val="60"/><c:axId val="1"/><c:axId val="2"/></c:barChart>'
        '<c:catAx><c:axId val="1"/><c:scaling><c:orientation val="maxMin"/></c:scaling><c:delete val="0"/>'
        '<c:axPos val="l"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="low"/>'
        f'{no_line}{text}<c:crossAx val="2"/><c:crosses val="autoZero"/></c:catAx>'
        '<c:valAx><c:axId val="2"/><c:scaling><c:orientation val="minMax"/><c:min val="0"/></c:scaling>'
        '<c:delete val="1"/><c:axPos val="t"/><c:numFmt formatCode="0" sourceLinked="0"/>'
        '<c:crossAx val="1"/><c:crosses val="autoZero"/></c:valAx>'
        '</c:plotArea><c:plotVisOnly val="1"/></c:chart>'
        "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr></c:chartSpace>"
    )
