"""Numbers as a person would say them."""

from collections.abc import Sequence

from .language import _, pgettext


def large(number: int) -> str:
    return f"{number:,}".replace(",", pgettext("tussen duizendtallen", "."))


def decimals(number: float, places: int) -> str:
    return f"{number:.{places}f}".replace(".", pgettext("voor decimalen", ","))


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


def of_ten(count: int, out_of: int) -> str:
    """`ongeveer zes van de tien`, by the counts themselves; half is called half, and just above or below it is said."""
    if 2 * count == out_of:
        return _("precies vijf van de tien")
    tenths, rest = divmod(20 * count + out_of, 2 * out_of)
    if tenths == 5 or (tenths == 6 and not rest):
        more = 2 * count > out_of
        return _("meer dan vijf van de tien") if more else _("minder dan vijf van de tien")
    if not rest:
        return _("%(less)s of %(more)s van de tien") % {"less": in_words(tenths - 1), "more": in_words(tenths)}
    return _("ongeveer %(tenths)s van de tien") % {"tenths": in_words(tenths)}


def capital(words: str) -> str:
    return words[:1].upper() + words[1:]
