"""Questions about a policy that no single decision answers: what would permit this, and is all of that within this?"""
