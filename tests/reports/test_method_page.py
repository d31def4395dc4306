"""Every figure that a report shows is explained, with its formula and its source."""

import re
from pathlib import Path

from django.test import Client
from django.urls import reverse

import regiotafel
from regiotafel.reports.opinions import sentences

TEMPLATES = Path(regiotafel.__file__).parent / "templates"
SENTENCES = sorted(Path(sentences.__file__).parent.glob("*.py"))

# Figure in the templates and the sentences → where the method page explains it.
EXPLAINED = {
    "outcome.n_people": "mensen",
    "outcome.n_votes": "mensen",
    "outcome.n_statements": "mensen",
    "outcome.n_common_ground": "gedeeld",
    "outcome.n_clear": "gedeeld",
    "outcome.prediction": "voorspellen",
    "outcome.is_tendency": "voorspellen",
    "statement.is_kept": "kantelen",
    "outcome.n_unknown": "te-weinig",
    "outcome.n_unplaced": "kaart",
    "outcome.n_resamples": "stabiel",
    "outcome.stability": "stabiel",
    "outcome.seed": "stabiel",
    "outcome.explained": "kaart",
    "outcome.alarm": "veel-antwoorden",
    "outcome.doubts_map": "veel-antwoorden",
    "outcome.is_dense": "tekens",
    "outcome.is_small": "mensen",
    "outcome.has_sides": "grens",
    "outcome.n_between": "groep",
    "outcome.smallest": "verborgen",
    "outcome.groups_reason": "groep",
    "outcome.groups": "groep",
    "outcome.is_sharp": "grens",
    "outcome.is_kept": "grens",
    "outcome.groups_found": "groep",
    "outcome.n_common_disagreement": "gedeeld",
    "outcome.n_divides": "verdeeld",
    "outcome.common_ground": "gedeeld",
    "outcome.common_disagreement": "gedeeld",
    "outcome.whoever": "rollen",
    "outcome.whoever_is_unknown": "rollen",
    "outcome.straight_liners": "alles-hetzelfde",
    "outcome.n_lost_without_straight_liners": "alles-hetzelfde",
    "outcome.has_without_straight_liners": "alles-hetzelfde",
    "conclusion.is_lost_without_straight_liners": "alles-hetzelfde",
    "outcome.divides": "verdeeld",
    "outcome.glance": "gedeeld",
    "outcome.quarters": "verdeeld",
    "presence.bars": "wie",
    "outcome.most_shared": "gedeeld",
    "outcome.most_divided": "verdeeld",
    "statement.by_group": "van-de-100",
    "outcome.presences": "wie",
    "outcome.missed": "wie",
    "outcome.is_weighted": "anders-geteld",
    "outcome.checks": "anders-geteld",
    "outcome.n_lost": "anders-geteld",
    "outcome.readings": "anders-geteld",
    "presence.rows": "wie",
    "presence.has_benchmark": "wie",
    "presence.source": "wie",
    "presence.year": "wie",
    "present.n_people": "wie",
    "present.of_hundred": "wie",
    "present.number": "wie",
    "present.should": "wie",
    "present.is_missed": "wie",
    "reading.n_people": "anders-geteld",
    "check.first": "anders-geteld",
    "check.answer": "anders-geteld",
    "check.cells": "anders-geteld",
    "cell.holds": "anders-geteld",
    "cell.shares": "anders-geteld",
    "outcome.shared": "toch-samen",
    "outcome.shared_by_statement": "toch-samen",
    "outcome.between": "tussen",
    "outcome.n_same": "zelfde-rij",
    "outcome.same_votes": "zelfde-rij",
    "outcome.n_lost_without_same_votes": "zelfde-rij",
    "outcome.has_without_same_votes": "zelfde-rij",
    "same.n_people": "zelfde-rij",
    "same.minutes": "zelfde-rij",
    "shared.row": "toch-samen",
    "shared.other_row": "toch-samen",
    "shared.answer": "toch-samen",
    "shared.agrees": "toch-samen",
    "between.parts": "tussen",
    "between.low": "tussen",
    "between.high": "tussen",
    "between.is_real": "tussen",
    "numbers.voters_to_flip": "kantelen",
    "conclusion.is_lost_when_weighted": "anders-geteld",
    "conclusion.is_lost_without_same_votes": "zelfde-rij",
    "outcome.portraits": "herkennen",
    "group.size": "groep",
    "group.pull": "marge",
    "group.of_hundred": "groep",
    "row.n_people": "mensen",
    "row.n_agree": "mensen",
    "row.n_disagree": "mensen",
    "group.across": "kaart",
    "group.up": "kaart",
    "row.agree": "van-de-100",
    "row.disagree": "van-de-100",
    "row.unsure": "van-de-100",
    "row.agree_low": "marge",
    "row.agree_high": "marge",
    "row.disagree_low": "marge",
    "row.disagree_high": "marge",
    "row.out_of": "van-de-100",
    "row.is_counted": "van-de-100",
    "row.n_untold": "verborgen",
    "row.hidden": "verborgen",
    "conclusion.own_and_others": "herkennen",
    "numbers.agree_groups": "rollen",
    "numbers.n_groups": "rollen",
    "statement.status": "gedeeld",
    "statement.is_hidden": "verborgen",
    "statement.hides_a_group": "te-weinig",
    "outcome.some_unknown_are_hidden": "te-weinig",
    "outcome.some_checks_are_untold": "anders-geteld",
}
# Names, addresses, and what only steers the page.
NO_FIGURE = {
    "between.name",
    "presence.name",
    "present.value",
    "row.value",
    "outcome.css",
    "reading.name",
    "check.conclusion",
    "shared.one",
    "shared.other",
    "outcome.is_running",
    "outcome.is_too_small",
    "outcome.group_matrix",
    "outcome.engine_version",
    "group.name",
    "group.shape",
    "row.label",
    "row.group",
    "numbers.answer",
    "numbers.by",
    "statement.id",
    "statement.text",
    "statement.apart",
    "statement.everybody",
    "statement.blocks",
}


