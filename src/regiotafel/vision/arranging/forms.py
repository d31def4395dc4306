"""What people fill in who make two passages of one, or one of two."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from regiotafel.text.marked import List, Table, as_line, parsed, plain_runs
from regiotafel.text.pieces import Cut
from regiotafel.vision.models import Passage
from regiotafel.vision.queries import OPENING, SectionText
from regiotafel.vision.writing.forms import RetireForm
from regiotafel.web.fields import choose


class SplitForm(RetireForm):
    """Where, and why; `version`: the words that this person read."""

    place = forms.TypedChoiceField(
        label=_("Waarmee begint de nieuwe passage?"),
        help_text=_("Alles daarvoor blijft in deze passage."),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Kies waar de tekst gesplitst wordt."),
            "invalid_choice": _("Deze plek is er niet meer. Kies een andere."),
        },
    )
    field_order = ("place", "reason")

    def __init__(self, *args: Any, pieces: Sequence[Cut], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        begins = [_beginning(one.second) for one in pieces]
        choose(self, "place", [(str(n), words) for n, words in enumerate(begins)])


def _beginning(text: str) -> str:
    """What the new passage begins with: a few words of its first block, and which kind of block that is."""
    first = parsed(text)[0]
    if isinstance(first, Table):
        return gettext("de tabel: %(words)s") % {"words": ", ".join(map(plain_runs, first.head))}
    words = Truncator(as_line(first.items[0] if isinstance(first, List) else [first])).words(OPENING)
    return gettext("de lijst: %(words)s") % {"words": words} if isinstance(first, List) else words


class AfterForm(forms.Form):
    """Behind which chapter, as the button says; 0: at the beginning."""

    after = forms.IntegerField(min_value=0)


class OtherForm(forms.Form):
    """Which passage goes into this one."""

    met = forms.TypedChoiceField(
        label=_("Welke passage komt erbij?"),
        coerce=int,
        error_messages={
            "required": _("Kies een passage."),
            "invalid_choice": _("Deze passage staat niet meer in de tekst. Kies een andere."),
        },
    )

    def __init__(self, *args: Any, sections: Sequence[SectionText], passage: Passage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = [
            (
                part.title,
                [(str(one.passage.number), one.named) for one in part.passages if one.passage.pk != passage.pk],
            )
            for part in sections
        ]
        choose(self, "met", [(title, some) for title, some in groups if some])
        # Most often the one that stands below it.
        numbers = [one.passage.number for part in sections for one in part.passages]
        here = numbers.index(passage.number) if passage.number in numbers else -1
        self.initial["met"] = next(iter(numbers[here + 1 :]), None)


class JoinForm(RetireForm):
    other_version = forms.IntegerField(widget=forms.HiddenInput)


class RevertForm(RetireForm):
    pass
