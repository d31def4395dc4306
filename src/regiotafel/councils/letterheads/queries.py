"""The Word document in which a municipality writes to its council."""

from django.core.files.storage import default_storage

from regiotafel.councils.models import Letterhead
from regiotafel.regions.models import Municipality, Region


def letterhead_of(region: Region, municipality: Municipality) -> Letterhead | None:
    return Letterhead.objects.filter(region=region, municipality=municipality).first()


def path_of(file: str) -> str:
    return f"letterhead/{file}.docx"


def content_of(letterhead: Letterhead | None) -> bytes:
    """Empty: there is none."""
    if letterhead is None or not letterhead.file or not default_storage.exists(path_of(letterhead.file)):
        return b""
    with default_storage.open(path_of(letterhead.file)) as file:
        content: bytes = file.read()
        return content
