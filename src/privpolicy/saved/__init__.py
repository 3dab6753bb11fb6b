"""Compiled policies in files: what is costly to make is read instead, and all else is bound when it is asked for."""
