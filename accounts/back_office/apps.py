from wagtail.users.apps import WagtailUsersAppConfig


class StaffUsersConfig(WagtailUsersAppConfig):
    """Wagtail's users, with our forms and lists."""

    user_viewset = "accounts.back_office.users.UserViewSet"
