"""What a policy file and a request declare, as written: pydantic models without input or output or places."""
