"""Writes the roles into groups, after every migration: what the code says is what staff may do."""

from collections.abc import Iterable

from django.apps import AppConfig, apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db.models import Q
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page
from wagtail.users.models import UserProfile

from accounts.models import User
from accounts.roles import ADMINISTRATOR, BY_SLUG, ROLES, Role


def sync_after_migrate(sender: AppConfig, using: str, **_kwargs: object) -> None:
    """Give the roles their permissions on the app that was just migrated.

    Django makes an app's permissions in a receiver of the same signal, which may come after this one.
    """
    if sender.label not in LABELS:
        return
    create_permissions(sender, verbosity=0, using=using)
    for role in ROLES:
        group, _created = Group.objects.using(using).get_or_create(name=role.name)
        _sync_models(group, role, sender.label)
        if sender.label == "wagtailcore":
            _sync_pages(group, role)
        if sender.label in FILE_LABELS:
            _sync_files(group, role, sender.label)


def sync_all() -> None:
    """Write all roles for all apps, whatever was migrated."""
    for label in sorted(LABELS):
        sync_after_migrate(apps.get_app_config(label), using="default")


def give_role(user: User, slug: str) -> None:
    """Put `user` into the role's group; raises KeyError for an unknown role."""
    user.groups.add(Group.objects.get(name=BY_SLUG[slug].name))
    speak_to(user)


def speak_to(user: User) -> None:
    """Let Wagtail's mails and screens speak the person's language: it keeps a note of its own."""
    UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": user.language})


def members_of(*slugs: str) -> Iterable[User]:
    """Active staff in any of the roles."""
    names = [BY_SLUG[slug].name for slug in slugs]
    return User.objects.filter(is_active=True, groups__name__in=names).distinct()


def responsible(*slugs: str) -> Iterable[User]:
    """Whom to tell what concerns the roles: their members, or administrators while they have none."""
    people = members_of(*slugs)
    if people:
        return people
    is_administrator = Q(is_superuser=True) | Q(groups__name=ADMINISTRATOR.name)
    return User.objects.filter(is_administrator, is_active=True).distinct()


def find_permissions(names: Iterable[str], label: str) -> list[Permission]:
    """The permission rows of those `names` that belong to the app `label`."""
    codenames = [name.partition(".")[2] for name in names if name.startswith(f"{label}.")]
    return list(Permission.objects.filter(content_type__app_label=label, codename__in=codenames))


def _sync_models(group: Group, role: Role, label: str) -> None:
    wanted = find_permissions(role.permissions, label)
    stale = group.permissions.filter(content_type__app_label=label).exclude(pk__in=[p.pk for p in wanted])
    group.permissions.remove(*stale)
    group.permissions.add(*wanted)


def _sync_pages(group: Group, role: Role) -> None:
    root = Page.objects.filter(depth=1).first()
    if root is None:
        return
    wanted = find_permissions([f"wagtailcore.{name}" for name in role.pages], "wagtailcore")
    GroupPagePermission.objects.filter(group=group, page=root).exclude(permission__in=wanted).delete()
    for permission in wanted:
        GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)


def _sync_files(group: Group, role: Role, label: str) -> None:
    root = Collection.get_first_root_node()
    if root is None:
        return
    wanted = find_permissions(role.files, label)
    held = GroupCollectionPermission.objects.filter(
        group=group, collection=root, permission__content_type__app_label=label
    )
    held.exclude(permission__in=wanted).delete()
    for permission in wanted:
        GroupCollectionPermission.objects.get_or_create(group=group, collection=root, permission=permission)


FILE_LABELS = {"wagtailimages", "wagtaildocs"}
LABELS = {name.partition(".")[0] for role in ROLES for name in (*role.permissions, *role.files)} | {
    "wagtailcore"
}
