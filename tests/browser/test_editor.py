"""The editor of a passage in a real browser: by keyboard and by mouse, wide and on a phone, and what is pasted."""
# ruff: noqa: E501  # what Word writes is one line, and so is a text to compare

import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, expect

from regiotafel.people.models import User
from regiotafel.regions.models import Role
from regiotafel.text.marked import as_html, as_text, parsed
from regiotafel.text.tidy import tidy
from regiotafel.vision.models import Document, Passage
from regiotafel.vision.reading.queries import wordings_of
from regiotafel.vision.writing.actions import add_passage, add_section, draft_document
from tests.browser.conftest import fits
from tests.browser.test_axe import RULES
from tests.factories import RegionFactory, make_member
from tests.hostile import VECTORS
from tests.text.test_marked import ALL

LogIn = Callable[[BrowserContext, User], Page]
NOW = timezone.now()
# Every element that may stand in the editor, and what it may carry.
IN_EDITOR = {
    "p", "br", "strong", "em", "sup", "h3", "h4", "ul", "ol", "li", "a", "div", "table", "tbody", "tr", "th", "td", "img"
}  # fmt: skip
WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word"><head>
<meta name=Generator content="Microsoft Word 15"><!--[if gte mso 9]><xml><w:WordDocument></w:WordDocument></xml><![endif]-->
<style><!-- p.MsoNormal {margin:0cm;} --></style></head><body lang=NL><!--StartFragment-->
<h1 style='mso-list:none'>Wachten<o:p></o:p></h1>
<p class=MsoNormal style='margin:0cm'>Niemand <b style='mso-bidi-font-weight:normal'>wacht</b> lang, zie <a
href="https://voorbeeld.nl/wachten">de lijst</a> en <a href="javascript:ran()">dit</a>.<a style='mso-footnote-id:ftn1'
href="#_ftn1" name="_ftnref1"><span class=MsoFootnoteReference>[1]</span></a><o:p>&nbsp;</o:p></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='font-family:Symbol'><span style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;
</span></span></span><![endif]>eerste<o:p></o:p></p>
<p class=MsoListParagraphCxSpMiddle style='mso-list:l0 level2 lfo1'><!--[if !supportLists]--><span
style='mso-list:Ignore'>1.<span>&nbsp;</span></span><!--[endif]-->dieper</p>
<p class=MsoListParagraphCxSpMiddle style='mso-list:l0 level3 lfo1'><span style='mso-list:Ignore'>a.<span>&nbsp;</span></span>diepst</p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·</span>tweede</p>
<table class=MsoTableGrid border=1><tr><td width=200 style='border:solid'><p class=MsoNormal><b>Wie</b></p></td><td><p
class=MsoNormal>Wat</p></td></tr><tr><td><p class=MsoNormal>gemeente</p></td><td><p class=MsoNormal>een</p><p
class=MsoNormal>team</p></td></tr></table>
<div style='mso-element:footnote-list'><hr><div style='mso-element:footnote' id=ftn1><p class=MsoFootnoteText><a
href="#_ftnref1" name="_ftn1"><span class=MsoFootnoteReference>[1]</span></a> Vanaf de vraag.</p></div></div>
<!--EndFragment--></body></html>"""
FROM_WORD = """### Wachten

Niemand **wacht** lang, zie [de lijst](https://voorbeeld.nl/wachten) en dit.[^ftn1]

- eerste
  1. dieper
  2. diepst
- tweede

| **Wie** | Wat |
| --- | --- |
| gemeente | een team |

[^ftn1]: Vanaf de vraag."""


@pytest.fixture
def document(live: str) -> Document:
    call_command("createcachetable")
    region = RegionFactory(slug="noord", name="Regio Noord")
    document = draft_document(by=None, at=NOW, region=region, title="Regiovisie", about="Waar we samen heen willen.")
    section = add_section(by=None, at=NOW, document=document, title="Wachten", theme="toegang")
    add_passage(by=None, at=NOW, section=section, text="Niemand wacht lang.", reason="Uit de ronde")
    return document


@pytest.fixture
def page(browser: Browser, live: str, document: Document, log_in: LogIn) -> Iterator[Page]:
    """Of somebody who writes; a fault in a script fails the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, base_url=live, locale="nl-NL")
    context.set_default_timeout(10_000)
    faults: list[str] = []
    context.on("weberror", lambda fault: faults.append(str(fault.error)))
    context.on("dialog", lambda dialog: faults.append(dialog.message))
    page = log_in(context, make_member(document.region, Role.EDITOR))
    yield page
    context.close()
    assert faults == []


