"""Policy tests: questions in YAML beside a policy, each with the answer that it must give, and why."""
