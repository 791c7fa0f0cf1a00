"""Files that banks make, read into lines. Knows nothing of gifts: `services.statements` matches them."""
