"""Columns of a table for what people write: whoever fills them, from whatever form, file or command, what is kept
is tidy. The database gives them no size: a length is counted as people see it, by the forms and rules."""

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Any, TypeVar, cast

from django.core.exceptions import ImproperlyConfigured
from django.db import models
from django.forms import Field as FormField

from regiotafel.text.folding import fold_name, reading_order
from regiotafel.text.places import to_find
from regiotafel.text.tidy import tidy, tidy_line
from regiotafel.web import fields

Row_co = TypeVar("Row_co", bound=models.Model, covariant=True)
if TYPE_CHECKING:
    _Column = models.TextField[str, str]
else:
    _Column = models.TextField


class Words(_Column):
    """A text of more lines."""

    def tidied(self, text: str) -> str:
        return tidy(text)

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """What stands in the row is what its object has from then on."""
        value = self.get_prep_value(super().pre_save(model_instance, add))
        setattr(model_instance, self.attname, value)
        return value

    def get_prep_value(self, value: Any) -> Any:
        found = super().get_prep_value(value)
        return self.tidied(found) if isinstance(found, str) else found

    def deconstruct(self) -> Any:
        """To a migration it is any column of text."""
        name, _path, args, kwargs = super().deconstruct()
        kwargs.pop("max_length", None)
        return name, "django.db.models.TextField", args, kwargs

    def formfield(self, **kwargs: Any) -> FormField | None:
        return super().formfield(**{"form_class": fields.WordsField} | kwargs)


class Line(Words):
    """One line of text: a name, a title, a reason."""

    def tidied(self, text: str) -> str:
        return tidy_line(text)

    def formfield(self, **kwargs: Any) -> FormField | None:
        widget = None if self.choices else fields.one_line_widget()
        return super().formfield(**{"form_class": fields.LineField, "widget": widget} | kwargs)


class Folded(_Column):
    """What other columns of the row say, in the form in which it is sought, compared or ordered. It follows them."""

    def __init__(self, *sources: str, **kwargs: Any) -> None:
        self.sources = sources
        kwargs.setdefault("editable", False)
        kwargs.setdefault("default", "")
        super().__init__(**kwargs)

    def folded(self, texts: Iterable[str]) -> str:
        raise NotImplementedError

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        value = self.folded(getattr(model_instance, source) or "" for source in self.sources)
        setattr(model_instance, self.attname, value)
        return value

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs


class ToFind(Folded):
    """Somebody looks for a word in it: without accents and capitals, with the other names of places."""

    def folded(self, texts: Iterable[str]) -> str:
        return to_find(*texts)


class Once(Folded):
    """One name, however it is typed, and in whatever script it looks the same."""

    def folded(self, texts: Iterable[str]) -> str:
        return " ".join(map(fold_name, texts))


class InOrder(Folded):
    """Where a reader looks in a list."""

    def folded(self, texts: Iterable[str]) -> str:
        return " ".join(map(reading_order, texts))


def followers(model: type[models.Model], changed: Collection[str]) -> dict[str, Folded]:
    """The columns that follow one of these."""
    return {
        field.name: field
        for field in model._meta.concrete_fields
        if isinstance(field, Folded) and not set(field.sources).isdisjoint(changed)
    }


class FoldedRows(models.QuerySet[Row_co]):
    """Changes of many rows at once take along what follows."""

    def update(self, **values: Any) -> int:
        for name, field in followers(self.model, values).items():
            if name in values:  # `bulk_update` brings it along
                continue
            texts = [values.get(source) for source in field.sources]
            if not all(isinstance(text, str) for text in texts):
                raise ImproperlyConfigured(f"{name} follows {field.sources}: change them together, as plain text")
            values[name] = field.folded(cast("list[str]", texts))
        return super().update(**values)

    def bulk_update(self, objs: Iterable[Any], fields: Iterable[str], batch_size: int | None = None) -> int:
        rows, names = list(objs), list(fields)
        found = followers(self.model, names)
        written = [self.model._meta.get_field(name) for name in names]
        for row in rows:
            for field in [*(field for field in written if isinstance(field, Words)), *found.values()]:
                field.pre_save(row, add=False)
        return super().bulk_update(rows, [*names, *found], batch_size)


class Sought(models.Model):
    """A table with columns that follow others."""

    objects = FoldedRows.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        if update_fields is not None:
            update_fields = [*update_fields, *followers(type(self), list(update_fields))]
        super().save(*args, update_fields=update_fields, **kwargs)