def at(name: str, *args: object) -> str:
    return reverse(f"vision:{name}", args=["noord", "regiovisie", *args])


def kept(page: Page) -> str:
    return page.locator("#id_text").input_value()


def test_a_passage_is_written_with_keys_and_with_buttons(page: Page, document: Document) -> None:
    page.goto(at("reword", 1))
    words = page.get_by_label("Tekst van de passage")
    assert kept(page) == "Niemand wacht lang."
    # By keys: to the buttons, along them, and back.
    words.focus()
    page.keyboard.press("Control+End")
    page.keyboard.press("Enter")
    page.keyboard.press("Alt+F10")
    expect(page.get_by_role("button", name="Kop", exact=True)).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(words).to_be_focused()
    page.keyboard.type("eerste")
    page.keyboard.press("Enter")
    page.keyboard.type("tweede")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+]")
    page.keyboard.type("dieper")
    expect(page.get_by_role("button", name="Lijst", exact=True)).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Enter")
    for _time in range(3):
        page.keyboard.press("Enter")
    assert kept(page) == "Niemand wacht lang.\n\n- eerste\n- tweede\n  - dieper"
    # By mouse.
    page.keyboard.type("Dit spreken we af")
    page.get_by_role("button", name="Kop", exact=True).click()
    page.keyboard.press("Enter")
    page.keyboard.type("Zie ")
    page.get_by_role("button", name="Vet").click()
    page.keyboard.type("hier")
    page.get_by_role("button", name="Vet").click()
    page.keyboard.type(" en ")
    page.get_by_role("button", name="Link", exact=True).click()
    page.get_by_label("Naar welk adres gaat de link?").fill("javascript:ran()")
    page.get_by_role("button", name="Link maken").click()
    expect(page.get_by_role("alert").filter(has_text="Dit adres werkt niet")).to_be_visible()
    page.get_by_label("Naar welk adres gaat de link?").fill("www.voorbeeld.nl")
    page.keyboard.press("Enter")
    expect(words).to_be_focused()
    page.get_by_role("button", name="Voetnoot").click()
    page.keyboard.type("Uit de ronde.")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Tabel", exact=True).click()
    for cell in ("Wie", "Wat", "gemeente", "team"):
        page.keyboard.type(cell)
        page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Rij weg").click()
    assert kept(page) == (
        "Niemand wacht lang.\n\n- eerste\n- tweede\n  - dieper\n\n### Dit spreken we af\n\n"
        "Zie **hier** en [www.voorbeeld.nl](https://www.voorbeeld.nl)[^1]\n\n"
        "| Wie | Wat |\n| --- | --- |\n| gemeente | team |\n\n[^1]: Uit de ronde."
    )
    # Nobody is caught in it; what was done is undone; on a phone it fits.
    page.keyboard.press("Tab")
    expect(words).not_to_be_focused()
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 800})
        assert fits(page)
    before = kept(page)
    page.get_by_role("button", name="Ongedaan maken").click()
    assert kept(page) != before
    words.press("Control+y")
    assert kept(page) == before
    page.get_by_role("button", name="Zonder opmaak bewerken").click()
    expect(page.get_by_label("Tekst van de passage")).to_have_value(before)
    page.get_by_label("Tekst van de passage").fill(f"{before}\n\nEn *zo*.")
    page.get_by_role("button", name="Zonder opmaak bewerken").click()
    expect(page.locator(".rt-edit__page em")).to_have_text("zo")
    assert [fault["id"] for fault in Axe().run(page, options=RULES).response["violations"]] == []
    # Nothing in it: the page says so, and leads back into it.
    page.get_by_label("Waarom?").fill("Duidelijker")
    words.fill("")
    page.get_by_role("button", name="Publiceren").click()
    page.get_by_role("link", name="Schrijf de tekst van de passage op.").click()
    expect(words).to_be_focused()
    page.get_by_role("button", name="Zonder opmaak bewerken").click()
    page.get_by_label("Tekst van de passage").fill(f"{before}\n\nEn *zo*.")
    page.get_by_role("button", name="Publiceren").click()
    expect(page).to_have_url(re.compile(f"{at('edit')}.*#passage-1$"))
    passage = Passage.objects.get(document=document, number=1)
    assert wordings_of(passage)[0].text == f"{before}\n\nEn *zo*."
    page.goto(at("read"))
    text = page.locator(".rt-passage__text")
    expect(text.get_by_role("heading", level=4)).to_have_text("Dit spreken we af")
    expect(text.get_by_role("link", name="www.voorbeeld.nl")).to_have_attribute("rel", "nofollow noopener")
    expect(text.get_by_role("region", name="Wie, Wat").get_by_role("cell", name="team")).to_be_visible()
    text.get_by_role("link", name="1", exact=True).click()
    expect(page.locator("#p1-noot-1")).to_be_in_viewport()


