"""What a person reads of an outcome, as sentences: on a page, on paper and in the terminal the same ones.

A function gives one sentence, or a few that belong together, of the values it is given. Nothing here looks anything up.
"""

from collections.abc import Iterable, Mapping

from regiotafel.reports.language import _, ngettext, pgettext
from regiotafel.reports.numbers import capital, in_a_row, in_words, large, of_ten

from .checks import CheckCell, Reading, SameVotes
from .conclusions import Between, Conclusion, Shared
from .groups import Group
from .outcome import FEW_PEOPLE, Outcome
from .presence import Presence
from .rows import Row
from .statements import Shown

# From here of every hundred it is nearly everybody.
MOST_NEARLY = 95
MOST_LETTERS = 100


def together(sentences: Iterable[str]) -> str:
    return " ".join(one for one in sentences if one)


# --- what parts of people are called


def part(outcome: Outcome) -> str:
    """What one of the groups is called: a side has no border."""
    return _("kant") if outcome.has_sides else _("groep")


def parts(outcome: Outcome) -> str:
    return _("kanten") if outcome.has_sides else _("groepen")


def inside(outcome: Outcome) -> str:
    return _("aan kant") if outcome.has_sides else _("in groep")


def in_each(outcome: Outcome) -> str:
    return _("aan elke kant") if outcome.has_sides else _("in elke groep")


def split(name: str, outcome: Outcome) -> str:
    """How people were split; a property that we do not know is called as it is."""
    names = {
        "group": _("Naar %(part)s") % {"part": part(outcome)},
        "role": _("Naar rol"),
        "municipality": _("Naar gemeente"),
        "role+municipality": _("Naar rol en gemeente samen"),
    }
    return names.get(name, capital(name))


# --- the whole


def headline(outcome: Outcome) -> str:
    numbers = {"n": outcome.n_common_ground, "total": outcome.n_statements, "each": in_each(outcome)}
    if outcome.is_too_small:
        return _("Er zijn nog te weinig antwoorden om iets te laten zien")
    if outcome.groups_found and outcome.n_common_ground:
        return _("Met %(n)s van de %(total)s stellingen zijn %(each)s de meeste mensen het eens") % numbers
    if outcome.groups_found:
        return _("Er is nog geen stelling waar %(each)s de meeste mensen het mee eens zijn") % numbers
    if outcome.n_common_ground:
        return _("Met %(n)s van de %(total)s stellingen is een duidelijke meerderheid het eens") % numbers
    return _("Er is nog geen stelling waar een duidelijke meerderheid het mee eens is")


def lead(outcome: Outcome) -> str:
    if outcome.is_too_small:
        words = _("We laten pas iets zien als minstens %(n)s mensen antwoord gaven. Zo is niemand te herkennen.")
        return words % {"n": in_words(outcome.smallest)}
    return together((_how_many(outcome), few_people(outcome), _how_they_differ(outcome)))


def _how_many(outcome: Outcome) -> str:
    return _("%(people)s mensen gaven samen %(votes)s antwoorden op %(statements)s stellingen.") % {
        "people": large(outcome.n_people),
        "votes": large(outcome.n_votes),
        "statements": large(outcome.n_statements),
    }


def few_people(outcome: Outcome) -> str:
    if not outcome.is_small:
        return ""
    return _("Dat zijn weinig mensen. Lees dit als een begin van een gesprek, niet als de mening van iedereen.")


def _how_they_differ(outcome: Outcome) -> str:
    n = {"n": in_words(len(outcome.groups))}
    if outcome.has_sides:
        gradual = _("Mensen verschillen geleidelijk: er is geen grens tussen groepen.")
        return together((gradual, _("We laten zien hoe het verschil loopt, met %(n)s kanten.") % n))
    if outcome.groups_found:
        return _("We zagen %(n)s groepen van mensen die vaak hetzelfde antwoordden.") % n
    return ""


# --- one conclusion


def told(conclusion: Conclusion, outcome: Outcome) -> str:
    """What the engine concluded, how easily that would be otherwise, and in which other count it does not hold."""
    tell = _FACTS.get(conclusion.kind)
    if tell is None:
        return ""
    return together((tell(conclusion, outcome), _how_many_would_change_it(conclusion), *_where_it_is_lost(conclusion)))


def they_agree(row: Row) -> str:
    """`Van de 212 mensen die antwoordden zijn ongeveer zes van de tien het eens.`, of few people `19 van de 21 …`."""
    return _they(row, row.n_agree, row.agree, _("het eens"))


