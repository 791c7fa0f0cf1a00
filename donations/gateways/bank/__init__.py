"""Transfers that donors make themselves: our account and a reference go with them, a statement brings both back."""
