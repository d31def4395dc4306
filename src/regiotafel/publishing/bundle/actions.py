"""All that a council needs for its proposal, in one zip."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, NamedTuple

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from regiotafel.councils.letterheads.queries import content_of, letterhead_of
from regiotafel.documents import write_proposal_apart
from regiotafel.formats.bundle import write_bundle
from regiotafel.publishing.bundle.queries import Bundle, summary_of
from regiotafel.publishing.note.actions import note_keys, print_note
from regiotafel.publishing.note.queries import BY_CHAPTER, parts_of
from regiotafel.publishing.texts.actions import print_text, text_key, write_text, write_tracked
from regiotafel.regions.models import Municipality
from regiotafel.reports import html
from regiotafel.reports.printer import print_apart
from regiotafel.vision.models import Release
from regiotafel.vision.releasing.queries import beside
from regiotafel.web.files import is_asked_to_print, n_printed, print_once, printed, tell_how_far, tell_no_more
from regiotafel.web.links import link


class Printed(NamedTuple):
    """A PDF of the bundle: what it is called there, what names its print, and how it is made."""

    name: str
    key: str
    make: Callable[[], bytes]


def prints_of(bundle: Bundle) -> list[Printed]:
    """The text and its reaction notes as the pages that print them do, so that each is printed once."""
    release = bundle.release
    url = _address("vision:release", release)
    found = [Printed("visie.pdf", text_key(bundle.text), lambda: print_text(bundle.text, url))]
    for one, outline in bundle.notes:
        found += _notes(one, len(parts_of(outline.entries)))
    if bundle.before is not None:
        key = f"raadspakket-wijzigingen-{_sum(bundle.before.pk, bundle.text.mark)}"
        found.append(_paper("wijzigingen.pdf", key, "publishing/bundle_changes.html", lambda: _changes(bundle)))
    if bundle.checks is not None:
        key = f"raadspakket-eisen-{_sum(release.pk, bundle.text.mark)}"
        found.append(_paper("eisen.pdf", key, "publishing/bundle_checks.html", lambda: _about(bundle)))
    key = f"raadspakket-samenvatting-{_sum(bundle.municipality.pk, bundle.text.mark, bundle.parts)}"
    found.append(_paper("samenvatting.pdf", key, "publishing/bundle_summary.html", lambda: _summary(bundle)))
    return found


def _notes(release: Release, n_parts: int) -> list[Printed]:
    url, found = _address("publishing:note", release), list[Printed]()
    parts = range(1, n_parts + 1)
    for part, key in zip(parts, note_keys(release, BY_CHAPTER, url, parts), strict=True):
        name = f"reactienota-versie-{release.number}{f'-deel-{part}' if n_parts > 1 else ''}.pdf"
        found.append(Printed(name, key, _note_of(release, url, part)))
    return found


def _note_of(release: Release, url: str, part: int) -> Callable[[], bytes]:
    return lambda: print_note(release, BY_CHAPTER, url, part)


def _paper(name: str, key: str, template: str, said: Callable[[], Mapping[str, Any]]) -> Printed:
    def paper() -> str:
        return render_to_string(template, {"styles": html.styles(), **said()})

    return Printed(name, key, lambda: print_once(key, lambda: print_apart(paper())))


def _changes(bundle: Bundle) -> dict[str, Any]:
    return {**_about(bundle), "changes": beside(bundle.changes)}


def _summary(bundle: Bundle) -> dict[str, Any]:
    return {**_about(bundle), "summary": summary_of(bundle)}


def _about(bundle: Bundle) -> dict[str, Any]:
    document = bundle.release.document
    told: dict[str, Any] = {"bundle": bundle, "document": document, "release": bundle.release, "before": bundle.before}
    return told | {"region": document.region, "source_url": _address("vision:release", bundle.release)}


def _address(name: str, release: Release) -> str:
    return link(name, release.document.region.slug, release.document.slug, release.number)


def _sum(*said: object) -> str:
    return sha256(repr(said).encode()).hexdigest()


def bundle_key(bundle: Bundle, prints: Sequence[Printed]) -> str:
    """Names the zip as all in it reads now."""
    letterhead = letterhead_of(bundle.release.document.region, bundle.municipality)
    file = letterhead.file if letterhead else ""
    return f"raadspakket-{_sum(bundle.municipality.pk, bundle.parts, [one.key for one in prints], file)}"


def council_key(release: Release, municipality: Municipality) -> str:
    """Names the bundle whatever stands in it: to tell how far it is without reading the text again."""
    return f"raadspakket-{release.pk}-{municipality.pk}"


def pack(bundle: Bundle) -> bytes:
    """The zip, kept for who asks again."""
    prints = prints_of(bundle)
    try:
        return print_once(bundle_key(bundle, prints), lambda: _packed(bundle, prints))
    finally:
        tell_no_more(council_key(bundle.release, bundle.municipality))


def _packed(bundle: Bundle, prints: Sequence[Printed]) -> bytes:
    release, document = bundle.release, bundle.release.document
    url = _address("vision:release", release)
    letterhead = content_of(letterhead_of(document.region, bundle.municipality))
    files = {
        "raadsvoorstel.docx": write_proposal_apart(letterhead, told(bundle)),
        "visie.docx": write_text(bundle.text, "docx", url),
    }
    if bundle.before is not None:
        files["visie-met-wijzigingen.docx"] = write_tracked(bundle.text, bundle.before, bundle.changes, url)
    for done, one in enumerate(prints):
        tell_how_far(council_key(release, bundle.municipality), done, len(prints) + 1)
        files[one.name] = one.make()
    about = {
        "title": document.title,
        "version": release.number,
        "name": release.name,
        "municipality": bundle.municipality.name,
        "made_from": url,
        "own_template": bool(letterhead),
        "still_empty": [one.title for one in bundle.still_empty],
        "note": _("De antwoorden in de reactienota zijn een concept tot de gemeenteraden besluiten."),
    }
    return write_bundle(dict(sorted(files.items())), about)


@dataclass(frozen=True)
class State:
    """How far a bundle is. is_begun: somebody asked for it, and it is not there yet."""

    key: str
    done: int
    total: int
    is_ready: bool
    is_begun: bool


def state_of(bundle: Bundle) -> State:
    prints = prints_of(bundle)
    key = bundle_key(bundle, prints)
    is_ready = printed(key) is not None
    done = n_printed([one.key for one in prints])
    return State(key, done, len(prints) + 1, is_ready, not is_ready and is_asked_to_print(key))


def told(bundle: Bundle) -> str:
    return json.dumps([one.as_told for one in bundle.parts])


def check_letterhead(bundle: Bundle, content: bytes) -> None:
    """It can be filled in, with what is known now. Raises FileRefused."""
    write_proposal_apart(content, told(bundle))