def they_disagree(row: Row) -> str:
    return _they(row, row.n_disagree, row.disagree, _("het oneens"))


def _they(row: Row, count: int, of_hundred: int, answer: str) -> str:
    """Says of how many people it holds: not everybody answers every statement."""
    numbers = {"count": large(count), "n": large(row.n_people), "answer": answer, "part": of_ten(of_hundred)}
    if count == row.n_people:
        return _("Alle %(n)s mensen die antwoordden zijn %(answer)s.") % numbers
    if row.n_people < FEW_PEOPLE:
        return _("%(count)s van de %(n)s mensen die antwoordden zijn %(answer)s.") % numbers
    if of_hundred >= MOST_NEARLY:
        return _("Bijna alle %(n)s mensen die antwoordden zijn %(answer)s.") % numbers
    return _("Van de %(n)s mensen die antwoordden zijn %(part)s %(answer)s.") % numbers


def _shared_by_all(conclusion: Conclusion, outcome: Outcome) -> str:
    statement, row = conclusion.statement, conclusion.row
    words = _("%(inside)s %(group)s het minst: daar zijn %(count)s van de %(out_of)s mensen het eens.")
    least = _least(words, conclusion, outcome, row.agree_of) if row else ""
    return together((they_agree(statement.everybody) if statement else "", least))


def _refused_by_all(conclusion: Conclusion, outcome: Outcome) -> str:
    statement, row = conclusion.statement, conclusion.row
    words = _("%(inside)s %(group)s het minst: daar zijn %(count)s van de %(out_of)s mensen het oneens.")
    least = _least(words, conclusion, outcome, row.disagree_of) if row else ""
    return together((they_disagree(statement.everybody) if statement else "", least))


def _least(words: str, conclusion: Conclusion, outcome: Outcome, of: tuple[int, int]) -> str:
    """Where fewest give the answer, unless all of them do."""
    count, out_of = of
    if not outcome.groups_found or conclusion.group is None or count == out_of:
        return ""
    group = conclusion.group.name
    return words % {"inside": capital(inside(outcome)), "group": group, "count": count, "out_of": out_of}


def _shared_whoever_you_are(conclusion: Conclusion, _outcome: Outcome) -> str:
    """Not every role or municipality gave enough answers to every statement, so it says of how many it speaks."""
    numbers = conclusion.numbers
    by, n, total = numbers["by"], numbers["agree_groups"], numbers["n_groups"]
    values = {"by": by, "n": in_words(total) if n == total else n, "total": total}
    some = {
        "municipality": _("In %(n)s van de %(total)s gemeenten met genoeg antwoorden zijn de meeste mensen het eens."),
        "role": _("Bij %(n)s van de %(total)s rollen met genoeg antwoorden zijn de meeste mensen het eens."),
    }
    every = {
        "municipality": _("In alle %(n)s gemeenten met genoeg antwoorden zijn de meeste mensen het eens."),
        "role": _("Bij alle %(n)s rollen met genoeg antwoorden zijn de meeste mensen het eens."),
    }
    if by in some:
        first = (every if n == total else some)[by] % values
    else:
        words = _("Naar %(by)s: in %(n)s van de %(total)s delen met genoeg antwoorden zijn de meeste mensen het eens.")
        first = words % {**values, "n": n}
    row = conclusion.row
    if row is None:
        return first
    count, out_of = row.agree_of
    least = _("Het minst bij %(value)s: %(count)s van de %(out_of)s.")
    return together((first, least % {"value": row.label, "count": count, "out_of": out_of}))


def _divided(conclusion: Conclusion, outcome: Outcome) -> str:
    group, other, row, other_row = conclusion.group, conclusion.other, conclusion.row, conclusion.other_row
    if group is None or other is None or row is None or other_row is None:
        return ""
    count, out_of = row.agree_of
    other_count, other_out_of = other_row.agree_of
    if other_count:
        words = _(
            "%(begin)s %(group)s zijn %(count)s van de %(out_of)s mensen het eens, "
            "%(inside)s %(other)s maar %(other_count)s van de %(other_out_of)s."
        )
    else:
        words = _(
            "%(begin)s %(group)s zijn %(count)s van de %(out_of)s mensen het eens, "
            "%(inside)s %(other)s niemand van de %(other_out_of)s."
        )
    return words % {
        "begin": capital(inside(outcome)),
        "inside": inside(outcome),
        "group": group.name,
        "count": count,
        "out_of": out_of,
        "other": other.name,
        "other_count": other_count,
        "other_out_of": other_out_of,
    }


