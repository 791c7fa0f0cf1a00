"""Rows that every app leans on: mail to be sent, what staff and services did, what runs when."""

from .audit import AuditEntry
from .jobs import Heartbeat, ScheduledRun
from .outbox import OutboxMessage

__all__ = ["AuditEntry", "Heartbeat", "OutboxMessage", "ScheduledRun"]
