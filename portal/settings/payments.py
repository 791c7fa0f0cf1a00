"""What donors can give and how: amounts offered, gateways, limits against misuse."""

import environ
from django.utils.translation import gettext_lazy as _

env = environ.Env()

# Real money moves only when this is on; the sandbox is refused beside it (donations.checks).
PAYMENTS_LIVE = env.bool("PAYMENTS_LIVE", default=False)
SANDBOX_GATEWAY_ENABLED = env.bool("SANDBOX_GATEWAY_ENABLED", default=not PAYMENTS_LIVE)

# Whole units that the donate form offers, by currency; the first currency is the default.
DONATION_AMOUNTS = {
    "UZS": (50_000, 100_000, 250_000, 500_000, 1_000_000),
    "USD": (5, 10, 25, 50, 100),
    "EUR": (5, 10, 25, 50, 100),
}

# Minimum and maximum of one payment, in whole units, by currency. The minimum is what makes testing
# stolen cards on us unattractive.
PAYMENT_GATEWAYS = {}
if SANDBOX_GATEWAY_ENABLED:
    PAYMENT_GATEWAYS["sandbox"] = {
        "class": "donations.gateways.sandbox.gateway.SandboxGateway",
        "label": _("Test card (no real money)"),
        "frequencies": ("once", "month", "year"),
        "limits": {"UZS": ("5000", "50000000"), "USD": ("1", "5000"), "EUR": ("1", "5000")},
    }

# Stripe: for cards from abroad. Soʻm goes through local providers: Stripe takes eight digits at most, about USD 80.
STRIPE_SECRET_KEY = env("STRIPE_SECRET_KEY", default="")
STRIPE_WEBHOOK_SECRET = env("STRIPE_WEBHOOK_SECRET", default="")
STRIPE_API_BASE = env("STRIPE_API_BASE", default="")  # empty: Stripe's own
if STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET:
    PAYMENT_GATEWAYS["stripe"] = {
        "class": "donations.gateways.stripe.gateway.StripeGateway",
        "label": _("Bank card (Stripe)"),
        "frequencies": ("once", "month", "year"),
        "limits": {"USD": ("1", "5000"), "EUR": ("1", "5000")},
    }

# Where forms may send donors (security.py): Checkout, and the page of a regular gift's payment that failed.
PAYMENT_PAGES = env.list(
    "STRIPE_PAGES", default=["https://checkout.stripe.com", "https://invoice.stripe.com"]
)
if "stripe" not in PAYMENT_GATEWAYS:
    PAYMENT_PAGES = []

# Donation forms sent off, per window in seconds (donations.services.limits).
DONATION_RATE_LIMITS = {"ip": (20, 3600), "email": (10, 3600)}
DONATION_OPEN_ATTEMPTS = 5  # unfinished payments of one address within a day

# Days from a failed charge of a sponsorship to the next try; after the last one it ends.
SPONSORSHIP_RETRY_DAYS = (1, 3, 7)

# Slugs of the pages that the donate form links to, the same in each language.
DONATION_TERMS_SLUG = "terms"
DONATION_PRIVACY_SLUG = "privacy"

# Who is told of a message from a provider that needs a person.
PAYMENTS_ALERT_EMAILS = env.list("PAYMENTS_ALERT_EMAILS", default=[])
