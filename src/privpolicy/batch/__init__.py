"""Whole tables of requests: the requirement program as column expressions and joins, on the engine that holds them."""
