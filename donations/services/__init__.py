"""Verbs of giving. States change here and nowhere else; `payments.apply` is the one door for money."""
