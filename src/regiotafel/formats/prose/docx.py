"""A Word document (DOCX) as a story."""

from __future__ import annotations

from regiotafel.formats.sentence import _

from .blocks import Comment, Note, Story
from .docx_body import Body
from .docx_package import Package, W
from .docx_styles import Styles
from .packed import Element, broken

W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
NOTES = {"footnotes": f"{W}footnote", "endnotes": f"{W}endnote"}
APART = {"header": _("bovenaan de pagina's"), "footer": _("onderaan de pagina's")}


def read(data: bytes) -> Story:
    """Raises FileRefused."""
    package = Package(data)
    main = package.xml(package.main)
    text = main.find(f"{W}body")
    if text is None:
        raise broken()
    story = Story([])
    styles, numbering = package.part("styles"), package.part("numbering")
    body = Body(story, Styles(styles, numbering))
    body.links = package.links()
    others = [part for part in (styles, numbering) if part is not None]
    comments = package.part("comments")
    if comments is not None:
        _read_comments(comments, package.part("commentsExtended"), body)
        others.append(comments)
    # Their changes come after those of the text, but a reference in the text must find them.
    notes = [(part, kind) for kind in NOTES for part in package.parts(kind)]
    found = {(kind, one.get(f"{W}id", "")): one for part, kind in notes for one in part.findall(NOTES[kind])}
    body.notes |= {key: Note() for key in found}
    story.blocks = body.blocks(text)
    for key, one in found.items():
        body.links = package.links(key[0])
        body.notes[key].blocks = body.blocks(one)
    body.links = {}
    for kind, name in APART.items():
        for part in package.parts(kind):
            story.apart.append((name, body.blocks(part)))
            others.append(part)
    for part in (main, *(part for part, _kind in notes), *others):
        body.count_ignored(part)
    return story


def _read_comments(part: Element, extended: Element | None, body: Body) -> None:
    """With what Word keeps beside them: who answers whom, and what is done."""
    by_paragraph: dict[str, Comment] = {}
    for one in part.findall(f"{W}comment"):
        paragraphs = one.findall(f".//{W}p")
        lines = ["".join(words.text or "" for words in paragraph.iter(f"{W}t")) for paragraph in paragraphs]
        comment = Comment(one.get(f"{W}author", ""), one.get(f"{W}date", ""), "\n".join(lines).strip())
        body.comments[one.get(f"{W}id", "")] = comment
        body.story.comments.append(comment)
        by_paragraph |= {paragraph.get(f"{W14}paraId", ""): comment for paragraph in paragraphs[-1:]}
    body.story.n_comments = sum(1 for _one in part.iter(f"{W}comment"))
    for one in [] if extended is None else extended.findall(f"{W15}commentEx"):
        if found := by_paragraph.get(one.get(f"{W15}paraId", "")):
            found.is_resolved = one.get(f"{W15}done") in ("1", "true")
            found.parent = by_paragraph.get(one.get(f"{W15}paraIdParent", ""))
