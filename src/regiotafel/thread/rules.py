"""What can stand on the thread, how it is told, and what may be linked. No database here."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from regiotafel.history.models import Edition
from regiotafel.refused import Refused
from regiotafel.regions.permissions import Standing, sees
from regiotafel.text.substance import is_substantial
from regiotafel.thread.models import GONE, TITLE_LENGTH, Knot, Link, LinkState, Relation


@dataclass(frozen=True)
class KnotKind:
    """A kind of thing that stands on the thread. Each app has its own, where it ties their knots."""

    code: str
    # "passages": for a sentence about many of them.
    many: str | Promise
    # What one is called, of the thing itself: "passage {it.number}". When that changes, `actions.retitle` says so here.
    titled: str | Promise
    # The page where it is read, below its region; and where who has its code reads it while nobody else can.
    route: str
    private_route: str = ""
    # A piece of a page with its words, for who judges its links: from the number that was held to the one of now. Asked
    # with the address of the thing itself. Empty: its name says enough.
    words_route: str = ""

    def title_of(self, it: object) -> str:
        return str(self.titled).format(it=it)[:TITLE_LENGTH]


@dataclass(frozen=True)
class Message:
    """Something that followers are told. `told` is a sentence with {it}, what they follow, and perhaps {about}, the
    other thing. Names only, never words that people wrote: a mail passes many machines."""

    code: str
    told: str | Promise


@dataclass(frozen=True)
class Sentence:
    """A relation as told from both ends, on a page and in a mail, each with {it} and {about}. `earlier`: the end that
    was there first, whose followers hear of the link."""

    out: str | Promise
    back: str | Promise
    earlier: str

    @property
    def to_followers(self) -> str | Promise:
        return self.out if self.earlier == "from" else self.back


SENTENCES: dict[Relation, Sentence] = {
    Relation.COMES_FROM: Sentence(_("bij {it} hoort {about}"), _("{it} hoort bij {about}"), "to"),
    Relation.ANSWERS: Sentence(_("{it} is een antwoord op {about}"), _("{it} kreeg als antwoord {about}"), "to"),
    Relation.DECIDED_BY: Sentence(_("{it} is besloten met {about}"), _("{it} gaat over {about}"), "from"),
    Relation.CARRIED_OUT_BY: Sentence(_("{it} wordt uitgevoerd met {about}"), _("{it} voert {about} uit"), "from"),
    Relation.LIMITED_BY: Sentence(_("{it} loopt vast op {about}"), _("{it} zit {about} in de weg"), "from"),
    Relation.IN_CONFLICT_WITH: Sentence(_("{it} botst met {about}"), _("{it} botst met {about}"), "from"),
    Relation.WORKS_OUT: Sentence(_("{it} werkt {about} uit"), _("{it} is uitgewerkt in {about}"), "to"),
    Relation.GOES_ON_IN: Sentence(_("{it} gaat verder in {about}"), _("{it} kwam voort uit {about}"), "from"),
}

EARLIER_IS_FROM = [relation for relation, told in SENTENCES.items() if told.earlier == "from"]
EARLIER_IS_TO = [relation for relation, told in SENTENCES.items() if told.earlier == "to"]


def sentence_of(link: Link, *, is_back: bool = False) -> str:
    """The relation in words, from its one end or from the other."""
    told, it, about = SENTENCES[Relation(link.relation)], link.from_knot, link.to_knot
    words = str(told.back).format(it=about, about=it) if is_back else str(told.out).format(it=it, about=about)
    return f"{capfirst(words)}."


def earlier_of(link: Link) -> Knot:
    return link.from_knot if SENTENCES[Relation(link.relation)].earlier == "from" else link.to_knot


def later_of(link: Link) -> Knot:
    return link.to_knot if SENTENCES[Relation(link.relation)].earlier == "from" else link.from_knot


def meaning(editions: Sequence[Edition]) -> int:
    """What the newest edition means: the number of the first with the same meaning. Another layout means the same, and
    back to older words is back to their number. The editions in order."""
    newest = editions[-1]
    return next(one.number for one in editions if not is_substantial(one.text, newest.text))


# What stands on the thread and is hidden, such as what waits for a moderator, is a name for who judges its links.
SEEN_BY = {"public": ("thread.read",), "hidden": ("thread.judge",)}


def is_seen(knot: Knot, standings: Collection[Standing]) -> bool:
    return sees(SEEN_BY, "public" if knot.is_public else "hidden", standings)


class NotLinkable(Refused):
    """These two do not belong on one link."""


class NotJudged(Refused):
    """Nobody decides this about the link."""


def check_can_link(from_knot: Knot, to_knot: Knot) -> None:
    """Two different things of one region that are both there, and both speak for themselves."""
    if from_knot.pk == to_knot.pk:
        raise NotLinkable(_("Je kunt iets niet aan zichzelf koppelen. Kies iets anders."))
    if from_knot.region_id != to_knot.region_id:
        raise NotLinkable(_("Deze twee horen bij verschillende regio’s. Kies iets uit dezelfde regio."))
    for knot in (from_knot, to_knot):
        if knot.number == GONE:
            raise NotLinkable(_("Dit kan niet: %(title)s staat er niet meer. Kies iets anders.") % {"title": knot})
        if not knot.is_live:
            raise NotLinkable(
                _("Dit kan niet: %(title)s wacht nog, is ingetrokken of ging verder in iets anders.") % {"title": knot}
            )


def check_can_suggest(relation: Relation) -> None:
    """Merging and splitting are facts: they are done, and never said of two by hand."""
    if relation == Relation.GOES_ON_IN:
        raise NotLinkable(_("Dat iets verdergaat in iets anders, kun je niet zelf koppelen. Voeg samen of splits."))


def check_can_judge(link: Link) -> None:
    """Whether two belong together is a person's to say; that one went on in the other happened."""
    if link.relation == Relation.GOES_ON_IN:
        raise NotJudged(_("Dat iets verderging in iets anders, staat vast. Je kunt het niet afwijzen of controleren."))


def check_can_clear(link: Link) -> None:
    """Only what somebody confirmed is looked at again."""
    check_can_judge(link)
    if link.state != LinkState.CONFIRMED:
        raise NotJudged(_("Deze koppeling is niet bevestigd. Je kunt die dus niet controleren. Koppel de twee eerst."))


def is_to_review(link: Link) -> bool:
    """Whether a person must hold the two against each other again."""
    is_moved = any(end.is_moved for end in link.ends)
    is_judged = link.state == LinkState.CONFIRMED and link.relation != Relation.GOES_ON_IN
    return is_judged and is_moved and link.from_knot.is_live and link.to_knot.is_live
