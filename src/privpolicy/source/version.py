"""Which privpolicy this is, for modules that may not look at the package itself."""

VERSION = "0.1.0"
