"""What can be said of all requests at once: whether a program can ever hold, and a request in which it does."""
