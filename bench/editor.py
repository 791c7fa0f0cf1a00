"""What the benchmark of editing asks of the product: a long story, somebody who may publish it, a long list."""

import json
import time
from importlib import import_module

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page

from accounts.models import User
from bench.editor_form import editor_form
from bench.long_story import long_story
from home.models import StandardPage

CHILDREN = 50


def editing(blocks: str) -> dict[str, object]:
    """Addresses, the form as a browser sends it, a session of the demo's publisher, queries of what is opened."""
    story = long_story(int(blocks))
    first = story.latest_revision_id
    story.save_revision()
    told = {
        "session": session_of(User.objects.get(email="publisher@demo.example")),
        "form": json.loads(json.dumps(editor_form(story), default=str)),
        "edit": reverse("wagtailadmin_pages:edit", args=[story.pk]),
        "preview": reverse("wagtailadmin_pages:preview_on_edit", args=[story.pk]),
        "compare": reverse("wagtailadmin_pages:revisions_compare", args=[story.pk, first, "latest"]),
        "explorer": reverse("wagtailadmin_explore", args=[_list(story.pk).pk]),
    }
    opened = {"open the editor": "edit", "compare two versions": "compare", "a list of 50 pages": "explorer"}
    queries = {name: _queries(told["session"], told[place]) for name, place in opened.items()}
    return told | {"queries": queries}


def _list(number: int) -> Page:
    home = Page.objects.get(depth=2, slug="uz")
    parent = home.add_child(
        instance=StandardPage(title="Bench", slug=f"bench-list-{number}", locale=home.locale)
    )
    for child in range(CHILDREN):
        page = StandardPage(title=f"Bench {child}", slug=f"bench-{child}", locale=home.locale)
        parent.add_child(instance=page)
        page.save_revision()
    return parent


def session_of(user: User) -> str:
    """The key of a session that has passed both steps; the one that there is, for who has no second."""
    app = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    if app:
        session["account_authentication_methods"] = [
            {"method": "mfa", "at": time.time(), "id": app.pk, "type": "totp"}
        ]
        session["account_authentication_methods_user"] = str(user.pk)
    session.create()
    return session.session_key


def _queries(session: str, address: str) -> int:
    client = Client(HTTP_HOST=settings.ALLOWED_HOSTS[0])
    client.cookies[settings.SESSION_COOKIE_NAME] = session
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return len(queries)
