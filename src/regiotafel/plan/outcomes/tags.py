"""What came out of a round of choosing, as a person would say it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from django import template
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from regiotafel.plan.models import ChoiceRound, Decision, Measure, Verdict
from regiotafel.plan.outcomes.rules import (
    RULES,
    TOGETHER,
    Answer,
    Beside,
    Difference,
    Judged,
    KindTold,
    YearTold,
    by_measure,
    compared,
    is_smaller,
)
from regiotafel.plan.tags import euros, hours
from regiotafel.reports.numbers import capital, in_a_row, in_words
from regiotafel.reports.priorities import sentences
from regiotafel.web.days import day, last_day

if TYPE_CHECKING:
    from regiotafel.engine.results.priorities import Priorities

register = template.Library()
MOST_TOLD = 3


@register.filter
def rule_name(rule: str) -> str:
    return str(RULES[rule])


@register.filter
def kinds(name: str) -> str:
    """Of one kind of party, or of some that are told together."""
    return in_a_row(name.split(TOGETHER))


@dataclass(frozen=True)
class Teller:
    """Tells one answer. scarce: money or hours; grounds: by number of a measure, what the law says; least: how many
    must want a measure."""

    answer: Answer
    scarce: str = "money"
    grounds: Mapping[int, str] | None = None
    least: int = 0

    def amount(self, n: int) -> str:
        return euros(n) if self.scarce == "money" else hours(n)

    def name(self, key: str) -> str:
        return f"“{self.answer.by_key[key].title}”"

    @property
    def is_shared(self) -> bool:
        return self.answer.rule == "equal-shares"

    # --- the whole

    def headline(self) -> str:
        every = compared([self.answer])
        n, of = sum(row.cells[0].is_in for row in every), len(every)
        if not n:
            return _("Er komt geen enkele maatregel in het plan.")
        words = ngettext(
            "%(n)s van de %(of)s maatregelen komt in het plan.", "%(n)s van de %(of)s maatregelen komen in het plan.", n
        )
        return words % {"n": capital(in_words(n)), "of": in_words(of)}

    def money(self) -> str:
        one, left = self.answer, self.answer.capacity - self.answer.cost
        told = _("Er is %(capacity)s te verdelen en dit kost %(cost)s.")
        told %= {"capacity": self.amount(one.capacity), "cost": self.amount(one.cost)}
        if left > 0:
            told += " " + _("Er blijft %(left)s over.") % {"left": self.amount(left)}
        return told

    def why_left(self) -> str:
        """Why something is left while there are measures that cost less."""
        left = self.answer.capacity - self.answer.cost
        fits = any(not one.is_in and one.why == "money" and one.cost <= left for one in self.answer.judged)
        if not self.is_shared or not fits:
            return ""
        return _("Wat over is, is van veel deelnemers samen. Zij willen niet allemaal hetzelfde, dus het blijft staan.")

    def notices(self) -> list[str]:
        """What is odd about this round, a sentence each."""
        one, every = self.answer, compared([self.answer])
        fixed = [row.cells[0] for row in every if row.cells[0].how in ("statutory", "done")]
        told = []
        if one.people == 0:
            told.append(_("Niemand vulde een formulier in. Daarom is er niets gekozen."))
        elif one.people is not None and one.n_blank == one.people:
            told.append(_("Alle formulieren zijn blanco. Daarom is er niets gekozen."))
        if one.people is None:
            told.append(_("Minder dan vijf deelnemers vulden een formulier in. Daarom staat er niet bij wie wat koos."))
        if any(year.short for year in one.years):
            short = self.amount(sum(year.short for year in one.years))
            told.append(
                _("Wat wettelijk moet, kost %(short)s meer dan er is. Er is niets te kiezen.") % {"short": short}
            )
        elif len(fixed) == len(every):
            told.append(_("Alle maatregelen moeten van de wet of waren al gekozen. Er is niets te kiezen."))
        elif not one.capacity:
            told.append(_("Er is niets te verdelen: bij dit plan staat geen bedrag, of alles is al op."))
        elif all(row.cells[0].cost > one.capacity for row in every if row.cells[0] not in fixed):
            told.append(_("Elke maatregel kost meer dan er is. Daarom past er niets."))
        if one.unit > 1:
            told.append(
                _(
                    "Om sneller te rekenen, telden we in stappen van %(unit)s: kosten naar boven afgerond, wat er is"
                    " naar beneden."
                )
                % {"unit": self.amount(one.unit)}
            )
        return told

    # --- one measure

    @staticmethod
    def verdict(one: Judged) -> str:
        """In few words, for a table."""
        if not one.is_in:
            return _("niet")
        words = _("in het plan, kleiner") if is_smaller(one.key) else _("in het plan")
        return _("%(words)s, in %(year)s") % {"words": words, "year": one.year} if one.year else words

    def why(self, one: Judged) -> str:
        found = self._inside(one) if one.is_in else self._outside(one)
        return " ".join(part for part in found if part)

    def _inside(self, one: Judged) -> list[str]:
        if one.how == "statutory":
            ground = (self.grounds or {}).get(one.number, "")
            told = _("Dit moet van de wet: %(ground)s.") % {"ground": ground} if ground else _("Dit moet van de wet.")
            return [told, _("Het is betaald voordat er werd gekozen.")]
        if one.how == "done":
            return [_("Dit was al gekozen voordat de ronde begon. Het kost hier niets meer.")]
        if one.how == "completed":
            return [
                _("Dit paste nog in wat er over was, en vult het plan aan."),
                _("Niemand legde hier zijn deel voor in. Wat de regel belooft, geldt hier niet."),
            ]
        if not self.is_shared:
            return [_("Toen deze maatregel aan de beurt was, was er nog genoeg over.")]
        return [self._smaller(one), self._payers(one), self._paid(one), self._runner_up(one)]

    def _smaller(self, one: Judged) -> str:
        return _("Dit is de kleinere vorm: voor de hele maatregel was niet genoeg.") if is_smaller(one.key) else ""

    def _payers(self, one: Judged) -> str:
        if not one.cost:
            return _("Dit kost niets, en iemand wil het.")
        if not one.payers:
            return _("Minder dan vijf deelnemers betaalden dit samen. Daarom staat er niet bij wie.")
        told = _("%(n)s deelnemers betaalden dit samen uit hun deel, gemiddeld %(each)s.") % {
            "n": capital(in_words(one.payers)),
            "each": self.amount(round(one.cost / one.payers)),
        }
        without = (one.people or 0) - one.payers
        if without >= 5:
            more = _("Nog %(n)s deelnemers wilden dit, maar hadden niets meer over.")
            told += " " + more % {"n": in_words(without)}
        return told

    def _paid(self, one: Judged) -> str:
        if len(one.paid) < 2 and not any(TOGETHER in name for name in one.paid):
            return _("Dat waren allemaal %(who)s.") % {"who": kinds(next(iter(one.paid)))} if one.paid else ""
        rows = [f"{kinds(name)} {self.amount(paid)}" for name, paid in one.paid.items()]
        if len(rows) == 1:
            return ""
        return _("Wie wat betaalde: %(rows)s.") % {"rows": "; ".join(rows)}

    def _runner_up(self, one: Judged) -> str:
        if not one.runner_up:
            return ""
        return _("Zonder deze maatregel was %(other)s aan de beurt.") % {"other": self.name(one.runner_up)}

    def _outside(self, one: Judged) -> list[str]:
        rivals = in_a_row([self.name(key) for key in one.rivals])
        told = {
            "short": _("Wat wettelijk moet, kost al meer dan er is. Voor de rest blijft niets over."),
            "nobody": _("Niemand koos deze maatregel."),
            "support": _("Te weinig deelnemers kozen deze maatregel: het moesten er ten minste %(n)s zijn.")
            % {"n": in_words(self.least)},
            "rival": _("Dit kan niet samen met %(rivals)s, en die staat in het plan.") % {"rivals": rivals},
        }
        if one.why in told:
            return [told[one.why], self._would(one) if one.why == "rival" else ""]
        return [self._lacked(one), self._spent(one), self._would(one), self._earlier(one)]

    def _lacked(self, one: Judged) -> str:
        if not self.is_shared:
            words = _("Toen deze maatregel aan de beurt was, was er te weinig over. Die kost %(cost)s.")
            return words % {"cost": self.amount(one.cost)}
        if one.people is None or one.had is None or one.lacks is None:
            words = _("Minder dan vijf deelnemers kozen dit. Daarom staat er niet bij hoeveel zij nog over hadden.")
            return words + " " + _("Er was %(cost)s nodig.") % {"cost": self.amount(one.cost)}
        words = _("%(n)s deelnemers kozen dit. Samen hadden zij nog %(had)s over, en er was %(cost)s nodig.")
        if any(year.raised for year in self.answer.years):
            words = _(
                "%(n)s deelnemers kozen dit. Met wat iedereen erbij kreeg, hadden zij samen nog %(had)s over, en er was"
                " %(cost)s nodig."
            )
        told = words % {
            "n": capital(in_words(one.people)),
            "had": self.amount(one.had),
            "cost": self.amount(one.cost),
        }
        return f"{told} " + _("Dat is %(lacks)s te weinig.") % {"lacks": self.amount(one.lacks)}

    def _spent(self, one: Judged) -> str:
        rows = [f"{self.name(key)} ({self.amount(paid)})" for key, paid in one.spent.items()]
        return _("Het meeste van hun deel ging naar %(rows)s.") % {"rows": in_a_row(rows)} if rows else ""

    def _would(self, one: Judged) -> str:
        if one.would_win_at is None:
            return _("Goedkoper helpt hier niet.") if one.why == "money" else ""
        told = _("Kostte deze maatregel %(cost)s, dan was die er wel in gekomen.")
        told %= {"cost": self.amount(one.would_win_at)}
        if one.is_sure:
            return told + " " + _("Bij elk hoger bedrag niet.")
        return told + " " + _("Of een hoger bedrag ook had gekund, weten we niet zeker.")

    def _earlier(self, one: Judged) -> str:
        """Why more would have been enough than its supporters have left in the end."""
        is_raised = any(year.raised for year in self.answer.years)
        if not self.is_shared or is_raised or one.would_win_at is None or one.had is None:
            return ""
        if one.would_win_at <= one.had:
            return ""
        return _("Dan was die eerder aan de beurt, toen deze deelnemers nog meer over hadden.")

    # --- kinds of parties and years

    def kind(self, one: KindTold) -> str:
        words = {name: self.amount(getattr(one, name)) for name in ("had", "spent", "left")}
        words["who"] = capfirst(kinds(one.name))
        if one.spent > one.had:
            told = _(
                "%(who)s beslisten over %(had)s. Naar wat zij kozen ging meer: %(spent)s, want anderen hielden over."
            )
        else:
            told = _("%(who)s beslisten over %(had)s. Daarvan ging %(spent)s naar maatregelen, en %(left)s bleef over.")
        told %= words
        most = list(one.on.items())[:MOST_TOLD]
        if most:
            rows = [f"{self.name(key)} ({self.amount(paid)})" for key, paid in most]
            told += " " + _("Het meeste ging naar %(rows)s.") % {"rows": in_a_row(rows)}
        return told

    def year(self, one: YearTold) -> str:
        told = _("Er was %(capacity)s en het gekozene kost %(cost)s.") % {
            "capacity": self.amount(one.capacity),
            "cost": self.amount(one.cost),
        }
        if one.carried:
            told += " " + _("Van het jaar ervoor kwam %(carried)s mee.") % {"carried": self.amount(one.carried)}
        if one.raised:
            words = _(
                "Iedereen kreeg er steeds iets bij, tot er niets meer bij paste: gemiddeld %(more)s. Dat geld is er"
                " niet echt; het zorgt dat er minder blijft liggen."
            )
            told += " " + words % {"more": self.amount(one.raised)}
        return told


# --- Rules beside each other


def agreed_told(rows: Sequence[Beside], n_rules: int) -> str:
    same = [row for row in rows if not row.is_split]
    n_in = sum(row.cells[0].is_in for row in same)
    if not same:
        return _("De regels zijn het over geen enkele maatregel eens.")
    words = ngettext(
        "Over één van de %(of)s maatregelen zijn de %(rules)s regels het eens: %(n)s in het plan, %(out)s niet.",
        "Over %(same)s van de %(of)s maatregelen zijn de %(rules)s regels het eens: %(n)s in het plan, %(out)s niet.",
        len(same),
    )
    return words % {
        "same": in_words(len(same)),
        "of": in_words(len(rows)),
        "rules": in_words(n_rules),
        "n": in_words(n_in),
        "out": in_words(len(same) - n_in),
    }


def split_told(row: Beside, answers: Sequence[Answer]) -> str:
    """Of a measure about which the rules differ."""
    yes = [f"“{rule_name(one.rule)}”" for one, cell in zip(answers, row.cells, strict=True) if cell.is_in]
    no = [f"“{rule_name(one.rule)}”" for one, cell in zip(answers, row.cells, strict=True) if not cell.is_in]
    if not no:
        return _("Staat bij alle regels in het plan, maar niet in dezelfde vorm.")
    return _("Wel in het plan bij %(yes)s, niet bij %(no)s.") % {"yes": in_a_row(yes), "no": in_a_row(no)}


def differences_told(found: Difference) -> str:
    """How much would change, in one sentence."""
    if not found:
        return _("Dan verandert er niets: dezelfde maatregelen komen in het plan.")
    parts = []
    if found.came:
        parts.append(_("%(n)s erbij") % {"n": in_words(len(found.came))})
    if found.went:
        parts.append(_("%(n)s eruit") % {"n": in_words(len(found.went))})
    if found.moved:
        parts.append(_("%(n)s op een andere manier of in een ander jaar") % {"n": in_words(len(found.moved))})
    return _("Dan verandert het plan: %(parts)s.") % {"parts": in_a_row(parts)}


# --- What the pages show


@dataclass(frozen=True)
class Row:
    """A measure on the page of an outcome. now: what became of it since; decided: what a body made of it."""

    judged: Judged
    measure: Measure | None
    cost: str
    verdict: str
    why: str
    now: str = ""
    decided: Verdict | None = None


@dataclass(frozen=True)
class KindRow:
    """spent: in percent of what they had."""

    one: KindTold
    had: str
    spent: str
    left: str
    percent: int
    told: str

    @property
    def rest(self) -> int:
        return 100 - self.percent


CHANGED = {
    "changed": gettext_lazy("Deze maatregel is later aangepast. De uitkomst gaat over hoe die toen was."),
    "withdrawn": gettext_lazy("Deze maatregel is ingetrokken. De uitkomst is uitgerekend alsof die er nog was."),
}


def rows_of(
    teller: Teller, measures: Mapping[int, Measure], changed: Mapping[int, str], decided: Mapping[int, Verdict]
) -> list[Row]:
    """What is in first, as it came in; then the others by number."""
    first = by_measure(teller.answer)
    order = {key: at for at, key in enumerate(teller.answer.winners)}
    return [
        Row(
            judged=one,
            measure=measures.get(one.number),
            cost=teller.amount(one.cost),
            verdict=teller.verdict(one),
            why=teller.why(one),
            now=str(CHANGED[changed[one.number]]) if one.number in changed else "",
            decided=decided.get(one.number),
        )
        for one in sorted(first.values(), key=lambda one: (order.get(one.key, len(order)), one.number))
    ]


def kind_rows(teller: Teller, year: YearTold) -> list[KindRow]:
    return [
        KindRow(
            one,
            teller.amount(one.had),
            teller.amount(one.spent),
            teller.amount(one.left),
            min(100, round(100 * one.spent / one.had)) if one.had else 0,
            teller.kind(one),
        )
        for one in year.kinds
    ]


@register.filter
def departed(decision: Decision) -> str:
    """On how many measures a body decided otherwise than was counted."""
    every = list(decision.verdicts.all())
    n = sum(one.is_departure for one in every)
    who = capfirst(decision.body)
    if not n:
        return _("%(who)s volgde de uitkomst bij alle %(of)s maatregelen.") % {"who": who, "of": in_words(len(every))}
    words = _("Op %(n)s van de %(of)s maatregelen waarover %(who)s besloot, week het besluit af van de uitkomst.")
    return words % {"n": in_words(n), "of": in_words(len(every)), "who": decision.body}


@register.filter
def departures(decision: Decision) -> list[Verdict]:
    return [one for one in decision.verdicts.all() if one.is_departure]


@register.filter
def word_of(rule: Answer) -> str:
    return str(RULES[rule.rule])


@register.filter
def how(answer: Answer) -> str:
    """What its rule does, in a few sentences: the same as a file tells."""
    return sentences.rule_told(cast("Priorities", answer))


@register.filter
def of_judged(one: Judged) -> str:
    return Teller.verdict(one)


@register.filter
def cells(row: Beside, answers: Sequence[Answer]) -> list[tuple[str, Judged]]:
    """What each rule says of it, with the name of the rule."""
    return [(str(RULES[one.rule]), cell) for one, cell in zip(answers, row.cells, strict=True)]


# --- As a table


def csv_columns(answers: Sequence[Answer]) -> list[str]:
    return [
        *("nummer", "maatregel", "kosten"),
        *(str(RULES[one.rule]) for one in answers),
        *("hoe", "deelnemers", "betaalden_mee", "was_erin_gekomen_bij", "waarom"),
    ]


def csv_rows(answers: Sequence[Answer]) -> list[list[object]]:
    """Where fewer than five stand behind a number, it says so."""
    few, teller = _("minder dan vijf"), Teller(answers[0])
    return [
        [
            *(row.number, row.title, row.cells[0].cost),
            *(Teller.verdict(cell) for cell in row.cells),
            *(row.cells[0].how, *(few if n is None else n for n in (row.cells[0].people, row.cells[0].payers))),
            *(row.cells[0].would_win_at, teller.why(row.cells[0])),
        ]
        for row in compared(answers)
    ]


def days_of(round: ChoiceRound) -> dict[str, str]:
    """As a `.pb` names them."""
    found = {"date_begin": day(round.opened_at, "pabulib"), "date_end": last_day(round.closes_at, "pabulib")}
    return {name: told for name, told in found.items() if told}
