"""What people fill in who note something."""

from django import forms
from django.utils.translation import gettext_lazy as _

from regiotafel.history.models import REASON_LENGTH
from regiotafel.vision.models import MOTIVE_LENGTH
from regiotafel.web.fields import line, words


class RemarkForm(forms.Form):
    text = words(
        _("Jouw opmerking"),
        _("Een vraag, een fout of iets om aan te denken. Wil je andere tekst? Doe dan een voorstel."),
        most=MOTIVE_LENGTH,
        missing=_("Schrijf je opmerking op."),
        attrs={"data-count": MOTIVE_LENGTH},
    )


class HideForm(forms.Form):
    reason = line(
        _("Waarom verberg je deze opmerking?"),
        _("Dit staat in het logboek."),
        most=REASON_LENGTH,
        missing=_("Schrijf op waarom."),
    )
