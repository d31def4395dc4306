"""A picture of somebody else becomes a small PNG of our own: drawn again dot by dot, so that nothing else that was in
its file comes along. Never an SVG: that can carry scripts, and cleaning one is never certain."""

import io
import struct
import zlib

from PIL import Image, UnidentifiedImageError

from regiotafel.refused import Refused

from .sentence import Sentence, _

KINDS = ("PNG", "JPEG", "WEBP")
# Of the file, and of what it unpacks to: a small file can hold a picture that fills the memory.
MOST_BYTES, MOST_DOTS = 2 * 1024 * 1024, 12_000_000
WIDE, HIGH, HEAVY = 800, 240, 100_000
# What the library says of a file that is broken, or that lies about itself.
UNREADABLE = (
    *(UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, OverflowError, struct.error, zlib.error),
    *(Warning, Image.DecompressionBombError),
)


class PictureRefused(Refused):
    """`sentence` says why."""

    status = 422

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


def as_png(content: bytes) -> bytes:
    """At most WIDE by HIGH, with what is see-through kept so."""
    if len(content) > MOST_BYTES:
        raise PictureRefused(_("Dit bestand is te groot. Het mag hooguit %(n)d MB zijn.", n=MOST_BYTES // 1024**2))
    try:
        with Image.open(io.BytesIO(content), formats=KINDS) as whole:
            whole.verify()
        with Image.open(io.BytesIO(content), formats=KINDS) as picture:
            if picture.width * picture.height > MOST_DOTS:
                raise PictureRefused(_("Dit plaatje heeft te veel beeldpunten. Maak het kleiner."))
            drawn = picture.convert("RGBA")
    except UNREADABLE as fault:
        said = _("Dit is geen PNG, JPEG of WebP die we kunnen lezen. Sla het logo opnieuw op als PNG.")
        raise PictureRefused(said) from fault
    drawn.thumbnail((WIDE, HIGH))
    drawn.info = {}
    drawn_png = _png(drawn)
    # On every page: a photograph as a logo has 256 colours.
    return drawn_png if len(drawn_png) <= HEAVY else _png(drawn.quantize(256, Image.Quantize.FASTOCTREE))


def _png(drawn: Image.Image) -> bytes:
    out = io.BytesIO()
    drawn.save(out, "PNG", optimize=True)
    return out.getvalue()
