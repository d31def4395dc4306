"""A form of a page as a browser would send it back."""

import re
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from typing import Any


def hidden(page: Any) -> dict[str, str]:
    """The fields that a person does not see and a browser sends along: what the form was made from."""
    fields = re.findall(r"<input[^>]*type=\"hidden\"[^>]*>", page.content.decode())
    pairs = [(re.search(r'name="([^"]+)"', field), re.search(r'value="([^"]*)"', field)) for field in fields]
    return {name[1]: unescape(value[1]) for name, value in pairs if name and value}


@dataclass
class Form:
    """One form of a page, filled in as it stands there."""

    method: str
    action: str
    values: dict[str, str] = field(default_factory=dict)
    # The names of what a person does not see, and of where words are written.
    hidden: list[str] = field(default_factory=list)
    written: list[str] = field(default_factory=list)
    # What can be chosen, and by which named buttons it is sent.
    choices: dict[str, list[str]] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    def filled(self, words: str, email: str = "ouder@example.org") -> dict[str, str]:
        """As somebody who fills in all of it: what stands there stays, the first that can be chosen is chosen."""
        chosen = {name: next(filter(None, among), "") for name, among in self.choices.items()}
        written = {name: email if "mail" in name else words for name in self.written}
        return chosen | written | {name: value for name, value in self.values.items() if value.strip()}

    def changed(self) -> dict[str, str] | None:
        """The same with other words in its first text; None when nothing can be written in it."""
        if not self.written:
            return None
        first = self.written[0]
        return {**self.values, first: f"{self.values[first]} Anders."}


def forms_in(page: Any) -> list[Form]:
    """All forms of a page, or of its text."""
    reader = _Reader()
    reader.feed(page if isinstance(page, str) else page.content.decode())
    return reader.forms


WRITTEN = ("text", "email", "search", "url", "tel")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.here: Form | None = None
        self.area = self.select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name = given.get("name", "")
        if tag == "form":
            self.here = Form(given.get("method", "get").lower(), given.get("action", ""))
            self.forms.append(self.here)
        elif self.here is None:
            return
        elif tag == "input" and name:
            self._input(self.here, name, given)
        elif tag == "textarea":
            self.area = name
            self.here.values[name] = ""
            self.here.written.append(name)
        elif tag == "select":
            self.select = name
        elif tag == "button" and name and given.get("type", "submit") == "submit":
            self.here.buttons.append((name, given.get("value", "")))
        elif tag == "option" and self.select:
            self._option(self.here, self.select, given)

    @staticmethod
    def _option(form: Form, name: str, given: dict[str, str]) -> None:
        form.choices.setdefault(name, []).append(given.get("value", ""))
        if "selected" in given or name not in form.values:
            form.values[name] = given.get("value", "")

    @staticmethod
    def _input(form: Form, name: str, given: dict[str, str]) -> None:
        kind = given.get("type", "text")
        if kind == "radio":
            form.choices.setdefault(name, []).append(given.get("value", ""))
        if kind in ("checkbox", "radio") and "checked" not in given:
            return
        if kind not in ("submit", "button", "file"):
            form.values[name] = given.get("value", "")
        if kind == "hidden":
            form.hidden.append(name)
        elif kind in WRITTEN:
            form.written.append(name)

    def handle_data(self, data: str) -> None:
        if self.here is not None and self.area:
            # A browser leaves out the line end that stands first.
            self.here.values[self.area] += data if self.here.values[self.area] else data.removeprefix("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.here = None
        elif tag == "textarea":
            self.area = ""
        elif tag == "select":
            self.select = ""
