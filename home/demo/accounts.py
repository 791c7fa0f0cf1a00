"""People of the demo: one account per role. Their password and second factor are public, so they exist nowhere else."""

from dataclasses import dataclass

from django.conf import settings

from accounts.models import User
from accounts.services.addresses import give_address_row
from accounts.services.role_sync import give_role
from accounts.services.second_factor import enrol, has_second_factor

PASSWORD = "anor-hovli-1997"  # noqa: S105  shown on the first page of the README
TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # noqa: S105


@dataclass(frozen=True)
class DemoAccount:
    """Who it is, how they sign in, and the roles they have (none: a visitor with an account)."""

    email: str
    name: str
    language: str
    roles: tuple[str, ...] = ()


DEMO_ACCOUNTS = [
    DemoAccount("admin@demo.example", "Malika Administrator", "en", ("administrator",)),
    DemoAccount("editor@demo.example", "Nodira Editor", "uz", ("editor",)),
    DemoAccount("publisher@demo.example", "Timur Publisher", "ru", ("publisher",)),
    DemoAccount("safeguarding@demo.example", "Gulnora Safeguarding", "uz", ("safeguarding",)),
    DemoAccount("donorcare@demo.example", "Olga Donor Care", "ru", ("donor_care",)),
    DemoAccount("finance@demo.example", "Rustam Finance", "ru", ("finance",)),
    DemoAccount("volunteers@demo.example", "Sevara Coordinator", "uz", ("volunteer_coordinator",)),
    DemoAccount("partners@demo.example", "Anvar Partners", "en", ("partner_manager",)),
    DemoAccount("donor@demo.example", "Dilshod Karimov", "uz"),
]


def seed_accounts() -> int:
    """Make the demo's people; returns how many. Raises RuntimeError outside the demo."""
    if not settings.DEMO:
        raise RuntimeError("Demo accounts have public passwords and are made in the demo only (DEMO=true).")
    for account in DEMO_ACCOUNTS:
        user = User.objects.filter(email=account.email).first() or User.objects.create_user(
            account.email,
            PASSWORD,
            full_name=account.name,
            language=account.language,
            is_staff=bool(account.roles),
        )
        give_address_row(user, verified=True)
        for role in account.roles:
            give_role(user, role)
        if account.roles and not has_second_factor(user):
            enrol(user, TOTP_SECRET)
    return len(DEMO_ACCOUNTS)


def find_account(email: str) -> User:
    """The demo's person with an address."""
    return User.objects.get(email=email)
