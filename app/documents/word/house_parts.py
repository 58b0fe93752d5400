"""The parts of house_style.docx other than its styles: page, bullets, footer, settings and properties."""

from app.documents.word import names
from app.documents.word.house_xml import EDGE, FONT, WIDTH, XML, R, W, mm

MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
DOCPROPS = "application/vnd.openxmlformats-officedocument.extended-properties+xml"
WORD_PARTS = {
    "styles": "styles",
    "numbering": "numbering",
    "settings": "settings",
    "fontTable": "fontTable",
    "footer1": "footer",
}


def lists_of_styles() -> str:
    """word/numbering.xml: bullets, nine deep, and a list that shows nothing, which numbered headings hang on.

    The numbers themselves are typed, because they are part of the record.
    """
    levels = ""
    for depth in range(names.DEEPEST):
        left = mm(EDGE + 6 * (depth + 1))
        sign = "•" if depth % 2 == 0 else "–"
        style = names.identifier(names.at_depth(names.BULLET, depth))
        levels += (
            f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="bullet"/>'
            f'<w:pStyle w:val="{style}"/><w:suff w:val="tab"/><w:lvlText w:val="{sign}"/>'
            '<w:lvlJc w:val="left"/>'
            f'<w:pPr><w:tabs><w:tab w:val="num" w:pos="{left}"/></w:tabs>'
            f'<w:ind w:left="{left}" w:hanging="{mm(6)}"/></w:pPr></w:lvl>'
        )
    edge = mm(EDGE)
    silent = (
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="none"/><w:suff w:val="nothing"/>'
        f'<w:lvlText w:val=""/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{edge}" w:hanging="{edge}"/></w:pPr></w:lvl>'
    )
    lists = "".join(
        f'<w:abstractNum w:abstractNumId="{n}"><w:multiLevelType w:val="{kind}"/>{inner}</w:abstractNum>'
        for n, (kind, inner) in enumerate((("hybridMultilevel", levels), ("singleLevel", silent)))
    )
    numbers = "".join(f'<w:num w:numId="{n + 1}"><w:abstractNumId w:val="{n}"/></w:num>' for n in range(2))
    return f"{XML}<w:numbering {W}>{lists}{numbers}</w:numbering>"


def shown(instruction: str, text: str) -> str:
    """A field, with the words it shows until a program works it out again."""
    return f'<w:fldSimple w:instr=" {instruction} "><w:r><w:t>{text}</w:t></w:r></w:fldSimple>'


def footer() -> str:
    def plain(words: str) -> str:
        return f'<w:r><w:t xml:space="preserve">{words}</w:t></w:r>'

    words = shown("TITLE", "Title") + "<w:r><w:tab/></w:r>" + plain("Page ") + shown("PAGE", "1")
    words += plain(" of ") + shown("NUMPAGES", "1")
    return f'{XML}<w:ftr {W}><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>{words}</w:p></w:ftr>'


def page() -> str:
    """word/document.xml: A4 and its margins, no words."""
    right = 210 - 20 - WIDTH
    return (
        f'{XML}<w:document {W} {R}><w:body><w:sectPr><w:footerReference w:type="default" r:id="rId5"/>'
        f'<w:pgSz w:w="{mm(210)}" w:h="{mm(297)}"/><w:pgMar w:top="{mm(22)}" w:right="{mm(right)}" '
        f'w:bottom="{mm(26)}" w:left="{mm(20)}" w:header="{mm(10)}" w:footer="{mm(9)}" w:gutter="0"/>'
        "</w:sectPr></w:body></w:document>"
    )


def settings() -> str:
    word = "http://schemas.microsoft.com/office/word"
    wanted = {
        "compatibilityMode": 15,
        "overrideTableStyleFontSizeAndJustification": 1,
        "differentiateMultirowTableHeaders": 1,
    }
    compatible = "".join(
        f'<w:compatSetting w:name="{name}" w:uri="{word}" w:val="{value}"/>' for name, value in wanted.items()
    )
    return (
        f'{XML}<w:settings {W}><w:zoom w:percent="100"/><w:defaultTabStop w:val="{mm(10)}"/>'
        f'<w:characterSpacingControl w:val="doNotCompress"/><w:compat>{compatible}</w:compat>'
        '<w:themeFontLang w:val="en-GB"/><w:decimalSymbol w:val="."/><w:listSeparator w:val=","/>'
        "</w:settings>"
    )


def fonts() -> str:
    return (
        f'{XML}<w:fonts {W}><w:font w:name="{FONT}"><w:altName w:val="Liberation Sans"/>'
        '<w:panose1 w:val="020B0604020202020204"/><w:charset w:val="00"/><w:family w:val="swiss"/>'
        '<w:pitch w:val="variable"/></w:font></w:fonts>'
    )


def properties() -> str:
    return (
        f'{XML}<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:language>en-GB</dc:language></cp:coreProperties>'
    )


def content_types() -> str:
    def override(part: str, kind: str) -> str:
        return f'<Override PartName="/{part}" ContentType="{kind}"/>'

    out = "".join(override(f"word/{part}.xml", f"{MAIN}.{kind}+xml") for part, kind in WORD_PARTS.items())
    return (
        f'{XML}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f"{override('word/document.xml', MAIN + '.document.main+xml')}{out}"
        f"{override('docProps/core.xml', 'application/vnd.openxmlformats-package.core-properties+xml')}"
        f"{override('docProps/app.xml', DOCPROPS)}</Types>"
    )


def relationships(targets: dict[str, str]) -> str:
    """Target by type of relationship; the identifiers count from rId1."""
    rows = "".join(
        f'<Relationship Id="rId{n}" Type="{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets.items(), 1)
    )
    return f'{XML}<Relationships xmlns="{PACKAGE}/relationships">{rows}</Relationships>'


def parts() -> dict[str, str]:
    """Every part but word/styles.xml, by its name in the package."""
    package = {
        f"{OFFICE}/officeDocument": "word/document.xml",
        f"{PACKAGE}/relationships/metadata/core-properties": "docProps/core.xml",
        f"{OFFICE}/extended-properties": "docProps/app.xml",
    }
    app = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
    return {
        "[Content_Types].xml": content_types(),
        "_rels/.rels": relationships(package),
        "word/_rels/document.xml.rels": relationships(
            {f"{OFFICE}/{kind}": f"{part}.xml" for part, kind in WORD_PARTS.items()}
        ),
        "word/document.xml": page(),
        "word/numbering.xml": lists_of_styles(),
        "word/settings.xml": settings(),
        "word/fontTable.xml": fonts(),
        "word/footer1.xml": footer(),
        "docProps/core.xml": properties(),
        "docProps/app.xml": f'{XML}<Properties xmlns="{app}"/>',
    }
