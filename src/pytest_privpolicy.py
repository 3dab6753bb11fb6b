"""The plugin of pytest: ``pytest policies/`` runs policy tests. Nothing is imported before a file of them is met."""

from pathlib import Path

import pytest


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect a file of policy tests."""
    if not file_path.name.endswith((".policytest.yaml", ".policytest.yml")):
        return None
    from privpolicy.pytest_plugin import PolicyTestFile  # noqa: PLC0415

    return PolicyTestFile.from_parent(parent, path=file_path)
