"""What an editor asks while a policy is written. Plain answers to plain questions; only the server speaks LSP."""
