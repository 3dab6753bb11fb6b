"""What will not stand: a policy read as a supervisory authority would read it."""
