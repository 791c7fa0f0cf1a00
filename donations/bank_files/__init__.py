"""Files that banks make, read into lines. Knows nothing of gifts: `services.bank_statements` matches them."""