def _marks_a_group(conclusion: Conclusion, _outcome: Outcome) -> str:
    own, others = conclusion.own_and_others
    if conclusion.numbers["answer"] == "agree":
        words = _("Vaker eens: %(share)s van de 100 mensen, bij de anderen %(others)s van de 100.")
    else:
        words = _("Vaker oneens: %(share)s van de 100 mensen, bij de anderen %(others)s van de 100.")
    return words % {"share": own, "others": others}


def _how_many_would_change_it(conclusion: Conclusion) -> str:
    numbers = conclusion.numbers
    n = numbers.get("voters_to_flip")
    if conclusion.kind == "distinctive" or not n:
        return ""
    if conclusion.kind != "common_ground_declared":
        words = ngettext(
            "Antwoordt één persoon anders, dan is dit niet zeker meer.",
            "Antwoorden %(n)s mensen anders, dan is dit niet zeker meer.",
            n,
        )
    elif numbers["by"] == "municipality":
        words = ngettext(
            "Antwoordt één persoon anders, dan geldt dit niet meer in de meeste gemeenten.",
            "Antwoorden %(n)s mensen anders, dan geldt dit niet meer in de meeste gemeenten.",
            n,
        )
    else:
        words = ngettext(
            "Antwoordt één persoon anders, dan geldt dit niet meer bij de meeste.",
            "Antwoorden %(n)s mensen anders, dan geldt dit niet meer bij de meeste.",
            n,
        )
    return words % {"n": n}


def _where_it_is_lost(conclusion: Conclusion) -> Iterable[str]:
    if conclusion.is_lost_when_weighted:
        yield _("Tellen we elke rol en gemeente mee naar haar grootte, dan is dit niet zeker genoeg.")
    if conclusion.is_lost_without_same_votes:
        yield _("Tellen we mensen met precies dezelfde antwoorden één keer, dan is dit niet zeker genoeg.")


# Conclusions of other kinds (whether there are groups) are not about a statement: a heading tells them.
_FACTS = {
    "common_ground_all_groups": _shared_by_all,
    "common_disagreement": _refused_by_all,
    "common_ground_declared": _shared_whoever_you_are,
    "divide": _divided,
    "distinctive": _marks_a_group,
}


# --- what is shared, what divides


def shared_title(outcome: Outcome) -> str:
    if not outcome.common_ground and not outcome.common_disagreement:
        return _("We vonden nog niets waar bijna iedereen hetzelfde over denkt")
    if not outcome.groups_found:
        return _("Hierover denken de meeste mensen hetzelfde")
    return _("Hierover denken %(each)s de meeste mensen hetzelfde") % {"each": in_each(outcome)}


def how_many_shared(outcome: Outcome) -> str:
    """Of a list that shows only some of them."""
    words = _(
        "Dit zijn de duidelijkste. In totaal zijn er %(agree)s stellingen waar de meeste mensen het zo mee eens zijn, "
        "en %(disagree)s waar zij het mee oneens zijn."
    )
    return words % {"agree": outcome.n_common_ground, "disagree": outcome.n_common_disagreement}


def divided_title(outcome: Outcome) -> str:
    if outcome.divides:
        return _("Hierover lopen de meningen uit elkaar")
    return _("De %(parts)s staan nergens lijnrecht tegenover elkaar") % {"parts": parts(outcome)}


def how_many_divided(outcome: Outcome) -> str:
    words = _("Dit zijn de grootste verschillen. Er zijn %(n)s zulke stellingen.")
    return words % {"n": outcome.n_divides}


def nothing_divides(outcome: Outcome) -> str:
    words = _("Er is geen stelling waar de ene %(part)s het duidelijk mee eens is en de andere niet.")
    return words % {"part": part(outcome)}


def shared_by_two(shared: Shared, outcome: Outcome) -> str:
    """An answer that two groups share, while they mostly differ."""
    if shared.agrees:
        words = _(
            "Eens: %(inside)s %(one)s %(share)s van de 100 mensen, %(inside)s %(other)s %(other_share)s van de 100."
        )
    else:
        words = _(
            "Oneens: %(inside)s %(one)s %(share)s van de 100 mensen, %(inside)s %(other)s %(other_share)s van de 100."
        )
    return words % {
        "inside": inside(outcome),
        "one": shared.one.name,
        "share": shared.share,
        "other": shared.other.name,
        "other_share": shared.other_share,
    }


