"""YAML as written: nodes with places. The only room that knows how YAML is read."""
