"""Questions about a policy that no single decision answers: what would permit this, whether that lies within this."""
