"""The calls that JavaScript makes: requests come in as JSON, answers go out as JSON."""
