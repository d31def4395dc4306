"""Every hostile text, brought in by every kind of file: what is kept of it, and the files that are made of that, run
nothing and lead nowhere but to a page or to mail."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from xml.sax.saxutils import escape, quoteattr

import pytest

from regiotafel.formats.prose import docx_out, pandoc_out
from regiotafel.formats.prose.out import OutPassage, OutSection, OutText, heard
from regiotafel.formats.prose.reading import read_whole
from regiotafel.text.marked import as_html, parsed
from tests.formats.prose import writer
from tests.formats.prose.word import OFFICE, document, paragraph, run
from tests.hostile import ADDRESSES, VECTORS, check_harmless, parts_of
from tests.text.test_marked import seen

# So many in one file: one that is not closed takes what follows it along.
TOGETHER = 64


def word() -> Iterator[bytes]:
    """As words, and as where a link or a field leads to."""
    links = [heard(one) for one in ADDRESSES]
    relations = "".join(
        f'<Relationship Id="L{n}" Type="{OFFICE}/hyperlink" Target={quoteattr(one)} TargetMode="External"/>'
        for n, one in enumerate(links)
    )
    body = "".join(paragraph(run(escape(heard(one)))) for one in VECTORS)
    for n, one in enumerate(links):
        body += paragraph(f'<w:hyperlink xmlns:r="{OFFICE}" r:id="L{n}">{run("hier")}</w:hyperlink>')
        field = quoteattr(f'HYPERLINK "{one}"')
        body += paragraph(f"<w:fldSimple w:instr={field}>{run('daar')}</w:fldSimple>")
    yield document(body, relations=relations)


def libreoffice() -> Iterator[bytes]:
    body = "".join(f"<text:p>{escape(heard(one))}</text:p>" for one in VECTORS)
    for one in ADDRESSES:
        body += f"<text:p><text:a xlink:href={quoteattr(heard(one))}>hier</text:a></text:p>"
    yield writer.document(body)


def page() -> Iterator[bytes]:
    links = [f"<a href={quoteattr(one)}>hier</a>" for one in ADDRESSES]
    for some in _chunks([*VECTORS, *links]):
        yield "".join(f"<p>tot hier</p>{heard(one)}" for one in some).encode()


def markdown() -> Iterator[bytes]:
    for some in _chunks(VECTORS):
        yield "\n\ntot hier\n\n".join(map(heard, some)).encode()


def _chunks(texts: list[str]) -> Iterator[list[str]]:
    for at in range(0, len(texts), TOGETHER):
        yield texts[at : at + TOGETHER]


@pytest.mark.parametrize(
    ("ending", "made"),
    [("docx", word), ("odt", libreoffice), ("html", page), ("md", markdown)],
)
def test_what_a_file_brings_runs_nowhere(ending: str, made: Callable[[], Iterator[bytes]]) -> None:
    texts = [
        text
        for data in made()
        for one in read_whole(f"a.{ending}", data).chapters
        for text in (*one.passages, one.title)
    ]
    assert len(texts) > TOGETHER
    for text in texts:
        seen(as_html(parsed(text)))
    passages = [OutPassage(n, 1, text) for n, text in enumerate(texts, 1)]
    whole = OutText("Visie", texts[-1], [], [OutSection(texts[0], passages)], address="https://tafel.example/")
    files = [docx_out.write(whole)]
    files += [pandoc_out.written(pandoc_out.tree(whole, one), one) for one in (pandoc_out.ODT, pandoc_out.EPUB)]
    for file in files:
        for name, part in parts_of(file).items():
            check_harmless(name, part)
