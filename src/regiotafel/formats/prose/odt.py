"""A document of LibreOffice (ODT) as a story."""

from __future__ import annotations

from regiotafel.formats.faults import FileRefused
from regiotafel.formats.sentence import _

from .blocks import Story
from .kinds import locked
from .odt_body import OFFICE, XLINK, Body
from .odt_styles import STYLE, TEXT, Styles
from .packed import Element, Packed, broken, fetches, has_macros, is_elsewhere, local

MIMETYPE = b"application/vnd.oasis.opendocument.text"
# What is fetched when a document is opened, and not by a click.
FETCHING = ("image", "object", "object-ole", "section-source", "dde-source", "plugin", "applet", "floating-frame")
MACROS = ("Basic/", "Scripts/", "Dialogs/")
APART = {
    **dict.fromkeys(("header", "header-left", "header-first"), _("bovenaan de pagina's")),
    **dict.fromkeys(("footer", "footer-left", "footer-first"), _("onderaan de pagina's")),
}


def read(data: bytes) -> Story:
    """Raises FileRefused."""
    packed = Packed(data)
    _check(packed)
    content = packed.xml("content.xml")
    styles = packed.xml("styles.xml") if "styles.xml" in packed.names else None
    trees = [tree for tree in (content, styles) if tree is not None]
    for tree in trees:
        _check_tree(tree)
    text = content.find(f"{OFFICE}body/{OFFICE}text")
    if text is None:
        raise broken()
    story = Story([], is_first_kept=True)
    body = Body(story, Styles(trees), trees)
    story.blocks = body.blocks_of(text)
    for page in [] if styles is None else styles.iter(f"{STYLE}master-page"):
        for part in page:
            if name := APART.get(local(part)):
                story.apart.append((name, body.blocks_of(part)))
    body.finish()
    return story


def _check(packed: Packed) -> None:
    if "mimetype" not in packed.names or "content.xml" not in packed.names:
        raise broken()
    mimetype = packed.read("mimetype").strip()
    if mimetype != MIMETYPE:
        raise FileRefused(_("Dit is geen tekst van LibreOffice, al heet het wel zo. Kies het goede bestand."))
    if "META-INF/manifest.xml" in packed.names:
        manifest = packed.xml("META-INF/manifest.xml")
        if any(local(one) in ("encryption-data", "encrypted-key") for one in manifest.iter()):
            raise locked()
    if any(name.startswith(MACROS) and not name.endswith(("/", "-lc.xml", "-lb.xml")) for name in packed.names):
        raise has_macros()


def _check_tree(tree: Element) -> None:
    for one in tree.iter():
        name = local(one)
        if name in ("event-listener", "script") and one.tag != f"{TEXT}script":
            raise has_macros()
        if name in FETCHING and is_elsewhere(one.get(f"{XLINK}href", "")):
            raise fetches()
        if name == "dde-source":
            raise fetches()
