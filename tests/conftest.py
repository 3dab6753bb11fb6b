"""How random tests run: the same in every run, without a clock, and long when asked for."""

import os

from hypothesis import HealthCheck, settings

QUIET = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much, HealthCheck.large_base_example)
settings.register_profile("test", max_examples=200, deadline=None, derandomize=True, suppress_health_check=QUIET)
settings.register_profile("soak", max_examples=20_000, deadline=None, suppress_health_check=QUIET)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "test"))
