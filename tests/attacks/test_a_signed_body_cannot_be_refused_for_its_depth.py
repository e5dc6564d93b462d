"""What is nested too deep to be written again costs only itself: the person's words in the same event are kept."""

import pytest

from tests.town import Town, signs


@pytest.mark.parametrize("depth", [100, 260, 900, 2_000, 100_000])
def test_a_deep_property(town: Town, depth: int):
    deep = b"[" * depth + b"]" * depth
    event = b'{"type":"message","webhookEventId":"one","source":{"type":"user","userId":"Ua"},"mode":"active",'
    event += b'"message":{"type":"text","id":"1","text":"' + "ช่วยด้วย".encode() + b'"},"new":'
    assert town.receive(*signs(b'{"events":[' + event + deep + b"}]}")) == 200
    town.settle()
    if depth < 1_000:  # deeper is no JSON to either reader: kept raw for an operator
        assert [m["text"] for m in town.case()["messages"]][:1] == ["ช่วยด้วย"]
