"""Where a redirect leads in the end: staff may not write one that sends visitors nowhere or round, and an old one does
not.

An address is followed as a visitor's browser would be: rows of Wagtail's Redirects, exact ones before those with a
star, where no page or view stands; and what has no language in front is asked for again with the visitor's.
"""

from fnmatch import fnmatchcase
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import F, Q
from django.http.request import validate_host
from django.urls import Resolver404, resolve
from django.utils.translation import get_language, get_language_from_path, override
from django.utils.translation import gettext as _
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from core.page_view import serve

STAR = "*"
MOST = 10  # so many one after another are a mistake, too; browsers give up after 20
Addresses = list[str]


def refuse_loops() -> None:
    """Have the row itself ask: Wagtail's two forms and its import from a table all do, and none has a hook."""
    of_wagtail = Redirect.clean

    def clean(row: Redirect) -> None:
        of_wagtail(row)
        check(row)

    Redirect.clean = clean


def check(row: Redirect) -> None:
    """Raise ValidationError where this row, saved, would send visitors nowhere, or round; it names the addresses."""
    if not row.redirect_page and not row.redirect_link:
        words = _("Choose a page, or write an address: otherwise it leads nowhere.")
        raise ValidationError({"redirect_link": words})
    for code, _name in settings.LANGUAGES:
        chain, goes_round = _follow([row.old_path], target_of(row), code, row)
        if goes_round:
            field = "redirect_page" if row.redirect_page else "redirect_link"
            words = _("Visitors would be sent round and round: %(chain)s")
            raise ValidationError({field: words % {"chain": " → ".join(chain)}})
        if all(map(get_language_from_path, chain[1:])):  # the same for visitors of every language
            return


def find(path: str, new: Redirect | None = None) -> Redirect | None:
    """The redirect with the longest starred address that fits the path; one query. `new` is to be saved.

    Exact addresses too: Wagtail's middleware passes over those that lead to a home page, which has no address for it.
    """
    asked = Redirect.normalise_path(path).lower()
    rows = Redirect.objects.filter(Q(old_path__contains=STAR) | Q(old_path=asked)).select_related(
        "redirect_page"
    )
    known = [row for row in rows if new is None or row.pk != new.pk] + ([new] if new else [])
    fitting = [row for row in known if fnmatchcase(asked, _pattern(row.old_path))]
    return max(fitting, key=lambda row: len(row.old_path), default=None)


def target_of(redirect: Redirect) -> str:
    """Where it leads; a page's address is its place in the tree (see core.page_view)."""
    return redirect.redirect_page.url_path if redirect.redirect_page else redirect.redirect_link


def goes_round(address: str, target: str) -> bool:
    """Whether a visitor of the active language who is sent from one to the other never arrives."""
    return _follow([Redirect.normalise_path(address)], target, get_language() or settings.LANGUAGE_CODE)[1]


def leads_to_what_is_not_shown(target: str) -> bool:
    """Whether a page stands at the address that is not published: it is made of its title, which may be a child's name
    that had to go.
    """
    path = _here(target).partition("?")[0]
    return bool(path) and Page.objects.filter(url_path=f"{path}/", live=False).exists()


def _follow(
    chain: Addresses, target: str, language: str, new: Redirect | None = None
) -> tuple[Addresses, bool]:
    """The chain with all addresses that follow on our site, and whether it never ends. `new` is not saved yet."""
    onward = _here(target)
    while onward:
        goes_round = onward in chain or len(chain) > MOST
        chain = [*chain, onward]
        if goes_round:
            return chain, True
        onward = _next(onward, language, new)
    return chain, False


def _next(address: str, language: str, new: Redirect | None) -> str:
    """Where a visitor is sent on to from an address; empty where they arrive or leave."""
    path = address.partition("?")[0]
    if _stands(path):
        return ""
    if row := _row(address, path, new):
        return _here(target_of(row))
    # As core.locale does with what it does not know.
    return "" if get_language_from_path(path) else f"/{language}{address}"


def _row(address: str, path: str, new: Redirect | None) -> Redirect | None:
    """As Wagtail's middleware finds it and then ours: with the query, without it, by a star."""
    others = Redirect.objects.exclude(pk=new.pk) if new and new.pk else Redirect.objects.all()
    for asked in dict.fromkeys((address, path)):
        if new and new.old_path == asked:
            return new
        rows = others.filter(old_path=asked).select_related("redirect_page")
        if row := rows.order_by(F("site").asc(nulls_last=True)).first():
            return row
    return find(path, new)


def _here(target: str) -> str:
    """An address as rows write it; empty where it is on another site."""
    parts = urlsplit(target)
    if not target or (parts.netloc and not _is_ours(parts.hostname or "")):
        return ""
    return Redirect.normalise_path(target)


def _is_ours(host: str) -> bool:
    ours = {urlsplit(settings.SITE_URL).hostname, *settings.ALLOWED_HOSTS} - {"*"}
    return validate_host(host, ours)


def _stands(path: str) -> bool:
    """Whether a page or a view answers there, or at the same with a slash."""
    whole = f"{path.rstrip('/')}/"
    with override(get_language_from_path(path) or settings.LANGUAGE_CODE):
        return any(map(_is_view, {path, whole})) or Page.objects.live().filter(url_path=whole).exists()


def _is_view(path: str) -> bool:
    try:
        return resolve(path).func is not serve
    except Resolver404:
        return False


def _pattern(old_path: str) -> str:
    """Only the star means something: other signs of fnmatch stand for themselves."""
    return old_path.lower().replace("[", "[[]").replace("?", "[?]")
