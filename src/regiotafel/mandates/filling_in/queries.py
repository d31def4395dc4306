"""How far a municipality is with filling in."""

from regiotafel.mandates.filling_in.rules import HowFar
from regiotafel.mandates.models import Round, Sheet
from regiotafel.mandates.rounds.queries import party_in
from regiotafel.regions.models import Municipality
from regiotafel.regions.parties.queries import takes_part


def how_far(round: Round, municipality: Municipality) -> HowFar:
    party = party_in(round, municipality.pk)
    rows = Sheet.objects.filter(round=round, municipality=municipality).order_by("number")
    said = list(rows.values_list("at", "is_final"))
    in_time = [is_final for at, is_final in said if at < round.closes_at]
    return HowFar(
        is_asked=party is not None and takes_part(round.region, municipality),
        # The last before closing, or any since.
        is_settled=in_time[-1:] == [True] or any(is_final for at, is_final in said if at >= round.closes_at),
        gave_up=party is not None and party.gave_up_at is not None,
    )
