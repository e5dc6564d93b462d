from pathlib import Path

import pytest

from routing.atlas import Atlas, load
from routing.boundaries import Prepared, prepare
from tests.routing.country import districts, write_geojson


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    """The invented country, imported once for all tests."""
    path: Path = write_geojson(tmp_path_factory.mktemp("country") / "districts.geojson", districts())
    made = prepare(path)
    assert isinstance(made, Prepared), made
    return made


@pytest.fixture(scope="session")
def atlas(prepared: Prepared) -> Atlas:
    return load(prepared.data)
