"""The front door: pages, what Rounds says of itself, the demo's clock."""
