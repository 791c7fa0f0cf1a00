"""Papers for donors as PDF/UA: `words` says what stands on them, `typesetting` makes the bytes.

Typst is a library of the product's own and needs nothing of the system; docs/receipts.md says more.
"""
