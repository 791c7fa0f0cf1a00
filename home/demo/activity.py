"""Gifts and interests of the demo, made as visitors make them: through the services, paid through the sandbox."""

from dataclasses import dataclass

from core.interests.services import change_state
from core.interests.states import InterestState
from core.money import parse_money
from donations.gateways.sandbox.models import Choice, SandboxPayment
from donations.gateways.sandbox.provider import decide
from donations.models import Designation, Donation
from donations.services import checkout
from home.demo.accounts import find_account
from partners.services import confirm as confirm_partner
from partners.services import register as register_partner
from programmes.models import Village
from volunteers.services import confirm as confirm_volunteer
from volunteers.services import register as register_volunteer


@dataclass(frozen=True)
class DemoGift:
    """Who gives what for which purpose, and how the payment ends (None: the donor left the pay page)."""

    name: str
    email: str
    language: str
    amount: str
    designation: str
    frequency: str = "once"
    currency: str = "UZS"
    choice: Choice | None = Choice.SUCCESS
    is_anonymous: bool = False


DONOR = ("Dilshod Karimov", "donor@demo.example", "uz")

GIFTS = [
    DemoGift(*DONOR, "250000", "general"),
    DemoGift(*DONOR, "150000", "samarkand", "month"),
    DemoGift("Nargiza Yusupova", "nargiza@people.example", "uz", "100000", "winter-warmth-2026"),
    DemoGift("Лола Рашидова", "lola@people.example", "uz-cyrl", "500000", "winter-warmth-2026"),
    DemoGift("Ирина Ким", "irina@people.example", "ru", "1000000", "winter-warmth-2026", is_anonymous=True),
    DemoGift("Зебо Тошматова", "zebo@people.example", "uz-cyrl", "48000000", "winter-warmth-2026"),
    DemoGift("Ziyoda Rahimova", "ziyoda@people.example", "uz", "12000000", "samarkand", "month"),
    DemoGift("Тимур Алиев", "timur@people.example", "ru", "25000000", "samarkand", "month"),
    DemoGift("Сергей Пак", "sergey@people.example", "ru", "200000", "tashkent", "month"),
    DemoGift("Hannah Weber", "hannah@people.example", "en", "50", "khorezm", "month", "EUR"),
    DemoGift("Jamshid Tursunov", "jamshid@people.example", "uz", "50000", "general", choice=Choice.FAIL),
    DemoGift("Alice Martin", "alice@people.example", "en", "25", "general", currency="USD", choice=None),
]


def seed_gifts() -> int:
    """Begin each gift and take the payer's decision; the provider's message is delivered by the worker, as always."""
    for number, gift in enumerate(GIFTS):
        _give(gift, token=f"demo-gift-{number}")
    return len(GIFTS)


def _give(gift: DemoGift, token: str) -> None:
    form = checkout.Gift(
        amount=parse_money(gift.amount, gift.currency),
        frequency=gift.frequency,
        designation=Designation.objects.get(code=gift.designation),
        name=gift.name,
        email=gift.email,
        language=gift.language,
        gateway="sandbox",
        is_anonymous=gift.is_anonymous,
        token=token,
    )
    if Donation.objects.filter(form_key=form.form_key).exists():
        return
    checkout.start(form)
    if gift.choice:
        payment = Donation.objects.get(form_key=form.form_key).payments.get()
        decide(SandboxPayment.objects.get(order=payment.reference).public_id, gift.choice)


def seed_interests() -> int:
    """Volunteers and organisations at different points of their way."""
    coordinator, manager = find_account("volunteers@demo.example"), find_account("partners@demo.example")
    first = register_volunteer(
        submission="demo-volunteer-1",
        name="Kamola Islomova",
        email="kamola@people.example",
        language="uz",
        place=Village.objects.get(code="samarkand"),
        message="Shanba kunlari ingliz tilidan dars bera olaman.",
    )
    second = register_volunteer(
        submission="demo-volunteer-2",
        name="Dilshod Karimov",
        email="donor@demo.example",
        language="uz",
        message="Hovlini koʻkalamzorlashtirishga yordam beraman.",
    )
    company = register_partner(
        submission="demo-partner-1",
        name="Umida Saidova",
        email="umida@company.example",
        language="ru",
        organisation="Ipak Yoʻli Savdo",
        engagements=["funding", "employees"],
        message="Хотели бы вместе с сотрудниками помочь социальному центру.",
    )
    if confirm_volunteer(first):
        change_state(first, InterestState.IN_CONTACT, actor=coordinator)
    confirm_volunteer(second)
    if confirm_partner(company):
        change_state(company, InterestState.IN_CONTACT, actor=manager)
        change_state(company, InterestState.ACCEPTED, actor=manager)
    return 3
