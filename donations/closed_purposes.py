"""Regular gifts for a purpose that takes no gifts any more. They go on, as their donors wanted; people are told, donors
read so, and nothing is moved or ended by itself.
"""

from dataclasses import dataclass

from django.db.models import Count

from donations.models import Designation, Sponsorship


@dataclass(frozen=True, slots=True)
class Closed:
    """A purpose that is closed, and how many regular gifts still run for it."""

    designation: Designation
    running: int


def still_given_to() -> list[Closed]:
    """Those to which money still comes, in the order of purposes. Two queries."""
    left = Sponsorship.objects.running().exclude(designation__in=Designation.objects.taking_gifts())
    counts = dict(left.order_by().values_list("designation").annotate(Count("pk")))
    return [Closed(one, counts[one.pk]) for one in Designation.objects.filter(pk__in=counts)]


def running_for(designation: Designation) -> int:
    """How many regular gifts run for it, whether it is closed or not."""
    return Sponsorship.objects.running().filter(designation=designation).count()
