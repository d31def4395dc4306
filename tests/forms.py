"""A form of a page as a browser would send it back."""

import re
from html import unescape
from typing import Any


def hidden(page: Any) -> dict[str, str]:
    """The fields that a person does not see and a browser sends along: what the form was made from."""
    fields = re.findall(r"<input[^>]*type=\"hidden\"[^>]*>", page.content.decode())
    pairs = [(re.search(r'name="([^"]+)"', field), re.search(r'value="([^"]*)"', field)) for field in fields]
    return {name[1]: unescape(value[1]) for name, value in pairs if name and value}
