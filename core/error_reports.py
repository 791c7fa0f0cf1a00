"""What an error report may say. It goes to a machine that need not be ours."""

Report = dict  # what sentry_sdk hands over and takes back


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
        if (
            error.get("type") == "Resolver404"
        ):  # the cause of what failed on the page for "not found"; it has the path
            error["value"] = ""
    return event
