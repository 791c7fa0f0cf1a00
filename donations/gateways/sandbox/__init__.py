"""A payment provider that moves no money, for machines without keys.

It is two things that only meet over signed requests, as with a real provider: `gateway` is our side of the
protocol, everything else here is the provider's: its records, its pay page, its callbacks.
"""