def shared_by_two_title(outcome: Outcome) -> str:
    return _("Dit delen %(parts)s die vaak verschillen") % {"parts": parts(outcome)}


def shared_by_two_item(outcome: Outcome) -> str:
    """In the list of contents."""
    return _("Wat %(parts)s delen die vaak verschillen") % {"parts": parts(outcome)}


def unknown(outcome: Outcome) -> str:
    words = ngettext(
        "Over %(n)s stelling kunnen we nog niets zeggen. Daarvoor gaven te weinig mensen antwoord.",
        "Over %(n)s stellingen kunnen we nog niets zeggen. Daarvoor gaven te weinig mensen antwoord.",
        outcome.n_unknown,
    )
    return words % {"n": outcome.n_unknown}


# --- the groups


def about_groups(outcome: Outcome) -> str:
    """What a group or a side is, before they are described."""
    if outcome.has_sides:
        words = _(
            "Mensen verschillen hier geleidelijk. Er zijn uitersten, maar ertussenin staan net zo veel mensen. "
            "Er is dus geen grens. Met de kanten laten we zien waarover de meningen uit elkaar lopen. "
            "Het zijn geen aparte groepen."
        )
    else:
        words = _(
            "Een groep is geen club: het zijn mensen die vaak hetzelfde antwoord gaven. De computer verdeelt de "
            "groepen. De grens tussen twee groepen is niet scherp."
        )
    return together((words, _perhaps_gradual(outcome), _in_between(outcome)))


def _perhaps_gradual(outcome: Outcome) -> str:
    if outcome.has_sides or outcome.is_sharp:
        return ""
    return _(
        "Misschien verschillen mensen hier geleidelijk, zonder echte grens. Daarvoor zijn er te weinig antwoorden om "
        "het zeker te weten."
    )


def _in_between(outcome: Outcome) -> str:
    if not outcome.n_between:
        return ""
    words = _(
        "%(n)s mensen staan ertussenin: hun antwoorden passen niet duidelijk bij één %(part)s. Ze tellen mee bij de "
        "%(part)s waar ze het dichtst bij staan."
    )
    return words % {"n": large(outcome.n_between), "part": part(outcome)}


def group_title(group: Group, outcome: Outcome) -> str:
    return _("%(part)s %(name)s: %(size)s mensen (%(share)s van de 100)") % {
        "part": capital(part(outcome)),
        "name": group.name,
        "size": large(group.size),
        "share": group.of_hundred,
    }


def no_groups_title(outcome: Outcome) -> str:
    titles = {
        "one_group": _("We zagen geen aparte groepen"),
        "gradual": _("Mensen verschillen geleidelijk, zonder aparte groepen"),
        "unstable": _("We zagen geen groepen die bij elkaar blijven"),
    }
    return titles.get(outcome.groups_reason, _("We kunnen nog niet zeggen of er groepen zijn"))


def why_no_groups(outcome: Outcome) -> str:
    reasons = {
        "one_group": _(
            "Er zijn verschillen, maar de mensen vallen niet uiteen in groepen. Als je weet wat iemand op de ene "
            "stelling antwoordt, kun je het antwoord op de andere nog niet goed raden. Daarom tellen we iedereen samen."
        ),
        "gradual": _(
            "Wie op de ene stelling eens zegt, zegt dat ook vaker op sommige andere. Maar er is geen grens: tussen de "
            "uitersten staan net zo veel mensen. Daarom tellen we iedereen samen."
        ),
        "unstable": _(
            "We zochten naar mensen die vaak hetzelfde antwoordden. Steeds als we een paar mensen of stellingen "
            "weglieten, kwamen er andere groepen uit. Zulke groepen laten we niet zien. Daarom tellen we iedereen "
            "samen."
        ),
        "too_few_people": _("Daarvoor gaven te weinig mensen antwoord. We tellen nu iedereen samen."),
    }
    few_answers = _("Daarvoor gaven de meeste mensen op te weinig stellingen antwoord. We tellen nu iedereen samen.")
    return reasons.get(outcome.groups_reason, few_answers)


