"""Stripe: hosted Checkout for single gifts, subscriptions for those that come again.

`checkout` says what we ask for, `sessions` opens and closes its pages, `refunds` gives back, `course` pauses, `portal`
leads donors to their card, `webhook` reads what Stripe sends, `lookup` asks how things stand and puts it into
our words, `gateway` joins them. Stripe's messages are triggers: nothing of their content is believed, what they
are about is fetched anew, so that late, repeated and reordered messages all lead to the same end.
"""
