"""Whether a mail can be sent to an address, and its one spelling."""

import re

from regiotafel.text.folding import fold_address
from regiotafel.text.tidy import without_unseen

# As nearly everybody's is. The quoted kind may hold whatever breaks the head of a letter.
LOCAL_PART = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
DOMAIN = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")
# As other keyboards have them.
_SIGNS = str.maketrans({"＠": "@", "．": ".", "。": ".", "｡": "."})
_AROUND = " \t\n,;:|\"'“”„‘’‚«»‹›`<>()[]"
_LABEL = re.compile(r"^(?:mailto|e-?mail(?:adres)?|mail) ?: ?", re.IGNORECASE)
# A space that a telephone puts behind a point, and beside the sign.
_GAP = re.compile(r" ?([@.]) ?")
# Begins a word in code in the head of a letter: mail programs read another address than the one that stands there.
ENCODED_WORD = "=?"


def typed_address(text: str) -> str:
    """What somebody means who pastes an address: without signs that nobody sees, and without what a mail program, a
    letter or a list puts around it, as in “Jan de Boer <jan@voorbeeld.nl>”."""
    found = _without_signs(without_unseen(text).translate(_SIGNS))
    # Between angles, behind the name of a person; or before it, as a link in a text.
    name, angle, address = found.rpartition("<")
    are_two = "@" in name and not {",", ";"}.isdisjoint(name)
    if not (angle and "@" in address) or are_two:
        address = found.partition("(")[0]
    found = address if "@" in address else found
    return _GAP.sub(r"\1", _without_signs(_LABEL.sub("", found, count=1).split("?subject=")[0]))


def _without_signs(text: str) -> str:
    """A point before an address is a slip, and makes it none."""
    return text.rstrip(_AROUND + ".").lstrip(_AROUND)


def tidy_address(email: str) -> str:
    """In one spelling, so that what is counted for an address is counted once. The name of a computer is written as
    mail servers write it; what cannot be written so stays as it is."""
    local, at, domain = fold_address(email).rpartition("@")
    try:
        return local + at + domain.encode("idna").decode()
    except UnicodeError:
        return local + at + domain


def is_sendable(email: str) -> bool:
    """Whether a letter to it can be made. Says nothing about whether somebody reads it."""
    local, _at, _domain = email.strip().rpartition("@")
    domain = tidy_address(email).rpartition("@")[2]
    return bool(ENCODED_WORD not in local and LOCAL_PART.fullmatch(local) and DOMAIN.fullmatch(domain))


def is_web_address(link: str) -> bool:
    """A page that a reader can open."""
    host = link.removeprefix("https://")
    return host != link and bool(host.partition("/")[0]) and " " not in link
