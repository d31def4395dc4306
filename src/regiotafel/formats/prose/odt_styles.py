"""What a paragraph of LibreOffice is, by its style."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .packed import Element

STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
LOEXT = "{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}"
# How LibreOffice calls its own styles in a file, whatever language it speaks.
KINDS: Mapping[str, str] = {
    "Title": "title",
    "Quotations": "quote",
    **dict.fromkeys(("Caption", "Illustration", "Table", "Figure", "Drawing", "Text"), "caption"),
}
MOST_ABOVE = 20


class Styles:
    def __init__(self, trees: Sequence[Element]) -> None:
        found = [style for tree in trees for style in tree.iter(f"{STYLE}style")]
        self._parents = {
            style.get(f"{STYLE}name", ""): style.get(f"{STYLE}parent-style-name", "")
            for style in found
            if style.get(f"{STYLE}family") == "paragraph"
        }
        self._bullets = {
            (style.get(f"{STYLE}name", ""), level.get(f"{TEXT}level", ""))
            for tree in trees
            for style in tree.iter(f"{TEXT}list-style")
            for level in style.findall(f"{TEXT}list-level-style-bullet")
        }
        # Rows that came or went as a whole: what stands in them is no change of words only.
        self.whole_rows = {
            style.get(f"{STYLE}name", "")
            for style in found
            if any(one.get(f"{LOEXT}text-changes-only") == "false" for one in style.iter())
        }

    def kind_of(self, style: str) -> str:
        for _step in range(MOST_ABOVE):
            if style in KINDS:
                return KINDS[style]
            style = self._parents.get(style, "")
        return "paragraph"

    def is_bullet(self, style: str, level: int) -> bool:
        return (style, str(level + 1)) in self._bullets
