"""How large a PNG is, from its header (https://www.w3.org/TR/png-3/#11IHDR). Nothing is unpacked."""

SIGNATURE, HEADER_BYTES = b"\x89PNG\r\n\x1a\n", 33


def size_of(content: bytes) -> tuple[int, int] | None:
    """Width and height in pixels; None when this does not begin as a PNG does."""
    if not content.startswith(SIGNATURE) or content[12:16] != b"IHDR" or len(content) < HEADER_BYTES:
        return None
    return int.from_bytes(content[16:20], "big"), int.from_bytes(content[20:24], "big")
