"""Reports in the back office: for focal points and nobody else."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.permissions import policy_registry

from accounts.roles import ROLES
from core.models import AuditEntry, OutboxMessage
from core.transitions import InvalidTransition
from safeguarding.concerns import codes, services
from safeguarding.concerns.states import TRANSITIONS, ConcernState
from safeguarding.concerns.tasks import remind_of_unread_concerns
from safeguarding.models import Concern, ConcernFile
from tests.factories.accounts import UserFactory, signed_in, staff
from tests.factories.concerns import ConcernFactory

pytestmark = pytest.mark.django_db
LIST = "/admin/concerns/"
OTHERS = sorted({role.slug for role in ROLES} - {"safeguarding"})


@pytest.fixture
def concern():
    return ConcernFactory(name="Aziz", contact="@aziz", place="Samarkand")


@pytest.fixture
def focal():
    return staff("safeguarding", full_name="Gulnora Focal")


@pytest.fixture
def desk(focal):
    return signed_in(focal)


@pytest.fixture
def paper(concern):
    row = ConcernFile(concern=concern, ending="pdf", kind="application/pdf", size=8)
    row.file.save("x", ContentFile(b"%PDF-1.7"))
    return row


def addresses(concern: Concern, paper: ConcernFile) -> list[str]:
    page = f"{LIST}{concern.pk}/"
    return [LIST, f"{LIST}results/", page, f"{page}files/{paper.pk}/"]


def is_refused(response) -> bool:
    """Wagtail leads whoever may not back to its front page."""
    return response.status_code == 403 or (response.status_code == 302 and response.url == "/admin/")


@pytest.mark.parametrize("role", OTHERS)
def test_no_other_role_reads_anything(role, concern, paper):
    client = signed_in(staff(role))
    assert all(is_refused(client.get(path)) for path in addresses(concern, paper))
    assert concern.text not in client.get(f"{LIST}{concern.pk}/", follow=True).content.decode()


@pytest.mark.parametrize("role", OTHERS)
def test_no_other_role_does_anything(role, concern):
    client = signed_in(staff(role))
    data = {"state": "looking", "text": "x", "person": ""}
    for action in ("state", "assign", "answer", "note"):
        assert is_refused(client.post(f"{LIST}{concern.pk}/{action}/", data))
    concern.refresh_from_db()
    assert (concern.state, concern.messages.count(), concern.notes.count()) == ("new", 0, 0)


def test_superuser_without_the_role_reads_nothing(concern, paper):
    client = signed_in(staff("administrator", is_superuser=True))
    assert all(is_refused(client.get(path)) for path in addresses(concern, paper))


@pytest.mark.parametrize("action", ["add", "delete", "publish", ""])
def test_focal_points_cannot_add_or_delete(action, focal):
    assert not policy_registry.get_by_type(Concern).user_has_permission(focal, action)


def test_inactive_focal_point_has_nothing():
    gone = UserFactory(role="safeguarding", is_active=False)
    assert not policy_registry.get_by_type(Concern).user_has_permission(gone, "view")


def test_menu_shows_it_to_focal_points_only(desk):
    assert "/admin/concerns/" in desk.get("/admin/").content.decode()
    assert "/admin/concerns/" not in signed_in(staff("administrator")).get("/admin/").content.decode()


def test_listing_says_nothing_of_what_was_written(desk, concern):
    page = desk.get(LIST).content.decode()
    assert concern.reference in page
    assert not any(word in page for word in ("Karim", "@aziz", "Samarkand"))


def test_page_shows_the_report_and_logs_the_reading(desk, focal, concern):
    assert concern.text in desk.get(f"{LIST}{concern.pk}/").content.decode()
    entry = AuditEntry.objects.about(concern).get(action="concern.read")
    assert entry.actor == focal


def test_opening_makes_it_read(desk, concern):
    desk.get(f"{LIST}{concern.pk}/")
    concern.refresh_from_db()
    assert (concern.unread_since, concern.seen_at is not None) == (None, True)


def test_page_shows_who_has_read_it(desk, concern):
    assert "Gulnora Focal" in desk.get(f"{LIST}{concern.pk}/").content.decode()


def test_file_is_saved_and_not_shown(desk, focal, concern, paper):
    response = desk.get(f"{LIST}{concern.pk}/files/{paper.pk}/")
    assert b"".join(response.streaming_content) == b"%PDF-1.7"
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response.headers["Cache-Control"]
    assert AuditEntry.objects.about(concern).filter(action="concern.read_file", actor=focal).exists()


def test_words_that_came_while_a_file_was_opened_are_still_to_be_read(desk, concern, paper):
    desk.get(f"{LIST}{concern.pk}/")
    services.add(concern, token="later", text="He is here again.")
    assert b"".join(desk.get(f"{LIST}{concern.pk}/files/{paper.pk}/").streaming_content)
    assert list(Concern.objects.unread()) == [concern]


def test_a_report_is_not_closed_over_words_that_nobody_has_read(desk, concern):
    desk.post(f"{LIST}{concern.pk}/state/", {"state": "looking"})
    desk.get(f"{LIST}{concern.pk}/")
    services.add(concern, token="later", text="He is here again.")
    desk.post(f"{LIST}{concern.pk}/state/", {"state": "closed"})
    assert Concern.objects.get().state == "looking"
    assert "He is here again." in desk.get(f"{LIST}{concern.pk}/").content.decode()
    desk.post(f"{LIST}{concern.pk}/state/", {"state": "closed"})
    assert Concern.objects.get().state == "closed"


def test_file_of_another_report_is_not_found(desk, paper):
    other = ConcernFactory(code="AAAA-AAAA-AAAA-AAAA")
    assert desk.get(f"{LIST}{other.pk}/files/{paper.pk}/").status_code == 404


def test_state_is_changed_and_audited(desk, focal, concern):
    desk.post(f"{LIST}{concern.pk}/state/", {"state": "looking"})
    entry = AuditEntry.objects.about(concern).get(action="concern.state")
    assert (entry.old, entry.new, entry.actor) == ("new", "looking", focal)


@pytest.mark.parametrize("old", ConcernState.values)
@pytest.mark.parametrize("new", [*ConcernState.values, "", "nonsense"])
def test_only_the_named_ways_lead_between_states(old, new):
    concern = ConcernFactory(state=old, unread_since=None)
    if new in TRANSITIONS[old]:
        assert services.change_state(concern, new, actor=UserFactory()).state == new
    else:
        with pytest.raises(InvalidTransition):
            services.change_state(concern, new, actor=UserFactory())


def test_impossible_state_is_refused_in_words(desk, concern):
    page = desk.post(f"{LIST}{concern.pk}/state/", {"state": "closed"}, follow=True).content.decode()
    assert "changed in the meantime" in page


def test_closing_says_when_to_decide_about_it(concern):
    actor = UserFactory()
    services.note_reading(concern, reader=actor)
    services.change_state(concern, ConcernState.LOOKING, actor=actor)
    closed = services.change_state(concern, ConcernState.CLOSED, actor=actor)
    assert closed.review_due > timezone.now() + timedelta(days=1000)


def test_only_focal_points_can_be_assigned(desk, focal, concern):
    desk.post(f"{LIST}{concern.pk}/assign/", {"person": staff("administrator").pk})
    concern.refresh_from_db()
    assert concern.assigned_to is None
    desk.post(f"{LIST}{concern.pk}/assign/", {"person": focal.pk})
    concern.refresh_from_db()
    assert concern.assigned_to == focal


def test_answer_and_note_are_kept_apart(desk, focal, concern):
    desk.post(f"{LIST}{concern.pk}/answer/", {"text": "We come."})
    desk.post(f"{LIST}{concern.pk}/note/", {"text": "Ask the school."})
    assert (concern.messages.get().text, concern.notes.get().text) == ("We come.", "Ask the school.")
    assert concern.messages.get().author == focal


@pytest.mark.parametrize(("action", "most"), [("answer", 10_000), ("note", 4000)])
def test_as_many_lines_as_their_box_takes_are_kept(action, most, desk, concern):
    """Browsers count the end of a line as one and send two."""
    typed = "abc\n" * (most // 4 - 1) + "last"
    desk.post(f"{LIST}{concern.pk}/{action}/", {"text": typed.replace("\n", "\r\n")})
    kept = concern.messages.get() if action == "answer" else concern.notes.get()
    assert kept.text == typed


@pytest.mark.parametrize("action", ["answer", "note"])
def test_empty_words_are_not_kept(action, desk, concern):
    desk.post(f"{LIST}{concern.pk}/{action}/", {"text": " "})
    assert (concern.messages.count(), concern.notes.count()) == (0, 0)


def test_audit_does_not_repeat_what_was_written(desk, concern):
    desk.post(f"{LIST}{concern.pk}/note/", {"text": "Ask the school."})
    assert "school" not in str(list(AuditEntry.objects.about(concern).values()))


def test_actions_are_not_done_by_links(desk, concern):
    assert desk.get(f"{LIST}{concern.pk}/state/?state=looking").status_code == 405


def test_listing_takes_few_queries(desk, django_assert_max_num_queries):
    for number in range(15):
        ConcernFactory(code=codes.code_for(str(number)), assigned_to=UserFactory())
    with django_assert_max_num_queries(25):
        desk.get(LIST)


def test_new_report_is_mailed_in_the_focal_points_language_without_content():
    focal = UserFactory(role="safeguarding", language="uz")
    row, code = services.report(token="t", text="Karim", language="en", name="Aziz")
    mail = OutboxMessage.objects.get(to=focal.email)
    words = mail.subject + mail.text + mail.html
    assert mail.language == "uz"
    assert "/admin/concerns/" in words
    assert not any(word in words for word in ("Karim", "Aziz", code, row.reference))


def test_report_that_nobody_opens_is_reminded_of_once_a_day():
    focal = UserFactory(role="safeguarding")
    row = ConcernFactory(unread_since=timezone.now() - timedelta(hours=25))
    remind_of_unread_concerns()
    remind_of_unread_concerns()
    mail = OutboxMessage.objects.get(to=focal.email, template="concern/mail/unread")
    assert row.text not in mail.text


def test_report_that_was_opened_is_not_reminded_of(desk):
    row = ConcernFactory(unread_since=timezone.now() - timedelta(hours=25))
    desk.get(f"{LIST}{row.pk}/")
    remind_of_unread_concerns()
    assert not OutboxMessage.objects.filter(template="concern/mail/unread").exists()


def test_fresh_report_is_not_reminded_of():
    UserFactory(role="safeguarding")
    ConcernFactory()
    remind_of_unread_concerns()
    assert not OutboxMessage.objects.filter(template="concern/mail/unread").exists()
