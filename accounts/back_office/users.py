"""The users' screens: searched by name and address, superusers only touched by superusers."""

from django import forms
from django.contrib.auth import update_session_auth_hash
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from wagtail.users.views import users

from accounts.back_office.forms import StaffCreationForm, StaffEditForm
from accounts.models import User


class _NoPromotion:
    """Only a superuser makes superusers."""

    def get_form(self, form_class: type[forms.Form] | None = None) -> forms.Form:
        """Leave the switch out for everybody else."""
        form = super().get_form(form_class)
        if not self.request.user.is_superuser:
            form.fields.pop("is_superuser", None)
        return form


class IndexView(users.IndexView):
    """Searches the name that people gave."""

    search_fields = {"full_name", "email"}


class CreateView(_NoPromotion, users.CreateView):
    """A new account."""


class EditView(_NoPromotion, users.EditView):
    """An account that exists."""

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Refuse everybody but superusers at a superuser's account: its address is its key."""
        if self.object.is_superuser and not request.user.is_superuser:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def save_instance(self) -> User:
        """Whoever changes their own address stays signed in here, and nowhere else."""
        user = super().save_instance()
        if self.editing_self and "email" in self.form.changed_data:
            update_session_auth_hash(self.request, user)
        return user


class UserViewSet(users.UserViewSet):
    """Replaces Wagtail's."""

    index_view_class = IndexView
    add_view_class = CreateView
    edit_view_class = EditView
    create_template_name = "accounts/back_office/user_create.html"
    edit_template_name = "accounts/back_office/user_edit.html"

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        """Our forms."""
        return StaffEditForm if for_update else StaffCreationForm
