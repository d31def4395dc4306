"""The parts of a Word document that hardly differ from text to text: kinds, relations, styles and numbering."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from xml.sax.saxutils import quoteattr

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PARTS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml"
# The number of the first list that counts; that before it has dots.
NUMBERED = 2
_OWN = ("styles", "settings", "numbering", "footnotes", "footer")
_CONTENT_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_KIND}.document.main+xml"/>'
    + "".join(f'<Override PartName="/word/{one}.xml" ContentType="{_KIND}.{one}+xml"/>' for one in _OWN)
    + '<Override PartName="/docProps/core.xml" '
    'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
)
_RELATIONS = (
    f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{PARTS}/officeDocument" Target="word/document.xml"/>'
    f'<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>'
    "</Relationships>"
)


def fixed_parts(title: str, language: str) -> Iterator[tuple[str, str]]:
    yield "[Content_Types].xml", _CONTENT_TYPES
    yield "_rels/.rels", _RELATIONS
    core = (
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{title}</dc:title>'
        f"<dc:language>{language}</dc:language></cp:coreProperties>"
    )
    yield "docProps/core.xml", core


def relations_of(links: Mapping[str, str], *, is_main: bool = False) -> str:
    """Of the main part to the others, and of words to where they lead."""
    own = "".join(f'<Relationship Id="{one}" Type="{PARTS}/{one}" Target="{one}.xml"/>' for one in _OWN if is_main)
    more = "".join(
        f'<Relationship Id="{name}" Type="{PARTS}/hyperlink" Target={quoteattr(address)} TargetMode="External"/>'
        for address, name in links.items()
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{own}{more}</Relationships>'


def footer() -> str:
    """The number of each page, in the middle."""
    field = '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    return f'<w:ftr xmlns:w="{W}"><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>{field}</w:p></w:ftr>'


# --- Lists


def numbering(lists: Sequence[tuple[int, int]]) -> str:
    """Of each list that counts: how deep it is, and where it begins."""
    kinds = (("bullet", ("•", "–")), ("decimal", ("%1.", "%2.")))
    made = "".join(
        f'<w:abstractNum w:abstractNumId="{number}"><w:multiLevelType w:val="multilevel"/>'
        + "".join(_level(level, kind, sign) for level, sign in enumerate(signs))
        + "</w:abstractNum>"
        for number, (kind, signs) in enumerate(kinds)
    )
    made += '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    for number, (level, start) in enumerate(lists, NUMBERED):
        begin = f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{start}"/></w:lvlOverride>'
        made += f'<w:num w:numId="{number}"><w:abstractNumId w:val="1"/>{begin}</w:num>'
    return f'<w:numbering xmlns:w="{W}">{made}</w:numbering>'


def _level(level: int, kind: str, sign: str) -> str:
    left = 425 * (level + 1)
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{sign}"/>'
        f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{left}" w:hanging="425"/></w:pPr></w:lvl>'
    )


# --- Styles


def styles(language: str) -> str:
    normal = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>'
    )
    return f'<w:styles xmlns:w="{W}">{_defaults(language)}{normal}{_PARAGRAPHS}{_LETTERS}{_TABLE}</w:styles>'


def _defaults(language: str) -> str:
    return (
        '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:cs="Calibri"/>'
        f'<w:sz w:val="22"/><w:lang w:val="{language}" w:eastAsia="{language}" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        '<w:pPrDefault><w:pPr><w:spacing w:after="160" w:line="276" w:lineRule="auto"/></w:pPr></w:pPrDefault>'
        "</w:docDefaults>"
    )


def _style(name: str, called: str, more: str, *, size: int, bold: bool = False, colour: str = "") -> str:
    look = "<w:b/>" * bold + f'<w:color w:val="{colour}"/>' * bool(colour) + f'<w:sz w:val="{size}"/>'
    return (
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{called}"/><w:basedOn w:val="Normal"/>'
        f'<w:next w:val="Normal"/><w:qFormat/><w:pPr>{more}</w:pPr><w:rPr>{look}</w:rPr></w:style>'
    )


def _heading(level: int, before: int, size: int) -> str:
    more = f'<w:keepNext/><w:spacing w:before="{before}" w:after="120"/><w:outlineLvl w:val="{level - 1}"/>'
    return _style(f"Heading{level}", f"heading {level}", more, size=size, bold=True)


_PARAGRAPHS = (
    _style("Title", "Title", '<w:spacing w:after="120"/>', size=48, bold=True)
    + _style("Subtitle", "Subtitle", "", size=24)
    + _heading(1, 480, 32)
    + _heading(2, 240, 26)
    + _heading(3, 200, 22)
    + _style(
        "Passagenummer",
        "Passagenummer",
        '<w:keepNext/><w:spacing w:before="200" w:after="0"/>',
        size=18,
        colour="595959",
    )
    + _style("ListParagraph", "List Paragraph", '<w:spacing w:after="60"/><w:ind w:left="425"/>', size=22)
    + _style("Cel", "Cel", '<w:spacing w:before="40" w:after="40" w:line="240" w:lineRule="auto"/>', size=22)
    + _style("Footer", "footer", '<w:spacing w:after="0"/><w:jc w:val="center"/>', size=18, colour="595959")
    + _style("FootnoteText", "footnote text", '<w:spacing w:after="40" w:line="240" w:lineRule="auto"/>', size=18)
)
_LETTERS = (
    '<w:style w:type="character" w:styleId="FootnoteReference"><w:name w:val="footnote reference"/>'
    '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/>'
    '<w:rPr><w:color w:val="0B4F9E"/><w:u w:val="single"/></w:rPr></w:style>'
)
_TABLE = (
    '<w:style w:type="table" w:styleId="Tabel"><w:name w:val="Tabel"/><w:tblPr><w:tblBorders>'
    + "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="A6A6A6"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    + '</w:tblBorders></w:tblPr><w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr>'
    '<w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="EEF1F5"/></w:tcPr></w:tblStylePr></w:style>'
)
