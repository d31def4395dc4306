"""How often something was done from one place of late, without knowing which place that is."""

from django.db import models


class Tally(models.Model):
    """Counts one thing from one place, until it starts again."""

    # What is counted, and a piece of a keyed hash of the place and the day: `queries.mark_of`.
    mark = models.CharField(max_length=40, primary_key=True)
    n = models.PositiveIntegerField()
    until = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name_plural = "tallies"

    def __str__(self) -> str:
        return f"{self.mark}: {self.n}"
