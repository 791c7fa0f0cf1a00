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

# By gateway:
# - frequencies: once, month, year. Who cannot charge a card again (Payme, Click, a transfer) takes a regular gift as a
#   pledge: the donor is asked by mail each time (donations.services.pledges).
# - limits: minimum and maximum of one payment, in whole units, by currency. The minimum is what makes testing stolen
#   cards on us unattractive.
# - countries: from where it can be paid, "UZ" or "abroad"; without it from anywhere. Donors are asked where they are
#   only for a currency in which not all ways fit where it is mostly given from (registry.hides_a_way).
PAYMENT_GATEWAYS = {}
# Where donors are sent from our form: browsers follow only to those named in `form-action` (security.py).
PAYMENT_HOSTS = []

# Payme, by its Merchant API. Off without the identifier of the cash desk and its key.
PAYME_MERCHANT_ID = env("PAYME_MERCHANT_ID", default="")
PAYME_KEY = env("PAYME_KEY", default="")
PAYME_TEST = env.bool("PAYME_TEST", default=False)  # the key is that of the test desk: no real money
PAYME_CHECKOUT_URL = "https://test.paycom.uz" if PAYME_TEST else "https://checkout.paycom.uz"
# Addresses or networks that Payme calls from; empty: from anywhere. Payme names 185.234.113.1 to .15.
PAYME_ADDRESSES = env.list("PAYME_ADDRESSES", default=["185.234.113.0/28"])
PAYME_LIMITS = env.list("PAYME_LIMITS", default=["5000", "10000000"])  # least and most, whole soʻm
# What the fiscal receipt says; without a code (MXIK) Payme is told nothing of it.
PAYME_FISCAL_CODE = env("PAYME_FISCAL_CODE", default="")
PAYME_FISCAL_PACKAGE_CODE = env("PAYME_FISCAL_PACKAGE_CODE", default="")
PAYME_FISCAL_VAT_PERCENT = env.int("PAYME_FISCAL_VAT_PERCENT", default=0)
PAYME_FISCAL_TITLE = env("PAYME_FISCAL_TITLE", default="Xayriya")
if PAYME_MERCHANT_ID and PAYME_KEY:
    PAYMENT_HOSTS.append(PAYME_CHECKOUT_URL)
    PAYMENT_GATEWAYS["payme"] = {
        "class": "donations.gateways.payme.gateway.PaymeGateway",
        "label": "Payme",
        "frequencies": ("once", "month", "year"),
        "countries": ("UZ",),
        "limits": {"UZS": PAYME_LIMITS},
    }

# Click, by its SHOP API; the user serves its Merchant API. Off unless all four are there.
CLICK_SERVICE_ID = env("CLICK_SERVICE_ID", default="")
CLICK_MERCHANT_ID = env("CLICK_MERCHANT_ID", default="")
CLICK_MERCHANT_USER_ID = env("CLICK_MERCHANT_USER_ID", default="")
CLICK_SECRET_KEY = env("CLICK_SECRET_KEY", default="")
CLICK_TEST = env.bool("CLICK_TEST", default=False)  # the service is not yet live at Click: no real money
CLICK_PAY_URL = "https://my.click.uz/services/pay/"
CLICK_API_URL = env("CLICK_API_URL", default="https://api.click.uz/v2/merchant")
CLICK_LIMITS = env.list("CLICK_LIMITS", default=["5000", "10000000"])  # least and most, whole soʻm
if CLICK_SERVICE_ID and CLICK_MERCHANT_ID and CLICK_MERCHANT_USER_ID and CLICK_SECRET_KEY:
    PAYMENT_HOSTS.append("https://my.click.uz")
    PAYMENT_GATEWAYS["click"] = {
        "class": "donations.gateways.click.gateway.ClickGateway",
        "label": "Click",
        "frequencies": ("once", "month", "year"),
        "countries": ("UZ",),
        "limits": {"UZS": CLICK_LIMITS},
    }

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
# What donors find in Stripe's billing portal (bpc_…); empty: made by the portal itself, once.
STRIPE_PORTAL_CONFIGURATION = env("STRIPE_PORTAL_CONFIGURATION", default="")
if STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET:
    PAYMENT_GATEWAYS["stripe"] = {
        "class": "donations.gateways.stripe.gateway.StripeGateway",
        "label": _("Bank card (Stripe)"),
        "frequencies": ("once", "month", "year"),
        "limits": {"USD": ("1", "5000"), "EUR": ("1", "5000")},
    }
    # Checkout, the page of a regular gift's payment that failed, and where donors change their card.
    PAYMENT_HOSTS += env.list(
        "STRIPE_PAGES",
        default=["https://checkout.stripe.com", "https://invoice.stripe.com", "https://billing.stripe.com"],
    )