def how_firm(outcome: Outcome) -> str:
    """How the groups were found, and whether they come back."""
    called = {"parts": parts(outcome)}
    if not outcome.groups_found:
        return _("Groepen zijn altijd bij benadering. Daarom laten we ze alleen zien als ze steeds weer opduiken.")
    if not outcome.n_resamples:
        words = _("De %(parts)s zijn bij benadering. We deelden niet opnieuw in, dus hoe vast ze zijn is onbekend.")
        return words % called
    words = _(
        "De %(parts)s zijn bij benadering. We deelden %(n)s keer opnieuw in, steeds met een deel van de mensen en "
        "stellingen."
    )
    again = words % {**called, "n": outcome.n_resamples}
    if outcome.stability is None:
        return again
    words = _("Hoe vast ze zijn: %(stability)s. Daarbij is 100 steeds precies dezelfde %(parts)s en 0 toeval.")
    return together((again, words % {**called, "stability": outcome.stability}))


def chance(outcome: Outcome) -> str:
    words = _(
        "De computer gebruikt daarbij toeval met startgetal %(seed)s (rekenwijze %(version)s). Met hetzelfde "
        "startgetal komt er altijd hetzelfde uit."
    )
    return words % {"seed": outcome.seed, "version": outcome.engine_version}


def groups_item(outcome: Outcome) -> str:
    """In the list of contents."""
    if outcome.groups_found:
        return _("Hoe je de %(parts)s herkent") % {"parts": parts(outcome)}
    return _("Of er groepen zijn")


def nothing_marks_it(outcome: Outcome) -> str:
    words = _("Deze %(part)s geeft bij geen enkele stelling duidelijk een ander antwoord dan de rest.")
    return words % {"part": part(outcome)}


def groups_are_an_estimate(outcome: Outcome) -> str:
    words = _(
        "Welke mensen bij elkaar horen is een schatting. Met iets andere mensen of stellingen zouden de %(parts)s er "
        "anders uitzien."
    )
    return words % {"parts": parts(outcome)}


def read_how_firm(outcome: Outcome) -> str:
    return _("Lees hoe vast de %(parts)s zijn") % {"parts": parts(outcome)}


# --- one statement


def statement_line(statement: Shown) -> str:
    """In a list: its number and its words."""
    return f"{statement.id}. {statement.text or _('(deze stelling heeft geen tekst)')}"


def statement_name(statement: Shown) -> str:
    """Its words, or its number when it has none."""
    if statement.text:
        return f"“{statement.text}”"
    return _("stelling %(number)s") % {"number": statement.id}


def status(statement: Shown, outcome: Outcome) -> str:
    """In a few words what came out; empty when there is nothing to say."""
    called: Mapping[str, str] = {"part": part(outcome), "parts": parts(outcome)}
    words = {
        "common_ground": _("elke %(part)s eens") if outcome.groups_found else _("duidelijk eens"),
        "common_disagreement": _("elke %(part)s oneens") if outcome.groups_found else _("duidelijk oneens"),
        "divide": _("%(parts)s verdeeld"),
        "unknown": _("nog te weinig antwoorden"),
    }
    few = words["unknown"] if statement.is_hidden else ""
    return words.get(statement.status, few) % called


def statement_lead(statement: Shown) -> str:
    row = statement.everybody
    if row.agree_of[1] == 100:
        words = _("%(n)s mensen gaven antwoord. Van elke 100 zijn er %(agree)s het eens en %(disagree)s het oneens.")
        return words % {"n": large(row.n_people), "agree": row.agree, "disagree": row.disagree}
    words = _("%(n)s mensen gaven antwoord: %(agree)s eens en %(disagree)s oneens.")
    return words % {"n": row.n_people, "agree": row.n_agree, "disagree": row.n_disagree}


def statement_title(statement: Shown, outcome: Outcome) -> str:
    """What came out of one statement, above its numbers."""
    called = {"each": in_each(outcome), "begin": capital(in_each(outcome)), "parts": parts(outcome)}
    if outcome.groups_found:
        titles = {
            "common_ground": _("%(begin)s zijn de meeste mensen het hiermee eens"),
            "common_disagreement": _("%(begin)s zijn de meeste mensen het hiermee oneens"),
        }
        otherwise = _("Niet %(each)s zeggen de meeste mensen hetzelfde")
    else:
        titles = {
            "common_ground": _("Een duidelijke meerderheid is het eens"),
            "common_disagreement": _("Een duidelijke meerderheid is het oneens"),
        }
        otherwise = _("Er is geen duidelijke meerderheid")
    titles |= {
        "divide": _("De %(parts)s denken hier anders over"),
        "unknown": _("Er zijn nog te weinig antwoorden om er iets over te zeggen"),
    }
    return titles.get(statement.status, otherwise) % called


