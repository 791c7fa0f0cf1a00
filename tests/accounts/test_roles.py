"""Who among staff may do what, cell by cell."""

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from wagtail.models import GroupPagePermission, Page

from accounts.models import User
from accounts.roles import ADMINISTRATOR, BY_SLUG, ROLES
from accounts.services import give_role, members_of, responsible
from accounts.services.role_sync import LABELS, sync_after_migrate, sync_all
from tests.factories.accounts import UserFactory, signed_in, staff

pytestmark = pytest.mark.django_db

EVERYBODY = {role.slug for role in ROLES}
GIVING = {"donor_care", "finance", "administrator"}

# Address → the roles that may open it; everybody else is sent away.
SCREENS = {
    "/admin/": EVERYBODY,
    "/admin/account/": EVERYBODY,
    "/admin/volunteers/": {"volunteer_coordinator", "administrator"},
    "/admin/volunteers/results/": {"volunteer_coordinator", "administrator"},
    "/admin/partners/": {"partner_manager", "administrator"},
    "/admin/concerns/": {"safeguarding"},
    "/admin/newsletter/issues/": {"editor", "publisher", "administrator"},
    "/admin/newsletter/subscribers/": {"publisher", "administrator"},
    "/admin/newsletter/subscribers/export/": {"publisher", "administrator"},
    "/admin/giving/donations/": GIVING,
    "/admin/giving/sponsorships/": GIVING,
    "/admin/giving/messages/": GIVING,
    "/admin/giving/cash/": GIVING,
    "/admin/giving/cash/gift/": GIVING,
    "/admin/giving/cash/count/": GIVING,
    "/admin/giving/cash/counts/": GIVING,
    "/admin/giving/boxes/": GIVING,
    "/admin/giving/in-kind/": GIVING,
    "/admin/giving/in-kind/new/": GIVING,
    "/admin/giving/cash/deposit/": {"finance", "administrator"},
    "/admin/giving/cash/deposits/": {"finance", "administrator"},
    "/admin/giving/periods/": {"finance", "administrator"},
    "/admin/giving/countries/": {"finance", "administrator"},
    "/admin/giving/reconciliation/": {"finance", "administrator"},
    "/admin/giving/reconciliation/statement/": set(),  # Payme is off
    "/admin/giving/differences/": {"finance", "administrator"},
    "/admin/giving/import/": GIVING,
    "/admin/giving/import/new/": GIVING,
    "/admin/giving/purposes/": {"publisher", "finance", "administrator"},
    "/admin/giving/campaigns/": {"publisher", "finance", "administrator"},
    "/admin/giving/effects/": {"publisher", "finance", "administrator"},
    "/admin/users/": {"administrator"},
    "/admin/users/new/": {"administrator"},
    "/admin/groups/": set(),
    "/admin/sites/": {"administrator"},
    "/admin/images/": {"editor", "publisher", "safeguarding", "administrator"},
    "/admin/documents/": {"editor", "publisher", "safeguarding", "administrator"},
    "/admin/redirects/": {"publisher", "administrator"},
    "/admin/settings/home/sitesettings/1/": {"publisher", "administrator"},
    "/admin/snippets/home/footercolumn/": {"publisher", "administrator"},
    "/admin/snippets/home/announcement/": {"publisher", "administrator"},
    "/admin/snippets/programmes/keyfigure/": {"editor", "publisher", "administrator"},
    "/admin/snippets/programmes/village/": {"editor", "publisher", "administrator"},
    "/admin/snippets/translations/spelling/": {"editor", "publisher", "administrator"},
    "/admin/snippets/translations/protectedname/": {"editor", "publisher", "administrator"},
    "/admin/translations/": {"editor", "publisher", "safeguarding", "administrator"},
}

# Role → what it may do with any page.
PAGES = {
    "editor": {"add", "edit"},
    "publisher": {"add", "edit", "publish", "unpublish", "lock"},
    "safeguarding": {"edit", "unpublish", "lock"},
    "administrator": {"add", "edit", "publish", "unpublish", "lock"},
}


@pytest.mark.parametrize("role", sorted(EVERYBODY))
@pytest.mark.parametrize("path", SCREENS)
def test_screen_opens_to_the_roles_that_need_it(path, role):
    response = signed_in(staff(role)).get(path)
    opened = response.status_code == 200
    assert opened == (role in SCREENS[path]), response.status_code


