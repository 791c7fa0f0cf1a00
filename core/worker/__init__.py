"""The process beside the web server: runs queued tasks and scheduled jobs, sends mail.

Any number of them may run. Killing one at any point loses nothing: what it had taken is given to another
when its lease ends or its heartbeat stops.
"""

from .process import WorkerProcess

__all__ = ["WorkerProcess"]
