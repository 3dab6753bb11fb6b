"""Files to a policy model and everything that is wrong with them."""
