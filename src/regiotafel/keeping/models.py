"""Work in the background: who has a task in hand and until when, and when something is to happen again."""

from django.db import models
from django_tasks_db.models import DBTaskResult


class Lease(models.Model):
    """A worker has a task in hand until this moment, and moves the moment on as long as it lives."""

    task = models.OneToOneField(DBTaskResult, primary_key=True, on_delete=models.CASCADE, related_name="lease")
    worker = models.CharField(max_length=100)
    until = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["until"]),)

    def __str__(self) -> str:
        return f"{self.task_id} → {self.until:%H:%M:%S}"


class Tick(models.Model):
    """Something that happens again and again. Whoever moves the moment on does it."""

    name = models.CharField(max_length=40, primary_key=True)
    next_at = models.DateTimeField()
    # Of what cleans: what the clock said that we believed, and since and until when it was not believed: `clock.rules`.
    seen_at = models.DateTimeField(null=True)
    doubted_since = models.DateTimeField(null=True)
    doubted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name
