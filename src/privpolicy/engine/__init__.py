"""What a policy means and what follows from it: no clock, no disk, no YAML and no law."""