# Offered for the currencies in which staff have entered an account (Giving, Bank accounts).
PAYMENT_GATEWAYS["bank"] = {
    "class": "donations.gateways.bank.gateway.BankTransferGateway",
    "label": _("Bank transfer"),
    "frequencies": ("once", "month", "year"),
    "limits": {"UZS": ("5000", "5000000000"), "USD": ("1", "500000"), "EUR": ("1", "500000")},
}
# Entered by staff (Giving, Cash). It takes no currency on the donate form: nobody can send notes there.
PAYMENT_GATEWAYS["cash"] = {
    "class": "donations.gateways.cash.gateway.CashGateway",
    "label": _("Cash"),
    "frequencies": ("once",),
    "limits": {},
}
BANK_TRANSFER_DAYS = (
    60  # a transfer that has not come by then is not waited for; one that comes later is booked
)

# Donation forms sent off, per window in seconds (donations.services.limits).
# "guess" counts wrong codes at /verify/.
DONATION_RATE_LIMITS = {
    "ip": (20, 3600),
    "network": (200, 3600),  # mobile operators put many donors behind few addresses
    "email": (10, 3600),  # from one network: anybody can type anybody's address
    "guess": (30, 3600),
    "mails": (5, 86400),  # how to transfer, to one mailbox: the page says the same
}
# What holds for an hour once so many payments, and such a share of them, were declined within a window of seconds.
DECLINE_GUARD = {"least": 30, "percent": 60, "window": 600, "lasts": 3600}
DONATION_RATE_LIMITS_ON_GUARD = {
    "ip": (5, 3600),
    "network": (20, 3600),
    "email": (3, 3600),
    "everybody": (30, 600),
}
DONATION_REFUSALS = (200, 3600)  # so many forms refused within an hour are told to people
DONATION_OPEN_ATTEMPTS = (5, 86400)  # unfinished payments of one address, sent from one network

# Days from a failed charge of a sponsorship to the next try; after the last one it ends.
SPONSORSHIP_RETRY_DAYS = (1, 3, 7)

# Days after a pledge's period was asked for on which its donor is reminded, while it is unpaid.
PLEDGE_REMINDER_DAYS = (3, 10)

# Slugs of the pages that the donate form links to, the same in each language.
DONATION_TERMS_SLUG = "terms"
DONATION_PRIVACY_SLUG = "privacy"

# Who is told of a message from a provider that needs a person.
PAYMENTS_ALERT_EMAILS = env.list("PAYMENTS_ALERT_EMAILS", default=[])

# Reconciliation. Days that the daily comparison of provider and books goes back; days that runs are kept.
RECONCILE_DAYS = env.int("RECONCILE_DAYS", default=7)
RECONCILE_KEEP_DAYS = env.int("RECONCILE_KEEP_DAYS", default=30)
RECONCILE_UNFINISHED_MINUTES = 10  # a run without a sign of life for so long was interrupted
# A provider is marked as silent when the first attempt since its last message is older than this.
GATEWAY_SILENT_HOURS = env.int("GATEWAY_SILENT_HOURS", default=48)

# Lists of donors and gifts that staff bring from elsewhere.
IMPORT_LARGEST = env.int("IMPORT_LARGEST", default=10_000_000)  # bytes
IMPORT_MOST_ROWS = env.int("IMPORT_MOST_ROWS", default=50_000)
IMPORT_KEEP_DAYS = env.int("IMPORT_KEEP_DAYS", default=30)  # then the file and its report are deleted
