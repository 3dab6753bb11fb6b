"""The tests, a package of this name: some distributions install one of their own."""