# --- the numbers in a table


def how_to_read(_outcome: Outcome) -> str:
    return _(
        "Zo lees je de cijfers: van elke 100 mensen zijn er zoveel het eens of oneens. Daarbij staat de marge: als "
        "veel meer mensen zoals zij hadden geantwoord, ligt het getal waarschijnlijk daartussen."
    )


def what_is_hidden(outcome: Outcome) -> str:
    words = _(
        "Over minder dan %(n)s mensen laten we geen cijfers zien. Soms verbergen we nog een rij, omdat je anders de "
        "eerste kunt uitrekenen. Er staat dan: te weinig mensen."
    )
    return words % {"n": outcome.smallest}


def row_name(row: Row, outcome: Outcome) -> str:
    if row.group is None:
        return row.label
    return _("%(part)s %(group)s") % {"part": part(outcome), "group": row.label}


def in_a_cell(row: Row) -> str:
    """How many of a hundred agree, with the margin."""
    if row.hidden:
        return _("te weinig")
    return f"{row.agree} ({row.agree_low}–{row.agree_high})" if row.n_people else "–"


# --- who took part


def whom_we_miss(outcome: Outcome) -> str:
    return _("We missen vooral: %(who)s.") % {"who": in_a_row(outcome.missed)}


def presence_title(outcome: Outcome) -> str:
    if outcome.missed:
        return _("We missen vooral: %(who)s") % {"who": in_a_row(outcome.missed)}
    return _("Wie deed er mee?")


def about_presence(outcome: Outcome) -> str:
    if outcome.missed:
        return _(
            "Zij deden minder dan half zo vaak mee als je zou verwachten. De uitkomst gaat over wie antwoordde. "
            "Lees haar dus niet als de mening van iedereen."
        )
    if outcome.is_weighted:
        return _(
            "Geen rol of gemeente uit deze vergelijking bleef ver achter. Toch gaat de uitkomst alleen over wie "
            "antwoordde."
        )
    return _(
        "Dit zeiden mensen over zichzelf. Niet iedereen deed dat. Of zij lijken op alle inwoners weten we niet: "
        "daarvoor ontbreken de cijfers."
    )


def presence_source(presence: Presence) -> str:
    if not presence.source:
        return ""
    year = "" if presence.year is None else presence.year
    return _("Hoeveel er zijn: %(source)s, %(year)s") % {"source": presence.source, "year": year}


def between_values(between: Between) -> str:
    """Whether it matters who somebody is or where they live."""
    if not between.is_real:
        return _("We zien geen duidelijk verschil. Mensen die dit gemeen hebben, verschillen onderling net zo veel.")
    words = _("Van elke 100 delen verschil in antwoorden hangen er %(parts)s hiermee samen.")
    margin = ""
    if between.low is not None:
        margin = _("Dat ligt waarschijnlijk tussen %(low)s en %(high)s.") % {"low": between.low, "high": between.high}
    rest = _("De rest is verschil tussen mensen die dit gemeen hebben.")
    return together((words % {"parts": between.parts}, margin, rest))


# --- answers that are exactly alike


def same_votes_title(outcome: Outcome) -> str:
    words = _("Let op: %(n)s mensen gaven precies dezelfde rij antwoorden als een ander")
    return words % {"n": large(outcome.n_same)}


def same_votes_seen(outcome: Outcome) -> str:
    words = _("%(n)s mensen gaven precies dezelfde rij antwoorden als een ander.")
    return words % {"n": large(outcome.n_same)}


def about_same_votes(outcome: Outcome) -> str:
    n = outcome.n_lost_without_same_votes
    words = _(
        "Dat zijn er meer dan je door toeval verwacht. Misschien dachten zij echt hetzelfde, of vulden zij samen in. "
        "Het kan ook één mens zijn die vaak meedeed. Dat weten we niet, dus tellen ze gewoon mee."
    )
    if not n:
        return together((words, _("Tellen we elke rij maar één keer, dan blijven alle zinnen staan.")))
    lost = ngettext(
        "Tellen we elke rij maar één keer, dan is %(n)s zin minder zeker. Hieronder staat welke.",
        "Tellen we elke rij maar één keer, dan zijn %(n)s zinnen minder zeker. Hieronder staat welke.",
        n,
    )
    return together((words, lost % {"n": n}))


