"""The dead-man's switch: somebody outside hears from us only while all is well, and asks when we fall silent."""

import logging
from pathlib import Path

log = logging.getLogger("ess.deadman")
TIMEOUT = 5.0


def all_is_well(where: str, now: int) -> bool:
    """GET of an https address, or the moment (ms) written into a file. Blocks: call it from a thread."""
    import httpx  # noqa: PLC0415 - the start has no use for it

    if not where.startswith(("https://", "http://")):
        try:
            Path(where).write_text(f"{now}\n", encoding="ascii")
        except OSError as e:
            log.warning("the dead-man file cannot be written", extra={"error": type(e).__name__})
            return False
        return True
    try:
        answer = httpx.get(where, timeout=TIMEOUT, trust_env=False)
    except (httpx.HTTPError, httpx.InvalidURL) as e:
        log.warning("the dead-man address cannot be reached", extra={"error": type(e).__name__})
        return False
    return answer.is_success
