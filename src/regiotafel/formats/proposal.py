"""The proposal of a council as a document of Word: in the template of a municipality, or plain when it has none."""

from __future__ import annotations

import copy
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import docx
from docx.opc.part import XmlPart
from docx.oxml.ns import qn

from .faults import FileRefused
from .prose.docx_package import Package
from .prose.kinds import kind_of
from .sentence import _, gettext_noop

# `{{ geld }}`: where a part comes.
PLACE = re.compile(r"\{\{ {0,3}([A-Za-z]{2,20}) {0,3}\}\}")
# What looks like a place and is none: not closed, or a command of another program.
LOOSE = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}")
# Where text stands in a document: its body, and what is above and below each page.
TOLD_IN = re.compile(r"/word/(?:document|header|footer)[0-9]{0,4}\.xml")
# What may be in a document once, and so not in a paragraph that is there twice.
ONCE = ("w:bookmarkStart", "w:bookmarkEnd", "w:commentRangeStart", "w:commentRangeEnd", "w:commentReference")
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
Parts = Sequence[Mapping[str, Any]]


def write_proposal(template: bytes, parts: Parts) -> bytes:
    """parts: in order, each with `name`, `title`, `lines`, and whether a template must have a place for it (`must`).
    template: a DOCX with places in it; empty: a plain document with a heading for each part. Raises FileRefused."""
    found = _filled(template, parts) if template else _plain(parts)
    out = io.BytesIO()
    found.save(out)
    return out.getvalue()


def written(given: bytes) -> bytes:
    """`write_proposal`, as it is done in a process of its own. given: the parts as JSON on one line, and the template
    behind it."""
    parts, _end, template = given.partition(b"\n")
    return write_proposal(template, json.loads(parts))


def _plain(parts: Parts) -> Any:
    document = docx.Document()
    document.core_properties.language = "nl-NL"
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "nl-NL")
    first, *rest = parts
    document.core_properties.title = first["lines"][0]
    document.add_heading(first["lines"][0], level=0)
    for part in rest:
        document.add_heading(part["title"], level=1)
        for line in part["lines"]:
            document.add_paragraph(line)
    return document


def _filled(template: bytes, parts: Parts) -> Any:
    kind_of("sjabloon.docx", template)
    package = Package(template)  # refuses macros, what is fetched, and what is far larger than it looks
    for name in sorted(package.packed.names):
        if name.startswith("word/") and name.endswith(".xml"):
            package.packed.xml(name)  # refuses declarations, and what is broken
    try:
        document = docx.Document(io.BytesIO(template))
    except (KeyError, ValueError, TypeError, AttributeError, SyntaxError) as fault:  # lacks its own parts
        raise FileRefused(_("Dit sjabloon is beschadigd. Sla het in Word opnieuw op als .docx.")) from fault
    paragraphs = list(_paragraphs(document))
    _check_places(["".join(one.text or "" for one in _texts(found)) for found in paragraphs], parts)
    lines = {part["name"]: part["lines"] for part in parts}
    for paragraph in paragraphs:
        _fill(paragraph, lines)
    return document


def _paragraphs(document: Any) -> Iterator[Any]:
    for part in document.part.package.iter_parts():
        if isinstance(part, XmlPart) and TOLD_IN.fullmatch(str(part.partname)):
            yield from list(part.element.iter(qn("w:p")))


def _texts(paragraph: Any) -> list[Any]:
    """Its pieces of text, also those in fields that people fill in; not those of a paragraph within it."""
    own = qn("w:p")
    return [one for one in paragraph.iter(qn("w:t")) if next(one.iterancestors(own)) is paragraph]


def _check_places(texts: Sequence[str], parts: Parts) -> None:
    found = {name.lower() for text in texts for name in PLACE.findall(text)}
    known = [part["name"] for part in parts]
    for text in texts:
        if loose := LOOSE.search(PLACE.sub("", text)):
            words = gettext_noop(
                "In dit sjabloon staat “%(loose)s” zonder dat het een plek is. Een plek schrijf je zo: %(place)s."
            )
            raise FileRefused(_(words, loose=_around(PLACE.sub("", text), loose.start()), place=_place("geld")))
    if unknown := sorted(found - set(known)):
        words = gettext_noop("De plek %(name)s kennen we niet. Wel: %(names)s.")
        raise FileRefused(_(words, name=_place(unknown[0]), names=", ".join(map(_place, known))))
    if missing := [part["name"] for part in parts if part.get("must") and part["name"] not in found]:
        words = gettext_noop(
            "In dit sjabloon is geen plek voor wat een raad het vaakst mist. Zet dit er nog in: %(names)s."
        )
        raise FileRefused(_(words, names=", ".join(map(_place, missing))))


def _place(name: str) -> str:
    return f"{{{{ {name} }}}}"


def _around(text: str, at: int) -> str:
    return text[at : at + 30].strip()


def _fill(paragraph: Any, lines: Mapping[str, Sequence[str]]) -> None:
    """A paragraph with one place and nothing else becomes as many as there are lines; elsewhere they are joined."""
    texts = _texts(paragraph)
    whole = "".join(one.text or "" for one in texts)
    places = list(PLACE.finditer(whole))
    if len(places) == 1 and PLACE.fullmatch(whole.strip()):
        _repeat(paragraph, texts, lines[places[0][1].lower()])
        return
    for place in reversed(places):
        _put(texts, place.start(), place.end(), " ".join(lines[place[1].lower()]))


def _put(texts: Sequence[Any], start: int, end: int, said: str) -> None:
    """In the look of the letter at which the place begins."""
    at = 0
    for one in texts:
        text = one.text or ""
        first, last = max(start - at, 0), min(end - at, len(text))
        if first < last:
            _say(one, text[:first] + said + text[last:])
            said = ""
        at += len(text)


def _say(text: Any, said: str) -> None:
    text.text = said
    text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _repeat(paragraph: Any, texts: Sequence[Any], lines: Sequence[str]) -> None:
    first, *rest = texts
    for one in rest:
        _say(one, "")
    _say(first, lines[0])
    before = paragraph
    for line in lines[1:]:
        another = copy.deepcopy(paragraph)
        for name in ONCE:
            for one in list(another.iter(qn(name))):
                one.getparent().remove(one)
        for one in another.iter():
            for name in [key for key in one.attrib if str(key).startswith(W14)]:
                del one.attrib[name]
        _say(_texts(another)[0], line)
        before.addnext(another)
        before = another
