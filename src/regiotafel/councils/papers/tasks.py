"""What the clock brings about in papers of councils, and in the ways along which these came."""

from django.utils import timezone

from regiotafel.councils.papers.actions import tie_paper
from regiotafel.councils.papers.queries import untied_papers
from regiotafel.councils.planning.actions import tie_route
from regiotafel.councils.planning.queries import untied_routes


def tie_what_was_before() -> int:
    """A place on the thread for what is older than that. Each is a transaction of its own. How many."""
    now = timezone.now()
    routes = sum(tie_route(at=now, route=one) for one in untied_routes())
    return routes + sum(tie_paper(at=now, paper=one) for one in untied_papers())
