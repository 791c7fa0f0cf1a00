"""Payme, by its Merchant API: it asks us, we answer (developer.help.paycom.uz)."""