def same_row(same: SameVotes) -> str:
    words = _("%(n)s mensen gaven dezelfde rij.") % {"n": large(same.n_people)}
    if same.minutes is None:
        return words
    if same.days > 2:
        soon = _("De helft van hen kwam binnen %(n)s dagen.") % {"n": same.days}
    elif same.hours > 2:
        soon = _("De helft van hen kwam binnen %(n)s uur.") % {"n": same.hours}
    else:
        soon = ngettext(
            "De helft van hen kwam binnen %(n)s minuut.", "De helft van hen kwam binnen %(n)s minuten.", same.minutes
        ) % {"n": same.minutes}
    return together((words, soon))


# --- counted in another way


def reading_name(reading: Reading) -> str:
    """What another count of the same answers is called."""
    names = {
        "weighted": _("gewogen"),
        "invited": _("alleen genodigden"),
        "without_same_votes": _("gelijke rijen één keer"),
        "declared_role": _("met een rol"),
        "declared_municipality": _("met een gemeente"),
    }
    return names.get(reading.name, reading.name)


def about_reading(reading: Reading) -> str:
    readings = {
        "weighted": _(
            "wie weinig meededen tellen zwaarder, tot elke rol en gemeente zo groot is als in het echt. Daarmee weten "
            "we ongeveer zo veel als met %(n)s gewone stemmers."
        ),
        "invited": _("alleen de %(n)s mensen die met een uitnodiging meededen."),
        "without_same_votes": _(
            "wie precies dezelfde lange rij antwoorden gaf als anderen, telt met hen samen één keer. Zo blijven er "
            "%(n)s mensen over."
        ),
        "declared_role": _("alleen de %(n)s mensen die een rol noemden."),
        "declared_municipality": _("alleen de %(n)s mensen die een gemeente noemden."),
    }
    return readings.get(reading.name, _("%(n)s mensen.")) % {"n": large(reading.n_people)}


def checks_title(outcome: Outcome) -> str:
    n = outcome.n_lost
    if not n:
        return _("De zinnen hierboven blijven staan als je anders telt")
    words = ngettext(
        "%(n)s zin is minder zeker als je anders telt", "%(n)s zinnen zijn minder zeker als je anders telt", n
    )
    return words % {"n": n}


def about_checks(_outcome: Outcome) -> str:
    return _(
        "In de uitkomst telt iedere stem even zwaar. Dat blijft zo. Om te zien hoe stevig een zin staat, telden we ook "
        "op deze manieren:"
    )


def about_lost(_outcome: Outcome) -> str:
    return _(
        "‘Nee’ betekent: dan is de zin niet zeker genoeg meer. Soms antwoordden mensen anders, vaak zijn het er dan te "
        "weinig."
    )


def holds(cell: CheckCell) -> str:
    """Whether a sentence holds in another count, in one word."""
    return "–" if cell.holds is None else _("ja") if cell.holds else _("nee")


def its_shares(cell: CheckCell) -> str:
    return f", {' / '.join(map(str, cell.shares))}" if cell.shares else ""


def answer_of(conclusion: Conclusion) -> str:
    """In one word."""
    words = {"common_ground_all_groups": _("eens"), "common_disagreement": _("oneens")}
    return words.get(conclusion.kind, _("verdeeld"))


# --- the map


def map_title(outcome: Outcome) -> str:
    if outcome.is_small:
        return _("Voor een kaart zijn er te weinig mensen")
    if not outcome.groups_found:
        return _("Op de kaart staat iedereen bij elkaar")
    words = _("Op de kaart zie je %(n)s %(parts)s")
    return words % {"n": in_words(len(outcome.groups)), "parts": parts(outcome)}


def no_map(outcome: Outcome) -> str:
    words = _(
        "Elk teken op een kaart staat voor %(n)s of meer mensen, zodat niemand te vinden is. Nu zouden er maar een "
        "paar tekens op staan. Dat lijkt al gauw op groepen die er niet zijn."
    )
    return words % {"n": in_words(outcome.smallest)}


