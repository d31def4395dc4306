"""Are two groups as different as they look: as sentences, rows of a table and a picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from textwrap import wrap

from regiotafel.engine.results.differences import Differences, Subject
from regiotafel.reports.language import _, ngettext
from regiotafel.reports.numbers import capital, decimals, in_a_row, in_words
from regiotafel.reports.svg import COLOURS, LINE, shape, sign

from .sentences import percent

# Of a hundred divisions by chance; what no more than these give is called rare.
RARE = 5
SHAPES = ("circle", "diamond")
# First what most asks to be talked about.
KINDS = ("level", "divided", "words", "same", "few")


def names_of(here: str, there: str) -> tuple[str, str]:
    """What two groups are called: by the titles of their files, if these tell them apart."""
    one, other = here or _("de eerste groep"), there or _("de tweede groep")
    return (one, other) if one != other else (f"{one} (1)", f"{other} (2)")


def _both(found: Differences) -> dict[str, str]:
    return {"here": f"“{found.groups[0].name}”", "there": f"“{found.groups[1].name}”"}


def is_compared(found: Differences) -> bool:
    return len(found.subjects) > found.kinds.get("few", 0)


def headline(found: Differences) -> str:
    if not is_compared(found):
        return _("Er zijn te weinig standpunten om %(here)s en %(there)s te vergelijken") % _both(found)
    if found.share_between is None:
        return _("Er is geen verschil: alle gemeenten willen bij elk onderwerp hetzelfde niveau")
    if found.share_between < 0.5:
        words = _("De gemeenten binnen een groep verschillen meer van elkaar dan %(here)s van %(there)s")
    elif found.share_between > 0.5:
        words = _("%(here)s en %(there)s verschillen meer van elkaar dan de gemeenten binnen die groepen")
    else:
        words = _("%(here)s en %(there)s verschillen even veel van elkaar als de gemeenten binnen die groepen")
    return words % _both(found)


def few_told(found: Differences) -> str:
    return _("Een groep telt bij een onderwerp pas mee als minstens %(n)s gemeenten er een niveau kiezen.") % {
        "n": in_words(found.fewest)
    }


def kinds_told(found: Differences) -> str:
    """On how many subjects both want the same level, and what the others are like."""
    n = {kind: found.kinds.get(kind, 0) for kind in KINDS}
    told = _("Bij %(same)s van de %(all)s onderwerpen wil in beide groepen meer dan de helft hetzelfde niveau.") % {
        "same": in_words(n["same"] + n["words"]),
        "all": in_words(len(found.subjects)),
    }
    if not n["same"] + n["words"]:
        told = _("Bij geen enkel onderwerp wil in beide groepen meer dan de helft hetzelfde niveau.")
    rest = [
        (n["level"], _("bij %(n)s willen ze een ander niveau")),
        (n["divided"], _("bij %(n)s is een van de groepen zelf verdeeld")),
        (n["few"], _("bij %(n)s zijn er te weinig standpunten")),
    ]
    parts = [words % {"n": in_words(count)} for count, words in rest if count]
    return f"{told} {capital(in_a_row(parts))}." if parts else told


def share_told(found: Differences) -> str:
    if found.share_between is None:
        return ""
    words = _("Van alle verschil zit %(between)s procent tussen de groepen, en %(within)s procent binnen de groepen.")
    return words % {
        "between": percent(100 * found.share_between),
        "within": percent(100 * (1 - found.share_between)),
    }


def chance_told(found: Differences) -> str:
    """What the same municipalities give when they are divided by chance."""
    if found.by_chance is None or found.as_large is None:
        return ""
    told = _(
        "Verdeel je dezelfde gemeenten willekeurig in twee groepen? Dan zit gemiddeld %(share)s procent tussen die"
        " groepen. Bij ongeveer %(n)s van de 100 verdelingen is dat evenveel als nu, of meer."
    ) % {"share": percent(100 * found.by_chance), "n": round(100 * found.as_large) or _("één")}
    if round(100 * found.as_large) <= RARE:
        return told + " " + _("Zo’n verschil ontstaat dus zelden door toeval.")
    return told + " " + _("Zo’n verschil kan dus ook toeval zijn.")


def counted_told(found: Differences) -> str:
    """How many divisions that is about."""
    words = _("We hebben alle %(n)s verdelingen geteld.")
    if not found.exact:
        words = _("Er zijn te veel verdelingen om te tellen. We hebben er %(n)s getrokken, steeds dezelfde.")
    return words % {"n": in_words(found.divisions)} if found.divisions else ""


def words_told(found: Differences) -> str:
    """How much of what looks different is only a name."""
    if all(one.same_title for one in found.subjects):
        if found.only != ([], []):
            return ""
        return _("Beide groepen noemen elk onderwerp hetzelfde. Geen enkel verschil zit dus alleen in de woorden.")
    n_words, n_level = found.kinds.get("words", 0), found.kinds.get("level", 0)
    if not n_words + n_level:
        return ""
    told = ngettext(
        "Eén onderwerp lijkt te verschillen.", "%(n)s onderwerpen lijken te verschillen.", n_words + n_level
    ) % {"n": capital(in_words(n_words + n_level))}
    many = ngettext(
        "Bij één daarvan is alleen de naam anders en het niveau hetzelfde.",
        "Bij %(n)s daarvan is alleen de naam anders en het niveau hetzelfde.",
        n_words,
    ) % {"n": in_words(n_words)}
    none = _("Dat verschil zit niet alleen in de naam: ook het niveau is anders.")
    return f"{told} {many if n_words else none}"


def sure_told(found: Differences) -> str:
    """Of subjects that another name has: what is not known of them."""
    guessed = sum(bool(one.shared) and not one.confirmed for one in found.subjects)
    if all(one.same_title for one in found.subjects):
        return ""
    told = _("Een andere naam met hetzelfde niveau is waarschijnlijk hetzelfde onderwerp. Meer weten we er niet van.")
    if not guessed:
        return told
    more = ngettext(
        "Eén paar is een voorstel van de computer, door woorden die beide hebben. Niemand heeft het gecontroleerd.",
        "%(n)s paren zijn een voorstel van de computer, door woorden die beide hebben. Niemand heeft ze gecontroleerd.",
        guessed,
    )
    return f"{told} {more % {'n': capital(in_words(guessed))}}"


def levels_told(found: Differences) -> str:
    if found.other_levels is None:
        return ""
    pairs = [
        _("%(here)s is %(there)s") % {"here": here, "there": there}
        for here, there in zip(found.levels, found.other_levels, strict=True)
        if here != there
    ]
    return _("De groepen noemen niveaus anders. We vergelijken ze op hun plaats in de rij: %(pairs)s.") % {
        "pairs": in_a_row(pairs)
    }


def not_told() -> str:
    """What none of this says."""
    return _(
        "Dit zegt niet wie gelijk heeft, en niet waarom gemeenten iets willen. Elke gemeente telt één keer."
        " Elke stap tussen twee niveaus telt even zwaar. Waar een gemeente ook mee kan leven, telt hier niet mee."
    )


def summary(found: Differences) -> list[str]:
    """For a terminal."""
    said = [
        headline(found) + ".", kinds_told(found), words_told(found), sure_told(found),
        share_told(found), chance_told(found), levels_told(found), few_told(found) if found.kinds.get("few") else "",
    ]  # fmt: skip
    lines = [f"- {one.title}: {one.here} | {one.there}. {one.told}" for one in rows(found)]
    return [*filter(None, said), "", *lines, *only_told(found)]


def only_told(found: Differences) -> list[str]:
    """What stands on one side alone."""
    return [
        _("Alleen bij %(name)s: %(subjects)s.") % {"name": group.name, "subjects": in_a_row(some)}
        for group, some in zip(found.groups, found.only, strict=True)
        if some
    ]


# --- The table


@dataclass(frozen=True)
class Row:
    """A subject in words; why: because of which words it may be the same in both."""

    subject: Subject
    title: str
    here: str
    there: str
    told: str
    why: str

    @property
    def within(self) -> str:
        return decimals(self.subject.within, 2)

    @property
    def between(self) -> str:
        return decimals(self.subject.between, 2)


def rows(found: Differences) -> list[Row]:
    """What differs most first."""
    some = sorted(found.subjects, key=lambda one: (KINDS.index(one.kind), -one.between, one.names))
    return [
        Row(one, _title(one), _wanted(one.wants[0]), _wanted(one.wants[1]), kind_told(one.kind), _why(one))
        for one in some
    ]


def _title(one: Subject) -> str:
    here, there = one.names
    return here if here == there else _("%(here)s, daar: %(there)s") % {"here": here, "there": there}


def _wanted(wants: Mapping[str, int]) -> str:
    """`3 regionaal, 1 lokaal`: what most want first."""
    if not wants:
        return _("niets")
    return ", ".join(f"{n} {level}" for level, n in sorted(wants.items(), key=lambda one: -one[1]))


def kind_told(kind: str) -> str:
    return {
        "same": _("zelfde niveau, zelfde naam"),
        "words": _("zelfde niveau, andere naam"),
        "level": _("ander niveau"),
        "divided": _("een groep is zelf verdeeld"),
        "few": _("te weinig standpunten"),
    }[kind]


def _why(one: Subject) -> str:
    if one.confirmed:
        return _("Iemand heeft bevestigd dat dit hetzelfde onderwerp is.")
    return (
        _("Waarschijnlijk hetzelfde onderwerp: beide gebruiken %(words)s.")
        % {"words": in_a_row([f"“{word}”" for word in one.shared])}
        if one.shared
        else ""
    )


# --- The picture

LANE, NAME, ROW, LONGEST = 26, 20, 82, 38


def group_sign(found: Differences, at: int) -> str:
    return sign(SHAPES[at], at, found.groups[at].name)


def picture(found: Differences) -> str:
    """Per subject two lines, one for each group: a mark on each level that somebody wants, with how many do; larger for
    more. In per cent, so that it fills any width. The table beside it tells the same."""
    drawn, top = "", NAME + 4
    for row in rows(found):
        names = wrap(row.title, LONGEST)
        drawn += _drawn(top, names, row, found.levels)
        top += ROW + NAME * (len(names) - 1)
    edges = "".join(
        f'<text x="{x}" y="14" text-anchor="{anchor}" fill="#28231c">{escape(name)}</text>'
        for x, anchor, name in (("0", "start", f"← {found.levels[0]}"), ("100%", "end", f"{found.levels[-1]} →"))
    )
    return (
        f'<svg class="rt-chart" width="100%" height="{top + NAME - 4}" role="img" '
        f'aria-labelledby="niveaus-t niveaus-d" font-size="14">'
        f'<title id="niveaus-t">{escape(_("Welk niveau willen de gemeenten van elke groep?"))}</title>'
        f'<desc id="niveaus-d">{escape(kinds_told(found))}</desc>{edges}{drawn}</svg>'
    )


def _drawn(top: int, names: Sequence[str], row: Row, levels: Sequence[str]) -> str:
    """The name of a subject, on as many lines as it needs, and below it the line of each group."""
    name = "".join(
        f'<text x="0" y="{top + line * NAME}" font-weight="700" fill="#28231c">{escape(words)}</text>'
        for line, words in enumerate(names, 1)
    )
    below = top + NAME * (len(names) - 1)
    return name + "".join(_lane(group, below, wants, levels) for group, wants in enumerate(row.subject.wants))


def _lane(group: int, top: int, wants: Mapping[str, int], levels: Sequence[str]) -> str:
    middle, most = top + NAME + 18 + group * LANE, sum(wants.values()) or 1
    marks = "".join(
        f'<svg x="{(2 * levels.index(level) + 1) * 50 / len(levels):.2f}%" y="{middle}" overflow="visible">'
        f'<path class="group-{group}" fill="{COLOURS[group]}" d="{shape(SHAPES[group], 0, 0, 4 + 6 * n / most)}"/>'
        f'<text x="14" y="5" fill="#28231c">{n}</text></svg>'
        for level, n in wants.items()
    )
    return f'<line class="grid" stroke="{LINE}" x1="0" x2="100%" y1="{middle}" y2="{middle}"/>{marks}'
