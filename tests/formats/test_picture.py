import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from regiotafel.formats.picture import HIGH, WIDE, PictureRefused, as_png


def picture(kind: str, width: int = 40, height: int = 30, mode: str = "RGB", **more: object) -> bytes:
    out = io.BytesIO()
    Image.new(mode, (width, height)).save(out, kind, **more)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_each_kind_becomes_a_small_png_with_nothing_else_in_it(kind: str) -> None:
    drawn = as_png(picture(kind, 1600, 900) + b"<script>alert(1)</script>")
    with Image.open(io.BytesIO(drawn)) as found:
        assert found.format == "PNG"
        assert found.width <= WIDE
        assert found.height <= HIGH
        assert found.info == {}
    assert b"script" not in drawn


def test_what_a_picture_says_of_its_maker_does_not_come_along() -> None:
    exif = Image.Exif()
    exif[0x013B] = "Naam van de maker"
    assert b"Naam van de maker" not in as_png(picture("JPEG", exif=exif))


def test_what_is_see_through_stays_so() -> None:
    with Image.open(io.BytesIO(as_png(picture("PNG", mode="RGBA")))) as found:
        assert found.getpixel((0, 0)) == (0, 0, 0, 0)


@pytest.mark.parametrize("kind", ["GIF", "BMP", "TIFF", "ICO", "PPM"])
def test_another_kind_is_refused(kind: str) -> None:
    with pytest.raises(PictureRefused):
        as_png(picture(kind))


def test_a_small_file_with_a_huge_picture_is_refused_before_it_is_unpacked() -> None:
    bomb = picture("PNG", 9000, 9000, mode="1")
    assert len(bomb) < 100_000
    with pytest.raises(PictureRefused, match="beeldpunten"):
        as_png(bomb)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
@given(data=st.data())
def test_a_broken_file_is_refused_or_drawn_and_never_a_fault(kind: str, data: st.DataObject) -> None:
    content = bytearray(picture(kind))
    for _n in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        drawn = as_png(bytes(content[: data.draw(st.integers(0, len(content)))]))
    except PictureRefused:
        return
    assert drawn.startswith(b"\x89PNG")
