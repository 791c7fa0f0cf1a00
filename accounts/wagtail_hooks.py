"""Accounts in the back office."""

from wagtail import hooks

from accounts.back_office.bulk import SetActiveState

hooks.register("register_bulk_action", SetActiveState, order=100)  # in place of Wagtail's, which comes before