def how_to_read_the_map(outcome: Outcome) -> str:
    if outcome.is_dense:
        words = _(
            "Er zijn zo veel mensen dat we de kaart in vakjes verdelen. Hoe groter het teken in een vakje, hoe meer "
            "mensen daar staan. Het teken is dat van de %(part)s die er het meest staat. Vakjes met minder dan %(n)s "
            "mensen blijven leeg. Wie dicht bij elkaar staan, denken vaak hetzelfde. Boven, onder, links en rechts "
            "betekenen zelf niets."
        )
    else:
        words = _(
            "Elk teken staat voor %(n)s of meer mensen die ongeveer hetzelfde antwoordden. Hoe groter het teken, hoe "
            "meer mensen. Wie dicht bij elkaar staan, denken vaak hetzelfde. Boven, onder, links en rechts betekenen "
            "zelf niets."
        )
    return words % {"n": in_words(outcome.smallest), "part": part(outcome)}


def doubt_about_the_map(outcome: Outcome) -> str:
    if not outcome.alarm:
        return ""
    return _(
        "hoe ver iemand van het midden staat, hangt hier ook af van hoeveel stellingen die persoon beantwoordde. Lees "
        "deze kaart dus voorzichtig."
    )


def doubt_beforehand(_outcome: Outcome) -> str:
    return _(
        "Hoe ver iemand van het midden van de kaart staat, hangt ook af van hoeveel stellingen die persoon "
        "beantwoordde."
    )


def group_on_the_map(group: Group, outcome: Outcome) -> str:
    if not outcome.groups_found:
        return _("iedereen")
    words = _("%(part)s %(name)s (%(shape)s)")
    return words % {"part": part(outcome), "name": group.name, "shape": shape_word(group)}


def shape_word(group: Group) -> str:
    return {
        "circle": _("rondje"),
        "square": _("vierkant"),
        "triangle": _("driehoek"),
        "diamond": _("ruit"),
        "cross": _("kruis"),
    }[group.shape]


def place_word(group: Group) -> str:
    """Where most of a group stands on the map."""
    across = {-1: pgettext("op de kaart", "links"), 0: "", 1: pgettext("op de kaart", "rechts")}[group.across]
    up = {-1: pgettext("op de kaart", "onder"), 0: "", 1: pgettext("op de kaart", "boven")}[group.up]
    return together((across, up)) or pgettext("op de kaart", "in het midden")


def map_in_words(outcome: Outcome, *, with_me: bool = False) -> str:
    """What the picture shows, for who does not see it."""
    words = _("%(part)s %(name)s, %(size)s mensen: %(place)s.")
    if outcome.groups_found:
        groups = [
            words
            % {
                "part": capital(part(outcome)),
                "name": group.name,
                "size": large(group.size),
                "place": place_word(group),
            }
            for group in outcome.groups
        ]
    else:
        groups = [_("Er zijn geen groepen die duidelijk los van elkaar staan.")]
    return together((*groups, _("Jouw plek is gemarkeerd.") if with_me else ""))


def under_the_map(outcome: Outcome) -> str:
    explained = _(
        "Deze kaart laat %(explained)s van de 100 delen van alle verschillen zien. De rest past niet op een plat vlak."
    ) % {"explained": outcome.explained}
    estimate = _("Elke plek is een schatting: van wie weinig antwoorden gaf, weten we de plek minder goed.")
    if not outcome.n_between:
        return together((explained, estimate))
    between = _("%(n)s mensen staan tussen de %(parts)s in.") % {
        "n": large(outcome.n_between),
        "parts": parts(outcome),
    }
    nearest = "" if outcome.is_dense else _("Zij hebben op de kaart het teken waar ze het dichtst bij staan.")
    return together((explained, estimate, between, nearest))


def unplaced(outcome: Outcome) -> str:
    words = _("%(n)s mensen gaven te weinig antwoorden voor een plek op de kaart. Hun antwoorden tellen wel mee.")
    return words % {"n": large(outcome.n_unplaced)}


# --- how it was computed


def every_vote(outcome: Outcome) -> str:
    words = _("Iedere stem telt even zwaar. Over minder dan %(n)s mensen laten we niets zien.")
    return words % {"n": in_words(outcome.smallest)}


def who_answered(_outcome: Outcome) -> str:
    return _(
        "Er deden niet evenveel mensen mee van elke rol en uit elke gemeente. De cijfers gaan over wie antwoordde, "
        "niet over alle inwoners."
    )


def about_margins(_outcome: Outcome) -> str:
    return _(
        "Achter elk getal staat tussen welke twee getallen het waarschijnlijk ligt. Dat noemen we de marge. Bij weinig "
        "mensen is de marge groot."
    )
