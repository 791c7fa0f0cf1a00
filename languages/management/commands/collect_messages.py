"""Collects the texts to translate into `locale/`; needs gettext's tools, unlike everything else here."""

import polib
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.core.management.commands import makemessages

from languages.catalogue import po_path

LEFT_OUT = (
    ".venv/*",
    "var/*",
    "tests/*",
    "bench/*",
    "node_modules/*",
    "templates/styleguide/*",
    "core/styleguide/*",
)


class Collect(makemessages.Command):
    """Django's, without guesses: a changed text is untranslated until somebody translates it."""

    msgmerge_options = [*makemessages.Command.msgmerge_options, "--no-fuzzy-matching"]


class Command(BaseCommand):
    """`make messages`: the sources' texts into uz, ru and en; Cyrillic Uzbek is then made from Latin."""

    help = __doc__

    def handle(self, *args: object, **options: object) -> None:
        """English is filled with the texts themselves, where nobody wrote something better."""
        locales = ["uz", "ru", "en"]
        call_command(
            Collect(), locale=locales, ignore_patterns=list(LEFT_OUT), add_location="file", no_wrap=True
        )
        for locale in locales:
            catalogue = polib.pofile(str(po_path(settings.LOCALE_PATHS[0], locale)), wrapwidth=0)
            for entry in catalogue if locale == "en" else ():
                _say_itself(entry)
            catalogue.save()  # unwrapped, whatever gettext's version does to long lines
        call_command("translate_cyrillic")


def _say_itself(entry: polib.POEntry) -> None:
    if entry.msgid_plural and not any(entry.msgstr_plural.values()):
        entry.msgstr_plural = {0: entry.msgid, 1: entry.msgid_plural}
    elif not entry.msgid_plural and not entry.msgstr:
        entry.msgstr = entry.msgid
