"""Giving in Wagtail's back office. Money is looked at here and moved nowhere: there is no form that changes it."""
