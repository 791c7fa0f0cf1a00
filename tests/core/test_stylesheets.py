"""The style reaches a browser as one small file that says the same as its parts."""

import gzip
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.test import override_settings

from core.stylesheets import BUNDLE, PARTS, compact
from core.templatetags.styles import stylesheets

KILOBYTE = 1024


def source():
    return "".join(Path(finders.find(part)).read_text(encoding="utf-8") for part in PARTS)


@pytest.fixture
def collected(tmp_path):
    storages = {**settings.STORAGES, "staticfiles": {"BACKEND": "core.stylesheets.BundlingStorage"}}
    ours = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    with override_settings(STATIC_ROOT=tmp_path, STORAGES=storages, STATICFILES_FINDERS=ours, DEBUG=False):
        call_command("collectstatic", interactive=False, verbosity=0)
        yield tmp_path


def test_compact_drops_comments_and_space():
    assert compact("/* why */ a { color : red;\n  margin: 0 auto; }\n") == "a{color :red;margin:0 auto}"


def test_compact_keeps_the_space_of_a_descendant():
    assert compact(".row :is(a, b) { top: calc(1px + 2px) }") == ".row :is(a,b){top:calc(1px + 2px)}"


def test_the_whole_style_weighs_at_most_14_kilobytes_compressed():
    assert len(gzip.compress(compact(source()).encode(), 9)) <= 14 * KILOBYTE


def test_the_dark_is_for_screens_only():
    """A receipt printed from a telephone in the dark had black words on dark badges."""
    asked = source().count("prefers-color-scheme: dark")
    assert asked == source().count("screen and (prefers-color-scheme: dark)") > 0


def test_the_style_has_as_many_opened_as_closed_blocks():
    assert source().count("{") == source().count("}")


def test_collected_pages_link_one_stylesheet(collected):
    assert stylesheets().count("<link") == 1


def test_the_bundle_holds_every_part(collected):
    bundle = (collected / BUNDLE).read_text(encoding="utf-8")
    assert all(name in bundle for name in ("--pomegranate:", ".skip{", ".bar{", ".card{", ".tile{", ".hero{"))


def test_addresses_inside_the_bundle_are_hashed(collected):
    bundle = next(path for path in (collected / "css").glob("site.*.css")).read_text(encoding="utf-8")
    assert "onest-latin.woff2" not in bundle


def test_while_developing_every_part_is_linked():
    assert stylesheets().count("<link") == len(PARTS)
