"""One Spark session for all tests that ask for one."""

from collections.abc import Iterator

import pytest
from tests.batch.spark import Spark, missing


@pytest.fixture(scope="session")
def spark() -> Iterator[Spark]:
    """Return Spark on this machine; skips where it cannot run."""
    reason = missing()
    if reason:
        pytest.skip(f"Spark does not run here: {reason}")
    started = Spark.started()
    yield started
    started.stop()
