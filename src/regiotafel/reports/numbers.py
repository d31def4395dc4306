"""Numbers as a person would say them."""

from collections.abc import Sequence

from .language import _


def large(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def in_words(number: int) -> str:
    """Up to twelve in letters, as Dutch writes it; larger with dots between the thousands."""
    words = [
        _("geen"),
        _("één"),
        _("twee"),
        _("drie"),
        _("vier"),
        _("vijf"),
        _("zes"),
        _("zeven"),
        _("acht"),
        _("negen"),
        _("tien"),
        _("elf"),
        _("twaalf"),
    ]
    return words[number] if 0 <= number < len(words) else large(number)


def in_a_row(words: Sequence[str]) -> str:
    """`jongere, ouder en Elsmeer`."""
    first, last = words[:-1], words[-1:]
    return _(" en ").join(part for part in (", ".join(first), *last) if part)


def of_ten(of_hundred: int) -> str:
    """`ongeveer zes van de tien`, and never five for who are more than half."""
    tenths = round(of_hundred / 10)
    if tenths <= 5 and of_hundred > 50:
        return _("meer dan vijf van de tien")
    return _("ongeveer %(tenths)s van de tien") % {"tenths": in_words(tenths)}


def capital(words: str) -> str:
    return words[:1].upper() + words[1:]
