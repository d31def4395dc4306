"""How a page of a form of paper finds it."""

from django.utils.translation import gettext_lazy as _

from regiotafel.plan.entering.queries import paper_in
from regiotafel.plan.models import Ballot, ChoiceRound
from regiotafel.regions.access import RegionRequest, behind_its_door, shown


def load_paper(request: RegionRequest, round: ChoiceRound, ballot: int) -> Ballot:
    """Came in on paper or in a file; what was given on the site is not found."""
    missing = _("Dit formulier is er niet, of het kwam van de site.")
    return shown(paper_in(round, ballot), request.standings, behind_its_door, missing)
