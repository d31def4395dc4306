"""Codes that stand in for a person or a thing: made, typed over from paper, and known again without being kept.

Of a code the database keeps only its mark. A mark is made with the secret key of this site, so nobody who has the table
can try codes against it; what was marked under an old key (`REGIOTAFEL_OLD_SECRET_KEYS`) stays valid.
"""

from django.conf import settings
from django.utils.crypto import get_random_string, salted_hmac

from regiotafel.text.folding import fold_name

# No letters and digits that look alike on paper.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def make(length: int) -> str:
    """A code that nobody can guess."""
    return get_random_string(length, ALPHABET)


def derived(kind: str, words: str, length: int) -> str:
    """The code that belongs to these words: the same each time, as long as the site has this secret key."""
    return _as_code(mark(kind, words), length)


def derived_before(kind: str, words: str, length: int) -> list[str]:
    """The codes that belonged to them under each secret key, that of now first."""
    return [_as_code(one, length) for one in marks(kind, words)]


def _as_code(marked: str, length: int) -> str:
    number = int(marked, 16)
    code = ""
    for _ in range(length):
        number, rest = divmod(number, len(ALPHABET))
        code += ALPHABET[rest]
    return code


def tidy(code: str) -> str:
    """As it was made: capitals, without the spaces and dashes that people type, from whatever keyboard."""
    plain = code if code.isascii() else fold_name(code)
    return "".join(c for c in plain.upper() if c.isalnum())


def show(code: str, group: int = 4) -> str:
    """In groups, easier to type over."""
    plain = tidy(code)
    return "-".join(plain[start : start + group] for start in range(0, len(plain), group))


def mark(kind: str, words: str, secret: str = "") -> str:
    """64 hexadecimal digits that stand for these words. Marks of different kinds never meet."""
    return salted_hmac(f"regiotafel.{kind}", words, secret=secret or None, algorithm="sha256").hexdigest()


def marks(kind: str, words: str) -> list[str]:
    """Under the secret key of now, first, and under each that the site had before."""
    return [mark(kind, words, secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]


def mark_of_code(kind: str, code: str) -> str:
    """However somebody types it."""
    return mark(kind, tidy(code))


def marks_of_code(kind: str, code: str) -> list[str]:
    return marks(kind, tidy(code))
