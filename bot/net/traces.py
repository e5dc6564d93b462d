"""Traces to a collector, by OpenTelemetry (OTLP over HTTP). Loaded only where a collector is named (docs/settings.md).

What waits to be exported is bounded: when the collector is away, spans are dropped, and nobody waits for it.
"""

import threading
import time
from collections.abc import Mapping, Sequence
from typing import Any

from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import SpanProcessor, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.trace.id_generator import RandomIdGenerator
from opentelemetry.sdk.trace.sampling import TraceIdRatioBased
from opentelemetry.trace import (
    NonRecordingSpan,
    SpanContext,
    SpanKind,
    Status,
    StatusCode,
    TraceFlags,
    set_span_in_context,
)
from opentelemetry.util.types import AttributeValue

from bot.clock import Clock
from bot.tracing import Handled, root, span_id, trace_id
from bot.tries import Accepted, Claimed, Outcome, Refused, TokenLost, TryLater

NAME = "ess-help-me"
WEBHOOK, TURN = "webhook", "turn"
MS = 1_000_000
# Seconds that a stop waits for the collector.
PATIENCE = 1.0


class Given(RandomIdGenerator):
    """The ids of the span that this thread begins next; the library has no other way to say them."""

    def __init__(self) -> None:
        self.next = threading.local()

    def generate_trace_id(self) -> int:
        found: int = self.next.trace
        return found

    def generate_span_id(self) -> int:
        found: int = self.next.span
        return found or super().generate_span_id()


class Traces:
    """`share` of all happenings, from 0 to 1, goes to the processor; which ones follows from their ids, everywhere."""

    def __init__(self, processor: SpanProcessor, clock: Clock, share: float = 1.0) -> None:
        self._clock = clock
        self._given = Given()
        self._provider = TracerProvider(
            sampler=TraceIdRatioBased(share),
            resource=Resource.create({"service.name": NAME}),
            id_generator=self._given,
            shutdown_on_exit=False,
        )
        self._provider.add_span_processor(processor)
        self._tracer = self._provider.get_tracer(NAME)

    def accepted(self, rows: Sequence[Mapping[str, Any]], began: int, *, stored: bool, spooled: bool) -> None:
        for row in rows:
            self._span(
                WEBHOOK,
                row["id"],
                began,
                mine=span_id(WEBHOOK, row["id"], str(row["heard"])),
                kind=SpanKind.SERVER,
                why="" if stored else "not stored",
                line_webhook_event_id=row["id"],
                ess_spooled=spooled,
            )

    def turned(self, handled: Sequence[Handled], began: int) -> None:
        for each in handled:
            above = None
            if each.id != root(each.id):
                above = span_id(TURN, root(each.id))
            elif not each.ours:
                above = span_id(WEBHOOK, each.id, str(each.heard))
            self._span(
                TURN,
                each.id,
                began,
                above=above,
                mine=span_id(TURN, each.id),
                kind=SpanKind.CONSUMER,
                ess_event=each.kind,
                ess_waited_ms=each.waited,
                ess_events_in_turn=len(handled),
            )

    def called(self, row: Claimed, began: int, outcome: Outcome) -> None:
        """A call of ours to LINE or another path, or a try that came to none."""
        cause = row.cause or row.id
        self._span(
            row.kind,
            cause,
            began,
            above=span_id(TURN, cause) if row.cause else None,
            kind=SpanKind.CLIENT,
            why=_why(outcome),
            ess_outcome=type(outcome).__name__,
            ess_try=row.tries,
            ess_sent_as=outcome.how if isinstance(outcome, Accepted) else "",
            line_request_id=outcome.request_id,
            line_retry_key=row.id,
        )

    def close(self) -> None:
        """What waits is exported, as far as the collector takes it at once. The library would wait for half a minute,
        and has no way to be told otherwise.
        """
        ending = threading.Thread(target=self._provider.shutdown, name="traces end", daemon=True)
        ending.start()
        ending.join(PATIENCE)

    def _span(
        self,
        name: str,
        event: str,
        began: int,
        *,
        kind: SpanKind,
        above: int | None = None,
        mine: int = 0,
        why: str = "",
        **told: AttributeValue,
    ) -> None:
        ended = self._clock.now() * MS
        start = ended - (time.perf_counter_ns() - began)
        trace = self._given.next.trace = trace_id(event)
        self._given.next.span = mine
        parent = (
            SpanContext(trace, above, is_remote=True, trace_flags=TraceFlags(TraceFlags.SAMPLED)) if above else None
        )
        span = self._tracer.start_span(
            f"ess {name}",
            context=set_span_in_context(NonRecordingSpan(parent)) if parent else None,
            kind=kind,
            start_time=start,
            attributes={key.replace("_", ".", 1): value for key, value in told.items() if value != ""},
        )
        if why:
            span.set_status(Status(StatusCode.ERROR, why))
        span.end(end_time=ended)


def _why(outcome: Outcome) -> str:
    match outcome:
        case Accepted():
            return ""
        case TryLater(why=why) | Refused(why=why):
            return why
        case TokenLost():
            return "reply token lost"


def exporting(clock: Clock, share: float) -> Traces:
    """To the collector that the environment names; the exporter reads its address and credentials there itself."""
    return Traces(BatchSpanProcessor(OTLPSpanExporter()), clock, share)
