import secrets
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from regiotafel.columns import FoldedRows, InOrder, Line, Sought


class UserManager(BaseUserManager["User"]):
    def get_queryset(self) -> FoldedRows["User"]:
        return FoldedRows(self.model, using=self._db)

    def create_user(self, email: str, name: str = "", **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email), name=name, **fields)
        user.set_unusable_password()
        user.save()
        return user


def new_mark() -> str:
    return secrets.token_hex(16)


class User(Sought, AbstractBaseUser, PermissionsMixin):
    """Somebody with an account. Who only takes part needs none. There are no passwords."""

    email = models.EmailField(_("e-mailadres"), max_length=254, unique=True)
    name = Line(_("naam"), max_length=100, blank=True)
    in_order = InOrder("name")
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=timezone.now)
    # What the history makes the code of this person from. It goes with the account, and then nobody can make it again.
    mark = models.CharField(max_length=32, default=new_mark, editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]

    class Meta:
        constraints = (models.UniqueConstraint(Lower("email"), name="one_account_per_email"),)

    def __str__(self) -> str:
        return self.name or self._address_in_part()

    def _address_in_part(self) -> str:
        """As much as tells colleagues who it is: the whole address is for who keeps the list of members."""
        local, _, domain = self.email.partition("@")
        return f"{local[:1]}…@{domain}"
