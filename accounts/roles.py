"""Who among staff may do what: said here only, and written to the groups by `accounts.services.role_sync`.

Permissions are named `<app>.<codename>`. `pages` holds for the whole tree, `files` for all collections.
Permissions of models that a part of the product does not have (yet) are simply not there to be given:
`tests/accounts/test_roles.py` checks that every name below exists.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

ENTER = "wagtailadmin.access_admin"
IMAGES = ("wagtailimages.add_image", "wagtailimages.change_image", "wagtailimages.choose_image")
DOCUMENTS = ("wagtaildocs.add_document", "wagtaildocs.change_document", "wagtaildocs.choose_document")
DELETE_FILES = ("wagtailimages.delete_image", "wagtaildocs.delete_document")
WRITE = ("add_page", "change_page")
PUBLISH = ("publish_page", "lock_page", "unlock_page", "bulk_delete_page")


def manage(
    app: str, *models: str, actions: tuple[str, ...] = ("add", "change", "delete", "view")
) -> tuple[str, ...]:
    """Names of the permissions for `actions` on `models` of `app`."""
    return tuple(f"{app}.{action}_{model}" for model in models for action in actions)


CONSENTS = (
    *manage("safeguarding", "consent", actions=("add", "change", "view")),
    *manage("safeguarding", "takedown", actions=("view",)),
    "safeguarding.unpublish_page",
)
CONTENT = (
    *manage("safeguarding", "consent", actions=("view",)),
    *manage("programmes", "keyfigure", "village", actions=("add", "change", "view")),
    *manage("translations", "spelling", "protectedname"),
    "wagtail_localize.submit_translation",
)
SITE = (
    *manage("home", "footercolumn", "announcement"),
    *manage("home", "sitesettings", actions=("change",)),
    *manage("wagtailredirects", "redirect", actions=("add", "change", "delete")),
)
LETTERS = manage("newsletter", "issue", actions=("add", "change", "view"))
MAILING = ("newsletter.send_issue", "newsletter.view_subscriber", "newsletter.export_subscriber")
VOLUNTEERS = manage("volunteers", "volunteerinterest", actions=("view", "change"))
PARTNERS = manage("partners", "partnerinterest", actions=("view", "change"))
GIFTS = (
    "donations.add_refundorder",
    "donations.add_cashcorrection",
    "donations.view_cashbox",
    *manage("donations", "cashgift", actions=("add", "view")),
    *manage("donations", "boxcount", "giftinkind", actions=("add", "change", "view")),
    # Where a donor lives, as far as the law wants gifts from abroad reported.
    "donations.change_donor",
    *manage("donations", "dispute", "donation", "sponsorship", "providerevent", "receipt", actions=("view",)),
    *manage("donations", "statement", actions=("add", "view")),
    *manage("donations", "dataimport", actions=("add", "view")),
)
# Who stands on receipts is for those who answer for them.
LEGAL = manage("donations", "legalentity", actions=("add", "change", "view"))
PURPOSES = manage("donations", "campaign", "designation", "gifteffect", actions=("add", "change", "view"))
ACCOUNTS = (
    "donations.change_refundorder",
    "donations.change_cashcorrection",
    *manage("donations", "cashbox", actions=("add", "change")),
    *manage("donations", "cashdeposit", actions=("add", "view")),
    *manage("donations", "monthclose", actions=("add", "change", "view")),
    *manage("donations", "ledgerentry", "payout", actions=("view",)),
    *manage("donations", "bankaccount", actions=("add", "change", "view")),
    *manage("donations", "bankstatement", "statementline", actions=("view", "change")),
    "donations.add_bankstatement",
    # What was held against the books is put right, or let be, by those who answer for them.
    "donations.change_providerevent",
    *manage("donations", "reconcilerun", actions=("add", "view")),
    *manage("donations", "difference", actions=("change", "view")),
    "donations.import_gifts",  # they go into the books
)
PEOPLE = (
    *manage("accounts", "user", actions=("add", "change")),
    *manage("wagtailcore", "locale", "site", actions=("add", "change")),
)


@dataclass(frozen=True)
class Role:
    """A staff role: a group that staff are put into in the back office."""

    slug: str
    name: str  # the group's name; groups have one name for all languages
    label: str  # what people read, translated
    permissions: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    files: tuple[str, ...] = ()


EDITOR = Role("editor", "Editor", _("Editor"), (ENTER, *CONTENT, *LETTERS), WRITE, (*IMAGES, *DOCUMENTS))
PUBLISHER = Role(
    "publisher",
    "Publisher",
    _("Publisher"),
    # A key figure that a page refers to cannot be deleted by anybody.
    (ENTER, *CONTENT, "programmes.delete_keyfigure", *SITE, *PURPOSES, *LETTERS, *MAILING),
    (*WRITE, *PUBLISH),
    (*IMAGES, *DOCUMENTS, *DELETE_FILES),
)
# Takes down what must not be seen, so may unpublish pages and delete files; putting up is another person's.
SAFEGUARDING = Role(
    "safeguarding",
    "Safeguarding focal point",
    _("Safeguarding focal point"),
    # Papers of consents and reports are theirs by the role alone (safeguarding.focal_points).
    (ENTER, *CONSENTS),
    ("change_page", "lock_page", "unlock_page"),
    (*IMAGES, *DOCUMENTS, *DELETE_FILES),
)
DONOR_CARE = Role("donor_care", "Donor care", _("Donor care"), (ENTER, *GIFTS))
FINANCE = Role("finance", "Finance", _("Finance"), (ENTER, *GIFTS, *PURPOSES, *ACCOUNTS, *LEGAL))
VOLUNTEER_COORDINATOR = Role(
    "volunteer_coordinator", "Volunteer coordinator", _("Volunteer coordinator"), (ENTER, *VOLUNTEERS)
)
PARTNER_MANAGER = Role("partner_manager", "Partner manager", _("Partner manager"), (ENTER, *PARTNERS))

_OTHERS = (EDITOR, PUBLISHER, SAFEGUARDING, DONOR_CARE, FINANCE, VOLUNTEER_COORDINATOR, PARTNER_MANAGER)


def everything_of(roles: tuple[Role, ...], kind: str) -> tuple[str, ...]:
    """All permissions of a kind that any of the roles has, each once, in order."""
    return tuple(dict.fromkeys(name for role in roles for name in getattr(role, kind)))


ADMINISTRATOR = Role(
    "administrator",
    "Administrator",
    _("Administrator"),
    (*everything_of(_OTHERS, "permissions"), *PEOPLE),
    everything_of(_OTHERS, "pages"),
    everything_of(_OTHERS, "files"),
)
ROLES = (*_OTHERS, ADMINISTRATOR)
BY_SLUG = {role.slug: role for role in ROLES}
