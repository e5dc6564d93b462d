"""A trace tells when and how, never who, what or where: stories are played and every span of them is looked at."""

import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import sqlalchemy as sa
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from bot.net.traces import Traces
from bot.rows import OUTBOX
from bot.settings import MissingSettingError, read_settings
from emulator.faults import FaultKind
from tests.faults.fleet import Fleet, until
from tests.house.persons import CITIZEN, OFFICER, WORDS, told_of
from tests.town import Town


@pytest.fixture
def spans() -> InMemorySpanExporter:
    return InMemorySpanExporter()


@pytest.fixture
def traced(tmp_path: Path, database: str, spans: InMemorySpanExporter):
    town = Town(tmp_path, database=database)
    town.service.trace(Traces(SimpleSpanProcessor(spans), town.clock))
    yield town
    town.closes()


def named(spans: InMemorySpanExporter, name: str) -> list[ReadableSpan]:
    return [each for each in spans.get_finished_spans() if each.name == f"ess {name}"]


def said(span: ReadableSpan, key: str) -> object:
    assert span.attributes is not None
    return span.attributes.get(key)


def test_what_came_of_an_event_is_in_its_trace(traced: Town, spans: InMemorySpanExporter):
    traced.officer("TH-50")
    citizen = traced.citizen()
    citizen.reports()
    turns = {each.context.span_id: each for each in named(spans, "turn")}
    calls = [*named(spans, "say"), *named(spans, "alert")]
    assert named(spans, "alert")
    for call in calls:
        assert call.parent is not None
        assert turns[call.parent.span_id].context.trace_id == call.context.trace_id
        assert said(call, "line.request_id")
        assert call.status.is_unset


def test_what_an_officer_does_goes_on_in_the_same_trace(traced: Town, spans: InMemorySpanExporter):
    officer = traced.officer("TH-50")
    traced.citizen().reports()
    spans.clear()
    officer.taps("รับเรื่อง")
    asked, acted = (each for each in named(spans, "turn") if said(each, "ess.event") in {"Tapped", "FieldActed"})
    assert acted.parent is not None
    assert acted.parent.span_id == asked.context.span_id
    assert {each.context.trace_id for each in spans.get_finished_spans()} == {asked.context.trace_id}


def test_each_call_keeps_the_id_that_line_gave_it(traced: Town, spans: InMemorySpanExporter):
    traced.strikes(FaultKind.ERROR, "reply", times=1)
    citizen = traced.citizen()
    citizen.says("แจ้งเหตุ")
    failed = [each for each in named(spans, "say") if not each.status.is_unset]
    assert [said(each, "ess.outcome") for each in failed] == ["TryLater"]
    assert failed[0].status.description == "http 500"
    [waiting] = rows(traced)
    assert waiting.request_id == said(failed[0], "line.request_id") != ""
    traced.passes(seconds=10)
    [sent] = rows(traced)
    first, second = named(spans, "say")[-2:]
    assert [said(each, "ess.try") for each in (first, second)] == [1, 2]
    assert said(second, "line.request_id") == sent.request_id != waiting.request_id


def rows(town: Town) -> list[sa.Row]:
    with town.service.store.read() as connection:
        return list(connection.execute(sa.select(OUTBOX).where(OUTBOX.c.kind == "say").order_by(OUTBOX.c.seq)))[-1:]


def test_a_reply_that_came_too_late_keeps_the_id_that_line_gave_it(traced: Town):
    traced.strikes(FaultKind.INVALID_REPLY_TOKEN, "reply", times=1)
    traced.citizen().says("แจ้งเหตุ")
    [lost] = rows(traced)
    assert lost.status == "dropped"
    assert lost.request_id


def test_a_share_is_the_same_events_everywhere(traced: Town, spans: InMemorySpanExporter):
    half = InMemorySpanExporter()
    traced.service.trace(Both(spans, half, traced))
    for _ in range(40):
        traced.citizen().says("แจ้งเหตุ")
    all_traces, some = traces(spans), traces(half)
    assert 0 < len(some) < len(all_traces)
    assert some < all_traces
    both = [each.context.trace_id for each in spans.get_finished_spans() if each.context.trace_id in some]
    assert len(both) == len(half.get_finished_spans()), "a trace is whole or is not there"


class Both:
    """Two collectors, one of which takes half."""

    def __init__(self, whole: InMemorySpanExporter, half: InMemorySpanExporter, town: Town) -> None:
        self._every = [
            Traces(SimpleSpanProcessor(whole), town.clock),
            Traces(SimpleSpanProcessor(half), town.clock, 0.5),
        ]

    def __getattr__(self, name: str) -> Callable[..., None]:
        def tell(*told: object, **how: object) -> None:
            for each in self._every:
                getattr(each, name)(*told, **how)

        return tell


def traces(spans: InMemorySpanExporter) -> set[int]:
    return {each.context.trace_id for each in spans.get_finished_spans()}


def test_a_whole_story_leaves_no_trace_of_a_person(traced: Town, spans: InMemorySpanExporter):
    officer = traced.officer("TH-50", OFFICER)
    citizen = traced.citizen(CITIZEN)
    number = citizen.reports()
    citizen.says(WORDS)
    officer.taps("รับเรื่อง")
    traced.passes(minutes=30, step=60)
    told = "".join(each.to_json() for each in spans.get_finished_spans())
    assert len(spans.get_finished_spans()) > 10
    assert list(told_of(told, citizen, officer, number)) == []


@pytest.fixture
def collector():
    """What a collector hears: its address, and the requests so far."""
    heard: list[ExportTraceServiceRequest] = []

    class Collector(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            heard.append(ExportTraceServiceRequest.FromString(self.rfile.read(int(self.headers["content-length"]))))
            self.send_response(200)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Collector)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}", heard
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_server_brings_its_spans_to_the_collector(tmp_path: Path, collector):
    where, heard = collector
    fleet = Fleet(tmp_path, f"sqlite:///{tmp_path}/fleet.db", env={"OTEL_EXPORTER_OTLP_ENDPOINT": where})
    fleet.start()
    person = fleet.platform.person("somebody", follows=False)
    person.says("แจ้งเหตุ")
    until(lambda: len(person.received()) > 0, 30)
    fleet.settles()
    fleet.alive[0].ends()
    fleet.alive.clear()
    fleet.close()
    found = [
        span for each in heard for group in each.resource_spans for scope in group.scope_spans for span in scope.spans
    ]
    [webhook] = [each for each in found if each.name == "ess webhook"]
    [turn] = [each for each in found if each.name == "ess turn" and each.trace_id == webhook.trace_id]
    calls = [each for each in found if each.parent_span_id == turn.span_id]
    assert turn.parent_span_id == webhook.span_id
    assert webhook.parent_span_id == b""
    assert "ess say" in {each.name for each in calls}
    assert webhook.start_time_unix_nano < calls[0].end_time_unix_nano


@pytest.mark.parametrize("share", ["", "0", "0.25", "1"])
def test_a_share_is_a_number_from_0_to_1(share: str):
    assert read_settings({"OTEL_TRACES_SAMPLER_ARG": share}).traces_share == float(share or 1)


@pytest.mark.parametrize("share", ["half", "-1", "2", "nan"])
def test_another_share_is_refused_with_its_name(share: str):
    with pytest.raises(MissingSettingError, match="OTEL_TRACES_SAMPLER_ARG"):
        read_settings({"OTEL_TRACES_SAMPLER_ARG": share})
