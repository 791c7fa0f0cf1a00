"""Somebody would like to help: what volunteers' and partners' registrations of interest have in common.

`volunteers` and `partners` each have a concrete model, a form and addresses; all else is here.
"""
