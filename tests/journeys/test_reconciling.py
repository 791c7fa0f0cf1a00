"""Finance looks after what providers say: asks now, looks up what was held, lets be what nobody can help."""

import re

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, expect

from donations.models import Difference, EventState, Payment, PaymentState, ProviderEvent
from tests.journeys.test_quality import COLOUR, DESK, PHONE, SIDEWAYS, WCAG

# What happens at the provider and in the mail, and cannot be clicked.
HOLD = """
from django.db import transaction
from core.money import Money
from donations.gateways.instructions import Settle
from donations.gateways.sandbox.provider import decide
from donations.models import Designation, Payment
from donations.services import checkout, payments
for name in ("first", "second"):
    gift = checkout.Gift(
        amount=Money(10_000_000, "UZS"), frequency="once", designation=Designation.objects.get(code="general"),
        name="Aziza Karimova", email=f"{name}-held@mail.example", language="uz", gateway="sandbox", token=name,
    )
    checkout.start(gift)
    payment = Payment.objects.latest("pk")
    payments.apply(Settle(
        gateway="sandbox", livemode=False, event_id=f"evt_{name}_held", reference=payment.reference,
        provider_reference=payment.provider_reference, amount=Money(100, "UZS"),
    ))
    if name == "first":
        with transaction.atomic():  # paid there, and the message of it gets lost
            decide(payment.provider_reference, "success").events.update(copies_left=0)
"""
DIFFER = """
from datetime import timedelta
from django.utils import timezone
from core.money import Money
from donations.gateways.sandbox.provider import decide, open_payment
theirs = open_payment(order="P-0000-1111-2222", amount=Money(7_000_000, "UZS"), description="", language="uz",
    return_url="", recurring=False)
decide(theirs.public_id, "success")
theirs.events.update(happens_at=timezone.now() - timedelta(hours=3), copies_left=0)
"""
REASON = "The provider says that it was a test of theirs."


def axe(page: Page, rules: dict[str, object]) -> list[str]:
    """What axe finds wrong in what is ours: below the header of the back office."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    options = {"runOnly": rules, "resultTypes": ["violations"]}
    found = page.evaluate(
        "options => axe.run(document.querySelector('main .nice-padding'), options)", options
    )["violations"]
    return [f"{rule['id']}: {node['html'][:160]}" for rule in found for node in rule["nodes"]]


def looks_right(page: Page) -> None:
    """Accessible at a desk, on a telephone, in the dark; nothing beyond the screen's edge."""
    for width in (DESK, PHONE):
        page.set_viewport_size({"width": width, "height": 1600})
        assert axe(page, {"type": "tag", "values": WCAG}) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width, page.evaluate(SIDEWAYS)
    page.emulate_media(color_scheme="dark")
    assert axe(page, {"type": "rule", "values": COLOUR}) == []
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": DESK, "height": 800})


def event(name: str) -> ProviderEvent:
    return ProviderEvent.objects.using("product").get(event_id=f"evt_{name}_held")


@pytest.fixture
def finance(staff, product):
    """Somebody on whose first page something waits."""
    if not ProviderEvent.objects.using("product").filter(event_id="evt_first_held").exists():
        product.manage("shell", "--command", HOLD)
    return staff("finance")


def test_a_held_message_is_looked_up_again_from_the_first_page(finance):
    page = finance.page
    page.locator("#providers-section td a").first.click()
    expect(page).to_have_url(re.compile(r"/admin/giving/messages/\?state=quarantined"))
    finance.opens(f"/admin/giving/messages/{event('first').pk}/")
    finance.reads("The amount or the currency is not the one that was promised.")
    looks_right(page)
    finance.tabs_to(finance.button("Ask the provider again"))
    page.keyboard.press("Enter")
    finance.reads("It was looked up again and acted on.")
    assert event("first").state == EventState.APPLIED
    paid = Payment.objects.using("product").get(pk=event("first").payment_id)
    assert paid.state == PaymentState.SUCCEEDED


def test_what_nobody_can_help_is_dismissed_with_a_reason(finance):
    page = finance.page
    finance.opens(f"/admin/giving/messages/{event('second').pk}/")
    page.locator("[name=reason]").fill("no")
    finance.presses("Dismiss this message")
    finance.reads(
        "It is about money that came in: write the reason in at least %(count)s characters.", count=20
    )
    expect(page.locator("[name=reason]")).to_have_value("no")
    looks_right(page)
    page.locator("[name=reason]").fill(REASON)
    finance.presses("Dismiss this message")
    finance.reads("The message is dismissed.")
    finance.reads(REASON)
    expect(finance.button("Dismiss this message")).to_have_count(0)
    looks_right(page)


def test_a_provider_is_asked_now_and_the_result_comes_by_itself(finance, product):
    product.manage("shell", "--command", DIFFER)
    page = finance.page
    finance.opens("/admin/giving/reconciliation/")
    looks_right(page)
    card = page.locator("section#sandbox")
    finance.tabs_to(card.get_by_role("button", name=finance.say("Run now")))
    page.keyboard.press("Enter")
    finance.reads("It is being asked. The result will stand here in a moment.")
    expect(page.locator("[data-under-way]")).to_have_count(0, timeout=60_000)
    expect(page.locator("section#sandbox")).to_contain_text(finance.say("Something waits for a person"))
    looks_right(page)
    row = Difference.objects.using("product").get(their_minor=7_000_000)
    finance.opens(f"/admin/giving/differences/{row.pk}/")
    looks_right(page)
    page.locator("[name=reason]").fill("An order of their test desk")
    finance.presses("Resolve it")
    finance.reads("The difference is resolved.")
    looks_right(page)
    finance.opens("/admin/giving/differences/?state=open")
    expect(page.locator("main")).not_to_contain_text(row.reference)


def test_without_script_the_result_is_there_after_a_reload(finance, browser, product):
    context = browser.new_context(
        base_url=product.url,
        java_script_enabled=False,
        storage_state=finance.page.context.storage_state(),
    )
    page = context.new_page()
    page.goto("/admin/giving/reconciliation/")
    page.locator("section#sandbox button").click()
    for _ in range(60):
        if not page.locator("[data-under-way]").count():
            break
        page.wait_for_timeout(1000)
        page.goto("/admin/giving/reconciliation/")
    assert page.locator("section#sandbox .provider-counts").count() == 2
    context.close()
