"""The parts of a Word document (Office Open XML), found by what their relations say; refused for what they carry."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from regiotafel.formats.faults import FileRefused
from regiotafel.formats.sentence import _

from .packed import ELSEWHERE, WEB, Element, Packed, broken, fetches, has_macros, is_elsewhere, local

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# What Word calls the same things when somebody saves as Strict Open XML.
STRICT = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    b"http://purl.oclc.org/ooxml/officeDocument/math": b"http://schemas.openxmlformats.org/officeDocument/2006/math",
}
OTHER_PROGRAMS = {"xl/workbook.xml": _("een Excel-werkmap"), "ppt/presentation.xml": _("een presentatie")}
# Fields that fetch or start something.
FIELDS = re.compile(r"(?i)\b(?:DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|IMPORT|DATABASE)\b")


class Package:
    """Raises FileRefused for a document with macros, or that fetches something from elsewhere."""

    def __init__(self, data: bytes) -> None:
        self.packed = Packed(data)
        if "[Content_Types].xml" not in self.packed.names:
            raise broken()
        if any("vbaproject" in name.lower() for name in self.packed.names) or b"macroEnabled" in self.packed.read(
            "[Content_Types].xml"
        ):
            raise has_macros()
        self._check_fetches()
        mains = [target for kind, target in self._relations("") if kind == "officeDocument"]
        for name, what in OTHER_PROGRAMS.items():
            if name in mains:
                raise FileRefused(_("Dit is %(what)s, geen Word-document. Kies het goede bestand.", what=what))
        if len(mains) != 1:
            raise broken()
        self.main = mains[0]
        self._parts = self._relations(self.main)

    def part(self, kind: str) -> Element | None:
        """The part of this kind, as its relation calls it; None when there is none."""
        return next(self.parts(kind), None)

    def parts(self, kind: str) -> Iterator[Element]:
        for found, target in self._parts:
            if found == kind and target in self.packed.names:
                yield self.xml(target)

    def links(self, kind: str = "") -> dict[str, str]:
        """Where words of the main part, or of this other one, lead to, by the name of the relation."""
        name = next((target for found, target in self._parts if found == kind), "") if kind else self.main
        return {one.get("Id", ""): one.get("Target", "") for one in self._listed(name) if _kind(one) == "hyperlink"}

    def xml(self, name: str) -> Element:
        tree = self.packed.xml(name, STRICT)
        for alternatives in [one for one in tree.iter() if local(one) == "AlternateContent"]:
            alternatives[:] = alternatives[:1]  # the others say the same for older programs
        for field in tree.iter(f"{W}instrText"):
            if FIELDS.search(field.text or ""):
                raise fetches()
        return tree

    def _relations(self, name: str) -> list[tuple[str, str]]:
        """Kind and name of the parts that a part belongs with."""
        folder = posixpath.dirname(name)
        found = [one for one in self._listed(name) if one.get("TargetMode") != "External"]
        return [
            (_kind(one), posixpath.normpath(posixpath.join("/", folder, one.get("Target", "")))[1:]) for one in found
        ]

    def _listed(self, name: str) -> list[Element]:
        folder, base = posixpath.split(name)
        listed = posixpath.join(folder, "_rels", f"{base}.rels")
        return list(self.packed.xml(listed)) if listed in self.packed.names else []

    def _check_fetches(self) -> None:
        for name in sorted(self.packed.names):
            if not name.endswith(".rels"):
                continue
            for one in self.packed.xml(name):
                target, kind = one.get("Target", ""), _kind(one)
                # The template that a document was once made from lies on a disk of theirs: nobody fetches it.
                places = WEB if kind == "attachedTemplate" else ELSEWHERE
                if one.get("TargetMode") == "External" and kind != "hyperlink" and is_elsewhere(target, places):
                    raise fetches()


def _kind(relation: Element) -> str:
    return relation.get("Type", "").rpartition("/")[2]
