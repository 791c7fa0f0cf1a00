"""What news and stories are about."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Topic(models.TextChoices):
    """What a piece of news is about."""

    FAMILIES = "families", _("Families")
    YOUTH = "youth", _("Young people")
    VILLAGES = "villages", _("Villages")
    PARTNERS = "partners", _("Partners")
    ORGANISATION = "organisation", _("The association")
