"""Reading what is asked, answering, sending in: everything a participant does."""

import secrets
import uuid
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.template.loader import get_template
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from regiotafel.brakes.access import places_of
from regiotafel.brakes.actions import counted
from regiotafel.brakes.rules import Brake, Braked
from regiotafel.consultations.loading import consultation_page, load
from regiotafel.consultations.models import Choice, Consultation, Participant, Statement
from regiotafel.consultations.queries import frame, knot_of_round, n_accepted_statements, n_people_told
from regiotafel.consultations.rules import SMALLEST_GROUP, is_running, may_see_results
from regiotafel.consultations.statements.queries import look_alikes, sent_in_by
from regiotafel.consultations.statements.rules import is_asked, warnings_about
from regiotafel.consultations.taking_part import actions
from regiotafel.consultations.taking_part.access import participant_id, remember
from regiotafel.consultations.taking_part.analysis import ballot as ballot_for
from regiotafel.consultations.taking_part.forms import AboutMeForm, PressRefused, StatementForm, read_press
from regiotafel.consultations.taking_part.loading import load_asked
from regiotafel.consultations.taking_part.queries import (
    answers_given,
    current_choice,
    participant_of,
)
from regiotafel.refused import Refused
from regiotafel.regions.access import RegionRequest, door
from regiotafel.regions.parties.queries import municipalities_of
from regiotafel.thread.following.rules import can_follow
from regiotafel.web.pages import drawn_once, is_part, say_when_again, status_of

# After this many answers the ballot asks, once and quietly, who somebody is.
ASK_ABOUT_ME_AFTER = 5
# No number of a statement is as long.
MOST_DIGITS = 9


@door("consultation.read")
@require_safe
def read(request: RegionRequest, slug: str) -> HttpResponse:
    consultation = load(request, slug)
    me = participant_id(request, consultation)
    context = {
        "frame": frame(consultation),
        "n_statements": n_accepted_statements(consultation),
        "n_people": n_people_told(consultation, timezone.now()),
        "ballot": ballot_for(consultation, me) if me else None,
        "asks_code": me is None and consultation.needs_code,
        "smallest": SMALLEST_GROUP,
    }
    return consultation_page(request, "consultations/read.html", consultation, **context)


@door("consultation.read")
@require_safe
def follow(request: RegionRequest, slug: str) -> HttpResponse:
    """To the page where somebody leaves an address; one that did not open has no news to follow yet."""
    knot = knot_of_round(load(request, slug))
    if knot is None or not can_follow(knot):
        return redirect("consultations:read", request.region.slug, slug)
    return redirect("thread:follow", request.region.slug, knot.pk)


@door("consultation.take_part")
@require_safe
def ballot(request: RegionRequest, slug: str) -> HttpResponse:
    previous = request.GET.get("vorige", "")
    number = int(previous) if previous.isdecimal() and previous.isascii() and len(previous) < MOST_DIGITS else None
    return _ballot(request, load(request, slug), previous=number)


@door("consultation.take_part", finds_region=False)
def vote(request: HttpRequest, region: str, slug: str, number: int) -> HttpResponse:
    """One statement, asked again, or the press of a button on it."""
    request, statement = load_asked(request, region, slug, number)
    consultation = statement.consultation
    me = participant_id(request, consultation)
    if request.method != "POST":
        if not is_asked(statement):  # it was replaced
            return redirect("consultations:ballot", region, slug)
        return _ballot(request, consultation, statement=statement, choice=current_choice(me, statement))
    try:
        choice, key = read_press(request.POST)
        new, me = _cast(request, me, statement, choice, key)
    except Braked as braked:
        return _ballot(request, consultation, statement=statement, choice=choice, fault=braked)
    except Refused as refused:
        # What is no answer at all is asked again; after another refusal comes the next statement.
        again = statement if isinstance(refused, PressRefused) and is_asked(statement) else None
        return _ballot(request, consultation, statement=again, fault=refused)
    if is_part(request):
        response = _ballot(request, consultation, me=me, previous=statement.number)
    elif "again" in request.POST:  # who came from their answers goes back there, and reads that it was kept
        mine = reverse("consultations:my_answers", args=[region, slug])
        response = redirect(f"{mine}?nu={'ingetrokken' if choice is None else 'opgeslagen'}")
    else:
        response = redirect(f"{reverse('consultations:ballot', args=[region, slug])}?vorige={statement.number}")
    if new is not None:
        remember(response, consultation, new)
    return response


