"""What an error may say, in the log and in a report, which goes to a machine that need not be ours."""

import logging
import re
from typing import Any

Report = dict  # what sentry_sdk hands over and takes back
# PostgreSQL adds to what it refuses the row itself, or the value: a donor's name, address and all. Up to the next
# exception of the chain, as values may go over lines.
_ROW = re.compile(r"\n(?:DETAIL|CONTEXT):.*?(?=\n\n(?:The above exception|During handling)|\Z)", re.DOTALL)


def without_rows(text: str) -> str:
    """What a database said, without the row that it said it about. The constraint's name stays."""
    return _ROW.sub("", text)


class WithoutRows(logging.Formatter):
    """Lines of the log; tracebacks are as others, but for rows of the database."""

    def formatException(self, ei: Any) -> str:
        """See `without_rows`."""
        return without_rows(super().formatException(ei))


def without_addresses(event: Report, hint: Report) -> Report:
    """Take out every address that somebody asked for or came from: those in our mails open a donor's papers and end a
    gift, and queries have what people search for. Method, route and the lines of our code stay.
    """
    event["request"] = {"method": event.get("request", {}).get("method", "")}
    if event.get("transaction_info", {}).get("source") == "url":  # no route was found for it
        event.pop("transaction", None)
    crumbs = event.get("breadcrumbs", {}).get("values", [])
    for said in (event.get("extra", {}), *(crumb.get("data", {}) for crumb in crumbs)):
        said.pop("request", None)
    for error in event.get("exception", {}).get("values", []):
        error["value"] = without_rows(error.get("value") or "")
        if (
            error.get("type") == "Resolver404"
        ):  # the cause of what failed on the page for "not found"; it has the path
            error["value"] = ""
    return event
