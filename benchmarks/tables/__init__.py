"""Whole tables: `decide_table` beside the same question asked in SQL that was written by hand."""
