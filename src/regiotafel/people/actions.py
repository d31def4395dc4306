from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction

from regiotafel.people.models import User
from regiotafel.text.folding import fold_address


@transaction.atomic
def account_for(*, email: str) -> tuple[User, bool]:
    """The account of this address, made when there is none. The owner proves the address at the first login."""
    user = User.objects.filter(email__iexact=email).first()
    if user is not None:
        return user, False
    try:
        with transaction.atomic():
            return User.objects.create_user(email), True
    except IntegrityError:  # a second click made it just now
        return User.objects.get(email__iexact=email), False


def set_name(*, by: User, name: str) -> None:
    """A name stays out of the history of acts: that can never be emptied, a name can."""
    by.name = name
    by.save(update_fields=["name"])


def note_address(*, user: User, email: str) -> None:
    """So that allauth can mark it as proven: who was added by a colleague has never proven the address."""
    EmailAddress.objects.get_or_create(user=user, email=fold_address(email), defaults={"primary": True})
