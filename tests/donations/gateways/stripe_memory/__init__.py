"""Stripe in memory, behind the SDK's own HTTP client: real parameters go in, real objects come out.

`MemoryStripe` is the account: what it holds, who may ask. `params` checks each request against the SDK's types,
`shapes` each answer, `api` answers, `acts` changes, `payer` plays people and time, `making` does what follows from
them, `balance` what it does to the money, `webhooks` sends signed messages.
"""

from .account import MemoryStripe

__all__ = ["MemoryStripe"]