class Told(HTMLParser):
    """In order: each block that begins, and the words with the marks on them. What only one of both writes is left out:
    the body of a table, and paragraphs in items and cells."""

    BLOCKS = frozenset({"h3", "h4", "ul", "ol", "li", "table", "tr", "th", "td", "p", "br"})
    MARKS = frozenset({"strong", "em", "a"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, frozenset[str]]] = []
        self.marks: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        inside = self.found and self.found[-1][0] in ("<li", "<th", "<td")
        if tag in self.BLOCKS and not (tag == "p" and inside):
            self.found.append((f"<{tag}", frozenset()))
        if tag in self.MARKS:
            self.marks.append(f"{tag} {dict(attrs).get('href', '')}")

    def handle_endtag(self, tag: str) -> None:
        if tag in self.MARKS:
            self.marks.pop()

    def handle_data(self, data: str) -> None:
        words, marks = data.strip("\n"), frozenset(self.marks)
        if words and self.found and self.found[-1][1] == marks and not self.found[-1][0].startswith("<"):
            self.found[-1] = (self.found[-1][0] + words, marks)
        elif words:
            self.found.append((words, marks))


MIXED = [
    "a\n- b\nc\n\n1. d\n2. e\n   - f\n\n   g\n### h", "***a** b* c", "a*b*c **d**e*f", "- a\n\n- b\n\n\n- c", "3. a\n4. b",
    "| a | b |\n|---|---|\n| c \\| d | e |\n| f |\ng", "[a *b* **c**](https://d.nl/e_(f)) \\*g\\* \\[h](i)", "**a\nb** *c*",
    "- a\n  - b\n    - c\n  1. d", "### b ###\ntekst\n#### a", "1. a\n\n   b\n2. c", "a  \nb\\\nc", "*a*b *c *d* e*", "- [a](/b)\n- **c**: d",
]  # fmt: skip


# With these two in a page, what stands in it after each of them.
PASTE_AND_PUT = """
  const pasted = (html) => {
    const data = new DataTransfer();
    data.setData("text/html", html);
    document.querySelector(".rt-edit__page").dispatchEvent(
      new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  };
  const put = (text) => {
    const field = document.querySelector("#id_text");
    const button = document.querySelector("[data-plain]");
    button.click();
    field.value = text;
    button.click();
    const page = document.querySelector(".rt-edit__page").cloneNode(true);
    for (const one of page.querySelectorAll(".ProseMirror-trailingBreak, .ProseMirror-separator")) one.remove();
    return page.innerHTML;
  };
"""
PASTE = f"(html) => {{ {PASTE_AND_PUT} pasted(html); }}"
READ = f"(texts) => {{ {PASTE_AND_PUT} return texts.map(put); }}"
# What a thing does by itself, it does when the page gets its turn.
TRY = f"""async (vectors) => {{ {PASTE_AND_PUT}
  for (const one of vectors) {{
    pasted(`<p>x</p>${{one}}`);
    await new Promise((go) => setTimeout(go));
    put(one);
    await new Promise((go) => setTimeout(go));
  }}
  pasted(vectors.join(""));
}}"""
FOUND = """() => [...document.querySelectorAll(".rt-edit__page *")].map((one) => [one.localName, one.getAttributeNames().join(" "),
  one.getAttribute("href") ?? ""])"""
