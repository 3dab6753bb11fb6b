"""What of a policy its tests decide: points that can be decided, and the cases that decide them."""
