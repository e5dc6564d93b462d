"""GET /healthz, /readyz and /metrics."""

import hmac
import logging
import threading
from concurrent.futures import Future, wait

import sqlalchemy as sa
from prometheus_client import CollectorRegistry
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import generate_latest
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from bot.accept import PATIENCE
from bot.apart import Apart
from bot.clock import Clock
from bot.figures import Figures, figures
from bot.near import on_this_machine
from bot.policy import policy_of
from bot.rows import CASE, INBOX, NOT_CLOSED, OUTBOX, TIMER
from bot.service import Service
from bot.store import Store

log = logging.getLogger("ess.health")
# How long (ms) a proof of being ready holds; and for who asks while the next one is under way.
PROOF_HOLDS, OLD_PROOF_HOLDS = 1_000, 5_000
NOT_KNOWN = ("not yet known\n", 503)


class Health:
    """Alive, ready, and how late the oldest things are (seconds)."""

    def __init__(self, service: Service) -> None:
        store, clock = service.store, service.clock
        self._accepter = service.accepter
        self._clock = clock
        self._asking = threading.Lock()
        self._prover = Apart(1, "ready")
        self._asked: Future[None] | None = None
        self._proved: tuple[tuple[bool, bool, int], int, tuple[str, int]] | None = None
        self._settings = service.settings
        self._registry = CollectorRegistry()
        self._registry.register(Ages(store, clock))
        self._registry.register(Work(service))

    def healthz(self, _: Request) -> Response:
        return PlainTextResponse("ok\n")

    def readyz(self, _: Request) -> Response:
        """200 exactly when this process can store an event, in the database or in the spool; a backlog never makes it
        unready. Proved by a write at most once a second, whoever asks: a stranger's asking wears out no disk. One
        proves, and nobody waits for it: a thread that waits here is one less for the console.
        """
        if self._asking.acquire(blocking=False):
            try:
                text, status = self._ready()
            finally:
                self._asking.release()
        else:
            proved = self._proved
            old = proved is None or self._clock.now() - proved[1] >= OLD_PROOF_HOLDS
            text, status = NOT_KNOWN if proved is None or old else proved[2]
        return PlainTextResponse(text, status_code=status)

    def _ready(self) -> tuple[str, int]:
        # What accept has met since makes an answer old at once: the database went away, or a body found no room.
        state, now = (self._accepter.away, self._accepter.blindfolded, self._accepter.refused), self._clock.now()
        if self._proved is None or self._proved[0] != state or now - self._proved[1] >= PROOF_HOLDS:
            self._proved = (state, now, self._prove())
        return self._proved[2]

    def _prove(self) -> tuple[str, int]:
        if not self._accepter.blindfolded and self._database_stores():
            return "ready\n", 200
        try:
            self._accepter.spool.probe()
        except OSError:
            return "cannot store\n", 503
        return "ready: the database is away, events are spooled\n", 200

    def _database_stores(self) -> bool:
        """It has as long as an event would wait for it. While it owes an answer it is not asked again."""
        if self._asked is not None and not self._asked.done():
            return False
        self._asked = self._prover.submit(self._accepter.probe)
        try:
            self._asked.result(PATIENCE)
        except (SQLAlchemyError, OSError) as e:
            log.warning("the database cannot store", extra={"error": type(e).__name__})
            return False
        return True

    def close(self) -> None:
        """A store is not closed under a question that may have its answer in time."""
        if self._asked is not None:
            wait([self._asked], PATIENCE)
        self._prover.shutdown()

    def metrics(self, request: Request) -> Response:
        if not self._may_read(request):
            return PlainTextResponse("not found\n", status_code=404)
        return Response(generate_latest(self._registry), media_type="text/plain; version=0.0.4; charset=utf-8")

    def _may_read(self, request: Request) -> bool:
        """With the token, or from this machine itself."""
        token = self._settings.metrics_token
        given = request.headers.get("authorization", "").removeprefix("Bearer ")
        if token and hmac.compare_digest(token.encode(), given.encode("utf-8", "replace")):
            return True
        return on_this_machine(request, self._settings.public_url)