def _cast(
    request: HttpRequest, me: int | None, statement: Statement, choice: Choice | None, key: uuid.UUID
) -> tuple[Participant | None, int]:
    """Votes as the participant of the cookie, or as one who begins with this press. Only who begins is counted."""
    press: dict[str, Any] = {
        "consultation": statement.consultation,
        "statement": statement,
        "choice": choice,
        "key": key,
    }
    if me is None:
        at = timezone.now()
        with counted(at=at, brakes=[Brake.NEW_PERSON], places=places_of(request)):
            new = actions.begin_with_vote(at=at, **press)
        return new, new.pk
    actions.cast_vote(at=timezone.now(), participant_id=me, **press)
    return None, me


def _ballot(
    request: RegionRequest,
    consultation: Consultation,
    *,
    me: int | None = None,
    statement: Statement | None = None,
    choice: int | None = None,
    fault: Refused | None = None,
    previous: int | None = None,
) -> HttpResponse:
    """The page, or only the ballot when htmx asks for it. previous: the statement that was answered just now."""
    me = me or participant_id(request, consultation)
    now = ballot_for(consultation, me)
    sees_results = may_see_results(n_answered=now.n_answered, n_asked=now.n_statements)
    place = consultation.region.slug, consultation.slug
    context = {
        "consultation": consultation,
        "state": consultation.state(timezone.now()),
        "ballot": now,
        "statement": statement or now.statement,
        "choice": choice,
        "previous": previous,
        # Who changes the answer of just now goes on to the next statement, others back to their answers.
        "goes_on": "vorige" in request.GET,
        "answers": _answers(choice),
        "meter": _meter(now.percent),
        "foot": _foot(*place, now.n_answered > 0, consultation.accepts_statements, sees_results),
        "sees_results": sees_results,
        "fault": str(fault) if fault else "",
        "key": uuid.uuid4(),
        "asks_code": me is None and consultation.needs_code,
        "asks_about_me": now.n_answered == ASK_ABOUT_ME_AFTER,
    }
    status = status_of(request, [], fault) or 200
    if is_part(request):
        response = HttpResponse(_part(consultation, context, _token(request)), status=status)
    else:
        context |= {"frame": frame(consultation), "bare": True}
        response = render(request, "consultations/ballot.html", context, status=status)
    say_when_again(response, fault)
    return response


# Parts of the ballot that come in few forms are drawn once: the request made most often is the one that must be cheap.
@drawn_once
def _answers(choice: int | None) -> str:
    """The three buttons."""
    context = {"field": "choice", "agree": "1", "unsure": "0", "disagree": "-1", "chosen": choice}
    return get_template("components/answers.html").render(context)


@drawn_once
def _meter(percent: int) -> str:
    return get_template("components/meter.html").render({"percent": percent, "label": _("Zo ver ben je")})


@drawn_once
def _foot(region: str, slug: str, has_answered: bool, accepts_statements: bool, sees_results: bool) -> str:
    """Where else to go from the ballot."""
    context = {
        "my_answers": reverse("consultations:my_answers", args=[region, slug]),
        "send_in": reverse("consultations:send_in", args=[region, slug]),
        "has_answered": has_answered,
        "accepts_statements": accepts_statements,
        "outcome": reverse("consultations:outcome", args=[region, slug]) if sees_results else "",
    }
    return get_template("consultations/_ballot_foot.html").render(context)


def _part(consultation: Consultation, context: dict[str, Any], token: str) -> str:
    """The ballot alone. That of the next statement is drawn once, but for what is its reader's own."""
    region, statement, now = consultation.region, context["statement"], context["ballot"]
    is_next = statement is not None and context["choice"] is None
    if not is_next or context["fault"] or context["asks_code"] or context["state"] != "running":
        context |= {"region": region, "csrf_token": token}
        return get_template("consultations/_ballot.html").render(context)
    has_previous, asks_about_me = context["previous"] is not None, context["asks_about_me"]
    asked = (region.slug, consultation.slug, statement.number, statement.text)
    page = _next_ballot(asked, context["foot"], has_previous, asks_about_me)
    own = {
        "key": str(context["key"]),
        "csrf_token": escape(token),
        "n_answered": str(now.n_answered),
        "n_left": str(now.n_left),
        "meter": context["meter"],
        "previous": str(context["previous"]),
    }
    for name, value in own.items():
        page = page.replace(str(PLACES[name]), value)
    return page


# Where in a ballot that was drawn once its reader's own comes. Nobody's words hold one of these.
# That of the statement before is a number, for it stands in an address.
PLACES: dict[str, str | int] = {
    **{name: secrets.token_hex() for name in ("key", "csrf_token", "n_answered", "n_left", "meter")},
    "previous": 10**17 + secrets.randbelow(10**17),
}


