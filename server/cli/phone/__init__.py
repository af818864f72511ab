"""`rounds serve --phone`: https in the local network, and a page that says how to trust it."""