class Work:
    """What this process has done and holds; plain numbers that the loops keep, so that nothing is counted twice."""

    def __init__(self, service: Service) -> None:
        self._service = service

    def collect(self) -> list[Metric]:
        accepter, poster = self._service.accepter, self._service.poster
        bodies = CounterMetricFamily("ess_bodies", "Signed bodies, by where they went", labels=["where"])
        bodies.add_metric(["database"], accepter.stored - accepter.sheltered)
        bodies.add_metric(["spool"], accepter.sheltered)
        bodies.add_metric(["refused"], accepter.refused)
        tries = CounterMetricFamily("ess_tries", "Tries to send, by how they ended", labels=["kind", "outcome"])
        for (kind, outcome), count in sorted(poster.tries.items()) if poster else ():
            tries.add_metric([kind, outcome], count)
        told = {
            "ess_database_away": ("Whether events go to the spool", int(accepter.blindfolded)),
            "ess_spool_waits": ("Whether spooled events wait to come back", int(accepter.spool.waits)),
            "ess_bodies_waiting": ("Bodies that wait for their commit", accepter.waiting),
            "ess_sending": ("Messages that this process is sending", poster.in_hand if poster else 0),
        }
        gauges = [GaugeMetricFamily(name, text, value=value) for name, (text, value) in told.items()]
        turned = CounterMetricFamily("ess_events_handled", "Events and timers handled", value=self._service.handled)
        return [bodies, tries, turned, *gauges]


class Ages:
    """Gauges read from the database when they are asked for, from what waits and not from what was."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def collect(self) -> list[GaugeMetricFamily]:
        now = self._clock.now()
        waiting = (NOT_CLOSED, CASE.c.status == "open", CASE.c.answered_at.is_(None))
        oldest = {
            "ess_oldest_unhandled_seconds": sa.select(sa.func.min(INBOX.c.heard)).where(INBOX.c.done_at.is_(None)),
            "ess_oldest_unsent_seconds": sa.select(sa.func.min(OUTBOX.c.made_at)).where(OUTBOX.c.status == "pending"),
            "ess_oldest_due_seconds": sa.select(sa.func.min(TIMER.c.due_at)).where(TIMER.c.due_at <= now),
            "ess_oldest_unanswered_seconds": sa.select(sa.func.min(CASE.c.raised_at)).where(*waiting),
        }
        with self._store.read() as connection:
            ages = [_age(name, now, connection.execute(query).scalar()) for name, query in oldest.items()]
            found = figures(connection, policy_of(connection), now)
        return [*ages, *_counts(found)]


def _counts(found: Figures) -> list[GaugeMetricFamily]:
    values = {
        "ess_oldest_unsent_alert_seconds": ("Age of the oldest alert not yet sent", (found.oldest_alert or 0) / 1000),
        "ess_red_destinations": ("Destinations that did not answer or cannot be reached", found.red),
        "ess_hotline_present": ("Whether somebody of 1300 is at the desk", int(found.present)),
        "ess_parked_events": ("Events of the last day that could not be handled", found.parked),
        "ess_strange_bodies": ("Bodies of the last day that are not what we know", found.strange),
        "ess_quota_used_percent": ("Share of the month's pushes that is used", found.quota_share),
        "ess_quota_forecast_recipients": ("Recipients by the end of the month, as it goes", found.quota_forecast),
        "ess_auditor_unrepaired": ("Findings left for people; -1 before the first look", -1),
    }
    if found.unrepaired is not None:
        values["ess_auditor_unrepaired"] = (values["ess_auditor_unrepaired"][0], found.unrepaired)
    if found.quota_left is not None:
        values["ess_quota_left_recipients"] = ("Recipients left this month", found.quota_left)
    return [GaugeMetricFamily(name, text, value=value) for name, (text, value) in values.items()]


def _age(name: str, now: int, since: int | None) -> GaugeMetricFamily:
    text = name.removeprefix("ess_").removesuffix("_seconds").replace("_", " ")
    family = GaugeMetricFamily(name, f"Age of the {text} thing, 0 when there is none")
    family.add_metric([], max(0, now - since) / 1000 if since is not None else 0)
    return family
