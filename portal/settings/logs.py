"""What is written where when something happens. Nothing here may hold personal data."""

import environ

env = environ.Env()

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "class": "core.error_reports.WithoutRows",
            "format": "%(asctime)s %(levelname)s %(name)s: %(message)s",
        }
    },
    "filters": {"route": {"()": "core.request_log.RouteInsteadOfPath"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        # Django's own handlers would mail and print a second time.
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        # "Not found" is no news; of an error the route is told, because an address may hold a token.
        "django.request": {"level": "ERROR", "filters": ["route"]},
        # It repeats the line of a bank statement that it cannot read: payers stand in those.
        "mt940": {"level": "CRITICAL"},
        "portal.requests": {"level": "INFO" if env.bool("LOG_REQUESTS", default=False) else "WARNING"},
    },
}

SENTRY_DSN = env("SENTRY_DSN", default="")
if SENTRY_DSN:  # only then, because it takes a third of a second to load
    import sentry_sdk

    from core.error_reports import without_addresses

    sentry_sdk.init(
        dsn=SENTRY_DSN,
        send_default_pii=False,
        include_local_variables=False,  # they hold names, addresses and amounts
        max_request_body_size="never",
        before_send=without_addresses,
    )
