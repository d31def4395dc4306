"""From which place something is done: asked by every page that brakes."""

import ipaddress
from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from regiotafel.brakes.rules import HOUSEHOLD, SITE


def places_of(request: HttpRequest) -> Sequence[str]:
    """The address counts, and an IPv6 one also as the site around it. Who is logged in counts by the account besides:
    anybody makes an account, so with another one nobody begins anew.

    Who has a role in the region (`standings`, of the door of the page) counts by the account only, so that they are
    not kept out by others behind the same address.
    """
    near = networks_of(address_of(request))
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return near
    account = f"account:{user.pk}"
    return [account] if getattr(request, "standings", None) else [account, *near]


def networks_of(address: str) -> Sequence[str]:
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return [address]
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is not None:
            return [str(found.ipv4_mapped)]
        return [str(ipaddress.ip_network((int(found), prefix), strict=False)) for prefix in (HOUSEHOLD, SITE)]
    return [str(found)]


def address_of(request: HttpRequest) -> str:
    return address_in(request.META)


def address_in(environ: Mapping[str, Any]) -> str:
    """Where the request comes from. What a stranger says of that is not believed: only our own proxies (as many as the
    setting says) add to the end of the list."""
    hops = [hop.strip() for hop in environ.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
    n_ours = settings.PROXIES
    if n_ours and len(hops) >= n_ours:
        return _without_port(hops[-n_ours])
    return _without_port(environ.get("REMOTE_ADDR", ""))


def widest_place_in(environ: Mapping[str, Any]) -> str:
    """Before anybody knows who asks: the address, or the site around one of IPv6."""
    return networks_of(address_in(environ))[-1]


def _without_port(address: str) -> str:
    if address.startswith("["):
        return address[1:].partition("]")[0]
    if address.count(":") == 1:
        return address.partition(":")[0]
    return address.partition("%")[0]
