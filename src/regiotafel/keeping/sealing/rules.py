"""What the rows of a table are called, in a sentence about one of them."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

NAMES: Mapping[str, str | Promise] = {
    "region": _("regio"),
    "processstep": _("stap van het proces"),
    "subregion": _("subregio"),
    "regionmunicipality": _("gemeente in een regio"),
    "organisation": _("organisatie"),
    "membership": _("rol"),
    "siteadministrator": _("beheerder van de site"),
    "meeting": _("bijeenkomst"),
    "knot": _("plaats op de draad"),
    "link": _("koppeling"),
    "document": _("tekst"),
    "section": _("hoofdstuk"),
    "passage": _("passage"),
    "proposal": _("wijzigingsvoorstel"),
    "proposalstep": _("stap van een wijzigingsvoorstel"),
    "brought": _("ingelezen document"),
    "remark": _("opmerking bij de tekst"),
    "wording": _("tekst van een passage"),
    "release": _("versie"),
    "councildecision": _("besluit van een gemeenteraad"),
    "releasedpassage": _("passage in een versie"),
    "subject": _("onderwerp"),
    "lawfact": _("regel over de wet"),
    "mandate": _("wie beslist"),
    "deviation": _("afwijking van een gemeente"),
    "agreement": _("akkoord"),
    "consent": _("besluit over een akkoord"),
    "round": _("gemeenteronde"),
    "roundsubject": _("onderwerp in een gemeenteronde"),
    "roundparty": _("gemeente in een gemeenteronde"),
    "condition": _("samenhang van twee onderwerpen"),
    "sheet": _("standpunt van een gemeente"),
    "position": _("standpunt over een onderwerp"),
    "neighbour": _("andere regio naast een gemeenteronde"),
    "subjectpair": _("paar van onderwerpen"),
    "reweighing": _("andere punten van een gemeente"),
    "floor": _("ondergrens van een gemeente"),
    "offer": _("pakket op tafel"),
    "exchange": _("ruil in een pakket"),
    "reply": _("antwoord op een pakket"),
    "accord": _("voorlopig akkoord"),
    "consultation": _("ronde"),
    "point": _("punt van een ronde"),
    "papertable": _("formulieren op een bijeenkomst"),
    "statement": _("stelling"),
    "moderationdecision": _("besluit over een stelling"),
    "invitation": _("uitnodiging"),
    "voteimport": _("ingelezen bestand"),
    "benchmark": _("cijfers over wie er zijn"),
    "benchmarkfigure": _("cijfer over wie er zijn"),
    "contribution": _("inbreng"),
    "finding": _("overgenomen conclusie"),
    "answer": _("antwoord"),
}


def name_of(table: str) -> str:
    return str(NAMES.get(table, table))