@partial(drawn_once, most=2000)
def _next_ballot(asked: tuple[str, str, int, str], foot: str, has_previous: bool, asks_about_me: bool) -> str:
    region, slug, number, text = asked
    context = {
        "state": "running",
        "region": {"slug": region},
        "consultation": {"slug": slug},
        "statement": {"number": number, "text": text},
        "ballot": PLACES,
        "choice": None,
        "answers": _answers(None),
        "foot": foot,
        "previous": PLACES["previous"] if has_previous else None,
        "asks_about_me": asks_about_me,
    }
    return get_template("consultations/_ballot.html").render(PLACES | context)


def _token(request: HttpRequest) -> str:
    """The token of the form that was just accepted serves the next one too; else a new one."""
    return request.POST.get("csrfmiddlewaretoken") or get_token(request)


@door("consultation.take_part")
@require_safe
def my_answers(request: RegionRequest, slug: str) -> HttpResponse:
    consultation = load(request, slug)
    participant = participant_of(consultation, participant_id(request, consultation))
    answers = answers_given(participant, timezone.now()) if participant else []
    shown = [answer for answer in answers if answer.row.n_people >= SMALLEST_GROUP]
    with_most = sorted((answer for answer in shown if answer.is_with_most), key=lambda answer: -answer.share_same)
    others = sorted((answer for answer in shown if not answer.is_with_most), key=lambda answer: answer.share_same)
    now = ballot_for(consultation, participant.pk if participant else None)
    context = {
        "participant": participant,
        "shared": with_most,
        "alone": others,
        "too_few": [answer for answer in answers if answer.row.n_people < SMALLEST_GROUP],
        "n_answers": len(answers),
        "n_shown": len(shown),
        "now": request.GET.get("nu", ""),
        "sent_in": sent_in_by(participant) if participant else [],
        "smallest": SMALLEST_GROUP,
        "ballot": now,
        "sees_results": may_see_results(n_answered=now.n_answered, n_asked=now.n_statements),
    }
    return consultation_page(request, "consultations/my_answers.html", consultation, kept=False, **context)


@door("consultation.take_part")
def about_me(request: RegionRequest, slug: str) -> HttpResponse:
    consultation = load(request, slug)
    participant = participant_of(consultation, participant_id(request, consultation))
    initial = {"role": participant.role, "municipality": participant.municipality_id} if participant else {}
    form = AboutMeForm(
        request.POST or None,
        initial={**initial, "key": uuid.uuid4()},
        municipalities=municipalities_of(request.region),
    )
    fault: Refused | None = None
    if request.method == "POST" and form.is_valid():
        try:
            at = timezone.now()
            if participant is None:
                with counted(at=at, brakes=[Brake.NEW_PERSON], places=places_of(request)):
                    participant = actions.join(at=at, consultation=consultation, key=form.cleaned_data["key"])
            actions.describe_self(
                at=at,
                consultation=consultation,
                participant=participant,
                role=form.cleaned_data["role"],
                municipality=form.cleaned_data["municipality"],
            )
        except Refused as refused:
            fault = refused
        else:
            response = redirect("consultations:ballot", request.region.slug, slug)
            remember(response, consultation, participant)
            return response
    context = {"form": form, "fault": fault, "asks_code": participant is None and consultation.needs_code}
    return consultation_page(request, "consultations/about_me.html", consultation, kept=False, **context)


@door("statement.send_in")
def send_in(request: RegionRequest, slug: str) -> HttpResponse:
    """First the warnings and the statements that look alike, then, if the sender still wants, the sending."""
    consultation = load(request, slug)
    form = StatementForm(request.POST or None, initial={"key": uuid.uuid4()})
    context: dict[str, Any] = {"form": form, "is_running": is_running(consultation, timezone.now())}
    context["asks_code"] = consultation.needs_code and participant_id(request, consultation) is None
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        context["text"] = text
        context["warnings"] = warnings_about(text)
        context["look_alikes"] = look_alikes(consultation, text)
        is_doubtful = bool(context["warnings"] or context["look_alikes"])
        if not is_doubtful or form.cleaned_data["seen"] == text:
            try:
                return _sent(request, consultation, text, form.cleaned_data["key"])
            except Refused as refused:
                context["fault"] = refused
    return consultation_page(request, "consultations/send_in.html", consultation, **context)


def _sent(request: RegionRequest, consultation: Consultation, text: str, key: uuid.UUID) -> HttpResponse:
    participant = participant_of(consultation, participant_id(request, consultation))
    at, brakes = timezone.now(), [Brake.NEW_PERSON, Brake.SENT_IN] if participant is None else [Brake.SENT_IN]
    with counted(at=at, brakes=brakes, places=places_of(request)):
        sender, statement = actions.send_in(
            at=at, consultation=consultation, participant=participant, text=text, key=key
        )
    response = consultation_page(request, "consultations/sent_in.html", consultation, statement=statement, status=201)
    remember(response, consultation, sender)
    return response