# So many texts in a passage on the page that shows them.
TOGETHER = 12


def test_what_comes_in_is_read_as_the_server_reads_it_and_nothing_hostile_runs(page: Page) -> None:
    page.add_init_script("window.ran = () => { window.hasRun = true; };")
    section = Passage.objects.get().section
    page.goto(at("add_passage", section.pk))
    page.get_by_label("Tekst van de passage").focus()
    keeps_what_word_puts_on_the_clipboard(page)
    reads_a_text_as_the_server_does(page)
    keeps_marks_at_words(page)
    lets_nothing_hostile_in(page)
    for start in range(0, len(VECTORS), TOGETHER):
        text = "\n\nTot hier.\n\n".join([*VECTORS[start : start + TOGETHER], ""]).rstrip()
        add_passage(by=None, at=NOW, section=section, text=text, reason="x")
    page.goto(at("read"))
    shows_nothing_hostile(page)


def keeps_what_word_puts_on_the_clipboard(page: Page) -> None:
    """In its order, without its rubbish."""
    page.evaluate(PASTE, WORD)
    assert kept(page) == FROM_WORD
    assert as_text(parsed(FROM_WORD)) == FROM_WORD


def reads_a_text_as_the_server_does(page: Page) -> None:
    without_notes = re.sub(r"\[\^\w+\](?:: .*)?", "", ALL)
    texts = [tidy(one) for one in (*(one for one in VECTORS if "[^" not in one), without_notes, *MIXED)]
    for text, html in zip(texts, page.evaluate(READ, texts), strict=True):
        assert Told(html).found == Told(as_html(parsed(text), 3)).found, text


# Where one mark ends inside another: what is kept of both.
HALVES = {
    "<i>a <b>b</b></i><b> c</b> <i>d</i>": "*a* ***b* c** *d*",
    "<b>a</b><i><b>b</b>c</i> en <i>zo</i>": "**ab**c en *zo*",
    "een <i>h<b>al</b></i><b>f</b> woord en <i>nog</i> <b>een <i>keer</i></b>": "een h**alf** woord en *nog* **een *keer***",
    "[^1] en <b>b</b> [a](/c) * d": "\\[^1] en **b** [a\\](/c) * d",
}


def keeps_marks_at_words(page: Page) -> None:
    """A sign between a mark and a letter stands outside it, for there no mark is read."""
    page.evaluate(READ, [""])
    page.evaluate(
        PASTE, "<p><b>Let op:</b>nu a<b>(b)</b>c, <b>een</b><i>twee</i> en <b>drie <i>vier</i></b><i> vijf</i></p>"
    )
    assert kept(page) == "**Let op**:nu a(**b**)c, **een***twee* en **drie *vier*** *vijf*"
    for html, text in HALVES.items():
        page.evaluate(READ, [""])
        page.evaluate(PASTE, f"<p>{html}</p>")
        assert kept(page) == text
        assert as_text(parsed(text)) == text


def lets_nothing_hostile_in(page: Page) -> None:
    page.evaluate(TRY, VECTORS)
    for name, attributes, address in page.evaluate(FOUND):
        assert name in IN_EDITOR
        assert set(attributes.split()) <= {"href", "start", "class", "aria-level", "data-mark", "data-note"}
        assert not address or address.startswith(("https://", "http://", "/", "mailto:"))
    assert page.evaluate("window.hasRun") is None


def shows_nothing_hostile(page: Page) -> None:
    found = page.evaluate("""() => [...document.querySelectorAll(".rt-passage__text > :not(h3, .rt-no-print)")].flatMap(
      (top) => [top, ...top.querySelectorAll("*")]).map((one) => [one.localName, one.getAttributeNames(), one.getAttribute("href") ?? ""])""")
    assert len(found) > len(VECTORS)
    for name, attributes, address in found:
        assert name in IN_EDITOR | {"h5", "thead"} - {"img"}
        assert not [one for one in attributes if one.startswith("on") or one == "style"]
        assert not address or address.startswith(("https://", "http://", "/", "mailto:", "#"))
    for link in page.locator(".rt-passage__text a[href^='/']:not([href^='/noord/'])").all():
        link.focus()
    assert page.evaluate("window.hasRun") is None