def figures() -> set[str]:
    templates = "\n".join(
        re.sub(r"\{% comment %\}.*?\{% endcomment %\}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        for path in [*(TEMPLATES / "report").glob("*.html"), *(TEMPLATES / "consultations").glob("outcome*.html")]
    )
    tags = " ".join(re.findall(r"\{[{%].*?[%}]\}", templates))
    tags = re.sub(r"[\w/]+\.html", "", tags)
    python = "\n".join(path.read_text(encoding="utf-8") for path in SENTENCES)
    python = re.sub(r"^(?:from|import) .*$", "", python, flags=re.MULTILINE)
    python = re.sub(r"numbers(?:\[|\.get\()\"(\w+)\"[\])]", r"numbers.\1", python)
    names = r"(?:outcome|group|row|numbers|statement|shared|between|presence|present|reading|check|cell|same)"
    figure = rf"{names}\.[a-z_]+|conclusion\.(?:is_[a-z_]+|own_and_others)"
    return set(re.findall(rf"\b(?:other_)?({figure})", f"{tags}\n{python}"))


def test_every_figure_that_is_told_is_explained_or_named_as_none() -> None:
    assert figures() - EXPLAINED.keys() - NO_FIGURE == set()
    assert (EXPLAINED.keys() | NO_FIGURE) - figures() == set()


def test_method_page_explains_each_with_formula_and_source(client: Client, db: None) -> None:
    text = client.get(reverse("pages:method")).content.decode()
    sections = dict(re.findall(r'<section aria-labelledby="([\w-]+)">(.*?)</section>', text, flags=re.DOTALL))
    for figure, place in EXPLAINED.items():
        assert place in sections, figure
        assert "Formule</dt>" in sections[place]
        assert "Bron</dt>" in sections[place]
        assert f'href="#{place}"' in text
    # The marks on the map are drawn in Python.
    assert "tekens" in sections
    for place in set(EXPLAINED.values()) | {"tekens"}:
        source = sections[place].split("Bron</dt>")[1]
        assert re.search(r"\(\d{4}\)|eigen telling", source), place
