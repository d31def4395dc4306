"""Another way to the same text: the XML itself is changed as Word would change it, and then read from top to bottom."""

from __future__ import annotations

import io
import re
import zipfile
from xml.etree import ElementTree

from regiotafel.formats.prose.document import Document, Mode

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
GONE = {"accept": ("del", "moveFrom"), "reject": ("ins", "moveTo")}


def lines(data: bytes, mode: Mode) -> list[str]:
    """Paragraph by paragraph, those in cells too, what is left of a Word document; without what is empty."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        tree = ElementTree.fromstring(packed.read("word/document.xml"))
    for alternatives in tree.iter("{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"):
        alternatives[:] = alternatives[:1]
    tags = [W + name for name in GONE.get(mode, ())]
    _take_out(tree, tags)
    found: list[str] = []
    _read(tree, tags, found)
    return [line for line in (one.strip() for one in found) if line]


def _take_out(element: ElementTree.Element, tags: list[str]) -> None:
    for child in list(element):
        marks = child.findall(f"{W}trPr/*") + child.findall(f"{W}tcPr/*")
        cells = {f"{W}del": f"{W}cellDel", f"{W}ins": f"{W}cellIns"}
        lost = [*tags, *(cells[tag] for tag in tags if tag in cells)]
        if (child.tag in tags and child.tag != f"{W}rPr") or any(mark.tag in lost for mark in marks):
            element.remove(child)
        elif child.tag not in (f"{W}pPr", f"{W}trPr", f"{W}tcPr"):
            _take_out(child, tags)


def _read(element: ElementTree.Element, tags: list[str], found: list[str]) -> None:
    open_line = ""
    for child in element:
        if child.tag == f"{W}p":
            open_line += _words(child)
            if not any(mark.tag in tags for mark in child.findall(f"{W}pPr/{W}rPr/*")):
                found.append(open_line)
                open_line = ""
        else:
            if child.tag in (f"{W}tbl", f"{W}tc"):
                found.append(open_line)
                open_line = ""
            _read(child, tags, found)
    found.append(open_line)


def _words(paragraph: ElementTree.Element) -> str:
    signs = {f"{W}tab": "\t", f"{W}br": "\n"}
    return "".join(
        (one.text or "") if one.tag.rpartition("}")[2] in ("t", "delText") else signs.get(one.tag, "")
        for one in paragraph.iter()
    )


def lines_of(document: Document) -> list[str]:
    """The same of what we read."""
    told = [document.title]
    for section in document.sections:
        told.append(section.title)
        for passage in section.passages:
            told += re.split(r"[\n\t]", passage.text)
    return [line for line in map(str.strip, told) if line]


def told(found: Document) -> list[tuple[str, int, list[tuple[str, str]]]]:
    """Its sections, each with its passages."""
    return [(one.title, one.level, [(each.kind, each.text) for each in one.passages]) for one in found.sections]
