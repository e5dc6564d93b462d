"""Files from people are an attack until shown otherwise: which ones a browser may show, and how all are served."""

import re
from dataclasses import dataclass
from urllib.parse import quote

# Verified by signature when they were fetched; everything else is handed over as a download.
INLINE = frozenset(
    {"image/jpeg", "image/png", "image/gif", "image/webp", "video/mp4", "audio/mp4", "audio/m4a", "audio/x-m4a"}
)
# What is in the vault; `ready` is what needed no fetching.
READY = frozenset({"ready", "stored"})
RANGE = re.compile(r"bytes=([0-9]{0,15})-([0-9]{0,15})")


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of a conversation. `media` is what LINE called it, `mime` what its own bytes say."""

    id: str
    media: str
    mime: str
    name: str
    size: int | None
    state: str

    @property
    def ready(self) -> bool:
        return self.state in READY

    @property
    def inline(self) -> bool:
        return self.ready and self.mime in INLINE

    @property
    def shown_as(self) -> str:
        """The element that shows it: image, audio, video, or a link to a file."""
        return self.mime.partition("/")[0] if self.inline else "file"


@dataclass(frozen=True, slots=True)
class Span:
    """The bytes from `first` to `last`, both included, of `size`."""

    first: int
    last: int
    size: int

    @property
    def length(self) -> int:
        return self.last - self.first + 1


def span(header: str | None, size: int | None) -> Span | None:
    """One range of a Range header, which players need to seek; None means the whole file."""
    if not header or not size:
        return None
    found = RANGE.fullmatch(header)
    first, last = found.groups() if found else ("", "")
    if not first and not last:
        return None
    if not first:
        start, end = max(size - int(last), 0), size - 1
    else:
        start, end = int(first), min(int(last), size - 1) if last else size - 1
    return Span(start, end, size) if start <= end else None


def media_headers(file: Attachment) -> dict[str, str]:
    """Never sniffed, never scripted, and only shown in place when its kind was verified."""
    kind = "inline" if file.inline else "attachment"
    name = quote(file.name or file.id, safe="")
    return {
        "Content-Type": file.mime if file.inline else "application/octet-stream",
        "Content-Disposition": f"{kind}; filename*=UTF-8''{name}",
        "Content-Security-Policy": "sandbox",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
        "Accept-Ranges": "bytes",
    }
