"""Somebody is worried about a child: reported without a name, read by safeguarding focal points only.

Nothing is kept about where a report came from: no address of the network, no account, no browser.
"""
