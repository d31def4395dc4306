"""What was done with what people sent in, for everybody to read and to follow."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from regiotafel.consultations.loading import load
from regiotafel.consultations.models import Consultation
from regiotafel.contributions.models import Verdict
from regiotafel.history.models import PublishedHead
from regiotafel.history.queries import published
from regiotafel.publishing.done.queries import answers_in, answers_to_read, done_in, first_given_at
from regiotafel.publishing.done.queries import done_with as count_with
from regiotafel.publishing.heads.rules import HISTORY
from regiotafel.publishing.queries import Answered, with_senders
from regiotafel.regions.access import RegionRequest, door
from regiotafel.thread.linking.queries import coverage
from regiotafel.thread.models import Relation
from regiotafel.vision.models import PASSAGE
from regiotafel.vision.reading.queries import chapters_of
from regiotafel.web.days import day
from regiotafel.web.feeds import IN_A_FEED, Feed, atom
from regiotafel.web.fields import looked_for
from regiotafel.web.links import whole

ON_A_PAGE = 10


@door("contribution.read")
@require_safe
def done(request: RegionRequest) -> HttpResponse:
    """The whole region."""
    context = {
        "here": "inbreng",
        "done": done_in(request.region, timezone.now()),
        "coverage": coverage(request.region, PASSAGE, Relation.COMES_FROM),
        "feed_url": reverse("publishing:done_feed", args=[request.region.slug]),
    }
    return _page(request, None, context)


@door("contribution.read")
@require_safe
def done_with(request: RegionRequest, slug: str) -> HttpResponse:
    """One consultation: what was done with its outcome."""
    consultation = load(request, slug)
    context = {
        "here": "rondes",
        "consultation": consultation,
        "done": count_with(consultation, timezone.now()),
        "feed_url": reverse("publishing:done_with_feed", args=[request.region.slug, slug]),
    }
    return _page(request, consultation, context)


@door("contribution.read")
@require_safe
def feed(request: RegionRequest) -> HttpResponse:
    url = reverse("publishing:done", args=[request.region.slug])
    return _feed(request, None, _("Wat is er met je inbreng gedaan?"), url)


@door("contribution.read")
@require_safe
def feed_with(request: RegionRequest, slug: str) -> HttpResponse:
    consultation = load(request, slug)
    title = _("Wat is er gedaan met de ronde “%(title)s”?") % {"title": consultation.title}
    return _feed(request, consultation, title, reverse("publishing:done_with", args=[request.region.slug, slug]))


def _page(request: RegionRequest, consultation: Consultation | None, context: dict[str, Any]) -> HttpResponse:
    words = looked_for(request.GET)
    verdict = request.GET.get("wijziging", "")
    verdict = verdict if verdict in Verdict.values else ""
    chapters = chapters_of(request.region)
    chapter = next((one for one in chapters if str(one.pk) == request.GET.get("hoofdstuk")), None)
    found = answers_to_read(
        request.region,
        consultation=consultation,
        words=words,
        verdict=verdict,
        section=chapter.pk if chapter else None,
    )
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("pagina"))
    asked = QueryDict(mutable=True)
    asked.update(
        {
            name: value
            for name, value in (("zoek", words), ("wijziging", verdict), ("hoofdstuk", chapter and str(chapter.pk)))
            if value
        }
    )
    context |= {
        "page": page,
        "answers": with_senders(request.region, answers_in(list(page.object_list))),
        "words": words,
        "verdict": verdict,
        "verdicts": Verdict.choices,
        "chapters": chapters,
        "chapter": chapter,
        "is_filtered": bool(asked),
        "query": f"{asked.urlencode()}&" if asked else "",
    }
    return render(request, "publishing/done.html", context)


def _feed(request: RegionRequest, consultation: Consultation | None, title: str, url: str) -> HttpResponse:
    """The newest answers as Atom (RFC 4287). An answer that got better keeps its id and the day it was first given."""
    answers = answers_in(answers_to_read(request.region, consultation=consultation)[:IN_A_FEED])
    made = Feed(
        title=f"{title} · {request.region.name}",
        link=whole(url),
        description="",
        language="nl",
        author_name=request.region.name,
        feed_url=whole(request.path),
    )
    first = first_given_at(answers)
    for answered in with_senders(request.region, answers):
        address = whole(_address(request, answered))
        made.add_item(
            title=_title(answered),
            link=address,
            unique_id=address,
            # A reader of feeds takes it for HTML.
            description=escape(_summary(answered)),
            pubdate=first[answered.answer.pk],
            updateddate=answered.answer.at,
        )
    if consultation is None and (told := published(request.region.slug)):
        _add_head(request, made, told)
    return atom(made)


def _add_head(request: RegionRequest, made: Atom1Feed, told: PublishedHead) -> None:
    """The end of the history, so that every reader of the feed keeps one."""
    address = reverse("pages:history_end", args=[request.region.slug])
    made.add_item(
        title=capfirst(HISTORY.title_of(told)),
        link=whole(f"{address}?nummer={told.number}&code={told.hash}"),
        unique_id=whole(f"{address}#regel-{told.number}"),
        description=escape(
            _("Hele code: %(code)s. Handtekening: %(signature)s.") % {"code": told.hash, "signature": told.signature}
        ),
        pubdate=told.at,
        updateddate=told.at,
    )


def _address(request: RegionRequest, answered: Answered) -> str:
    region = request.region.slug
    if answered.contribution is not None:
        return reverse("contributions:read", args=[region, answered.contribution.number])
    if answered.finding is None:
        raise ValueError("an answer belongs to a contribution or a finding")
    done_url = reverse("publishing:done_with", args=[region, answered.finding.consultation.slug])
    return f"{done_url}#stelling-{answered.finding.statement.number}"


def _title(answered: Answered) -> str:
    if answered.finding is not None:
        return _("Antwoord op stelling %(number)d: %(heard)s") % {
            "number": answered.finding.statement.number,
            "heard": answered.answer.heard,
        }
    number = answered.contribution.number if answered.contribution else 0
    return _("Antwoord op reactie %(number)d: %(heard)s") % {"number": number, "heard": answered.answer.heard}


def _summary(answered: Answered) -> str:
    answer = answered.answer
    verdict = f"{answer.leads_to}."
    then = _("Wie gaat hierover: %(who)s") % {"who": answer.who_then} if answer.who_then else ""
    owner = _("Wie zorgt ervoor: %(who)s.") % {"who": answer.owner} if answer.owner else ""
    due = _("Uiterlijk op %(day)s.") % {"day": day(answer.due_on)} if answer.due_on else ""
    return " ".join(part for part in (verdict, answer.why, owner, due, then) if part)