@pytest.mark.parametrize("path", SCREENS)
def test_screen_stays_closed_to_people_without_a_role(path):
    assert signed_in(UserFactory()).get(path).status_code == 403


@pytest.mark.parametrize("role", sorted(EVERYBODY))
@pytest.mark.parametrize("action", ["add", "edit", "publish", "unpublish", "lock", "delete"])
def test_pages_may_be_changed_by_the_roles_that_write(role, action):
    page = Page.objects.filter(depth__gt=2, live=True).first()
    tester = page.permissions_for_user(staff(role))
    allowed = {
        "add": tester.can_add_subpage,
        "edit": tester.can_edit,
        "publish": tester.can_publish,
        "unpublish": tester.can_unpublish,
        "lock": tester.can_lock,
        "delete": tester.can_delete,
    }[action]()
    expected = PAGES.get(role, set()) | ({"delete"} if role in ("publisher", "administrator") else set())
    assert allowed == (action in expected)


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.slug)
def test_every_permission_of_a_role_exists_and_is_given(role):
    group = Group.objects.get(name=role.name)
    given = {
        f"{p.content_type.app_label}.{p.codename}" for p in group.permissions.select_related("content_type")
    }
    assert given == set(role.permissions)


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.slug)
def test_every_permission_on_pages_is_given_at_the_root(role):
    held = GroupPagePermission.objects.filter(group__name=role.name, page__depth=1)
    assert set(held.values_list("permission__codename", flat=True)) == set(role.pages)


def test_groups_are_the_roles_and_nothing_else():
    assert set(Group.objects.values_list("name", flat=True)) == {role.name for role in ROLES}


def test_permission_that_no_role_has_is_taken_away():
    group = Group.objects.get(name="Volunteer coordinator")
    group.permissions.add(Permission.objects.get(codename="delete_volunteerinterest"))
    sync_after_migrate(apps.get_app_config("volunteers"), using="default")
    assert not group.permissions.filter(codename="delete_volunteerinterest").exists()


def test_permissions_of_other_apps_are_left_alone():
    group = Group.objects.get(name="Volunteer coordinator")
    group.permissions.add(Permission.objects.get(codename="view_contenttype"))
    sync_all()
    assert group.permissions.filter(codename="view_contenttype").exists()


def test_writing_the_roles_again_changes_nothing():
    before = set(Group.permissions.through.objects.values_list("group_id", "permission_id"))
    sync_all()
    assert set(Group.permissions.through.objects.values_list("group_id", "permission_id")) == before


def test_labels_are_all_apps_that_roles_speak_of():
    assert all(apps.is_installed(apps.get_app_config(label).name) for label in LABELS)


def test_administrator_may_do_what_any_role_may():
    assert {name for role in ROLES for name in role.permissions} == set(ADMINISTRATOR.permissions)


def test_no_role_deletes_people_or_gifts():
    forbidden = {
        "accounts.delete_user",
        "donations.delete_donation",
        "donations.change_donation",
        "auth.change_group",
    }
    assert not any(forbidden & set(role.permissions) for role in ROLES)


def test_members_are_active_people_of_the_roles():
    user = UserFactory(role="partner_manager")
    UserFactory(role="partner_manager", is_active=False)
    give_role(user, "finance")
    mine = {user.pk} & {member.pk for member in members_of("partner_manager", "finance")}
    assert mine == {user.pk}
    assert all(member.is_active for member in members_of("partner_manager", "finance"))


def test_administrators_are_told_while_a_role_has_nobody():
    User.objects.filter(groups__name="Volunteer coordinator").delete()
    root = UserFactory(is_superuser=True)
    administrator = UserFactory(role="administrator")
    assert {root, administrator} <= set(responsible("volunteer_coordinator"))


def test_administrators_are_spared_once_the_role_has_somebody():
    administrator = UserFactory(role="administrator")
    coordinator = UserFactory(role="volunteer_coordinator")
    people = set(responsible("volunteer_coordinator"))
    assert coordinator in people
    assert administrator not in people


def test_unknown_role_is_an_error():
    with pytest.raises(KeyError):
        give_role(UserFactory(), "king")


def test_slugs_are_unique():
    assert len(BY_SLUG) == len(ROLES)
