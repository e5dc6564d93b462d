"""What Prometheus reads is what the Grafana dashboard draws."""

import json
import re
from dataclasses import replace
from pathlib import Path

from prometheus_client.parser import text_string_to_metric_families
from starlette.testclient import TestClient

from bot.app import create_app
from tests.town import Town

DASHBOARD = Path(__file__).parents[2] / "ops" / "grafana.json"


def test_every_number_of_the_dashboard_is_measured(database: str, tmp_path: Path):
    town = Town(tmp_path, database=database)
    town.citizen().reports()
    town.service.settings = replace(town.service.settings, public_url="")
    app = create_app(town.service, console=False)
    said = TestClient(app, client=("127.0.0.1", 1)).get("/metrics").text
    measured = {sample.name for family in text_string_to_metric_families(said) for sample in family.samples}
    town.closes()
    drawn = set(re.findall(r"ess_[a-z_]+", " ".join(t["expr"] for p in panels() for t in p["targets"])))
    assert drawn - measured == set()
    assert "ess_tries_total" in measured


def panels():
    return json.loads(DASHBOARD.read_text())["panels"]
