"""Illustrations of the site, composed from a few motifs of an Uzbek home.

Every scene is a function that returns an SVG; `python -m core.illustrations` writes them to
templates/illustrations, where the template tag `illustration` reads them. There are no faces.
"""

from collections.abc import Callable

from core.illustrations.scenes import home, people, programmes, stories, villages

SCENES: dict[str, Callable[[], str]] = {
    "hero": home.home,
    "about": stories.about,
    "village-tashkent": villages.tashkent,
    "village-samarkand": villages.samarkand,
    "village-khorezm": villages.khorezm,
    "family-guardianship": programmes.family_guardianship,
    "youth-escort": programmes.youth_escort,
    "family-strengthening": programmes.family_strengthening,
    "social-centre": programmes.social_centre,
    "advocacy": programmes.advocacy,
    "volunteer": people.volunteer,
    "partner": people.partner,
    "give": people.give,
    "thanks": people.thanks,
    "empty": people.empty,
    "not-found": people.not_found,
    "news": stories.kites,
    "news-storks": stories.storks,
    "news-letter": stories.open_window,
    "news-spring": stories.spring,
    "news-winter": stories.winter,
    "news-school": stories.school,
    "contact": stories.contact,
}
