"""The policy that tests are put to."""

from pathlib import Path

import pytest
from tests.testing.shop import shop

import privpolicy as pp


@pytest.fixture(scope="session")
def policy(tmp_path_factory: pytest.TempPathFactory) -> pp.Policy:
    folder: Path = tmp_path_factory.mktemp("shop")
    return shop(folder)
