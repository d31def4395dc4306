"""Files that belong together as one zip, with a list of what is in it and a sum of each: the same files give the same
zip, and anybody checks it with `sha256sum -c SHA256SUMS`."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping

# A zip tells a moment of each file. This one says nothing.
NO_MOMENT = (1980, 1, 1, 0, 0, 0)


def write_bundle(files: Mapping[str, bytes], about: Mapping[str, object]) -> bytes:
    """about: what the list says besides the files themselves."""
    sums = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    told = [{"name": name, "bytes": len(content), "sha256": sums[name]} for name, content in files.items()]
    manifest = json.dumps({**about, "files": told}, ensure_ascii=False, indent=2).encode()
    listed = {**sums, "manifest.json": hashlib.sha256(manifest).hexdigest()}
    lines = "".join(f"{found}  {name}\n" for name, found in listed.items())
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in {**files, "manifest.json": manifest, "SHA256SUMS": lines.encode()}.items():
            part = zipfile.ZipInfo(name, NO_MOMENT)
            part.external_attr = 0o644 << 16  # whoever unpacks it may read it
            packed.writestr(part, content, zipfile.ZIP_DEFLATED)
    return out.getvalue()
