"""Make the Cyrillic Uzbek catalogues from the Latin ones."""

from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path

import django
import polib
from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from languages import catalogue
from languages.transliterate import ambiguous


class Command(BaseCommand):
    """Writes only files whose texts change; running it twice changes nothing."""

    help = (
        "Makes the catalogues of uz-cyrl from those of uz, and those of Django and allauth in both scripts."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--check writes nothing and fails where a file is out of date; --doubts lists words to look at."""
        parser.add_argument("--check", action="store_true", help="only say whether a file is out of date")
        parser.add_argument(
            "--doubts", action="store_true", help="list words whose Cyrillic spelling is a guess"
        )

    def handle(self, *args: object, **options: bool) -> None:
        """Write, or check, each catalogue."""
        stale = [path for path, made in catalogues() if self._differs(made, path, write=not options["check"])]
        for path in stale:
            self.stdout.write(str(path.relative_to(settings.BASE_DIR)))
        if options["doubts"]:
            self._show_doubts()
        if stale and options["check"]:
            raise CommandError("Out of date; run `manage.py translate_cyrillic`.")

    def _differs(self, made: polib.POFile, path: Path, *, write: bool) -> bool:
        return catalogue.save(made, path) if write else catalogue.is_stale(made, path)

    def _show_doubts(self) -> None:
        source = catalogue.po_path(own_folder(), "uz")
        text = "\n".join(entry.msgstr for entry in polib.pofile(str(source))) if source.exists() else ""
        for doubt in ambiguous(text):
            self.stdout.write(f"{doubt.word}: {', '.join(doubt.options)} ({doubt.reason})")


def own_folder() -> Path:
    """The locale folder of our own texts: the first of LOCALE_PATHS."""
    return Path(settings.LOCALE_PATHS[0])


def catalogues() -> Iterator[tuple[Path, polib.POFile]]:
    """Each file to be made, and what belongs into it."""
    for domain, framework in frameworks():
        yield catalogue.po_path(catalogue.FRAMEWORK, "uz", domain), framework
        cyrillic = catalogue.to_cyrillic_catalogue(framework)
        yield catalogue.po_path(catalogue.FRAMEWORK, "uz_Cyrl", domain), cyrillic
    latin, cyrillic = (catalogue.po_path(own_folder(), locale) for locale in ("uz", "uz_Cyrl"))
    if latin.exists():
        previous = polib.pofile(str(cyrillic)) if cyrillic.exists() else None
        yield cyrillic, catalogue.to_cyrillic_catalogue(polib.pofile(str(latin)), previous)


def frameworks() -> Iterator[tuple[str, polib.POFile]]:
    """The frameworks' Uzbek of each domain: of pages and of the admin's scripts."""
    files = (catalogue.HAND_WRITTEN, catalogue.WAGTAIL, catalogue.WAGTAIL_SCRIPTS)
    hand_written, wagtail, scripts = (polib.pofile(str(file)) for file in files)
    yield "django", catalogue.framework_catalogue(hand_written, [wagtail, *shipped()])
    yield "djangojs", catalogue.framework_catalogue(scripts, ())


def shipped() -> Iterator[polib.POFile]:
    """The Uzbek catalogues that Django and the installed apps bring, in the order in which they count."""
    folders = [Path(config.path) / "locale" for config in apps.get_app_configs()]
    folders.append(Path(django.__file__).parent / "conf" / "locale")
    for folder in folders:
        if (path := catalogue.po_path(folder, "uz")).exists():
            yield polib.pofile(str(path))
