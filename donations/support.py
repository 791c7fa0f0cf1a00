"""How far a village's need and a campaign's goal are covered, from sums alone: nobody's gift can be read off them."""

from dataclasses import dataclass

from core.money import Money
from donations.models import Campaign, Designation, LedgerEntry, Sponsorship
from programmes.models import Village

# With fewer givers a share would tell what one of them gives.
FEWEST_GIVERS = 3


@dataclass(frozen=True)
class Support:
    """What is wanted, what there is in that currency, and what came in others: currencies never add."""

    wanted: Money
    covered: Money
    others: list[Money]
    givers: int = 0  # counted where a share is shown only if there are enough of them

    @property
    def percent(self) -> int:
        """Whole percent, at most 100."""
        return min(self.covered.percent_of(self.wanted), 100)

    @property
    def may_show(self) -> bool:
        """Whether enough people give that the sums hide each of them."""
        return self.givers >= FEWEST_GIVERS


def of_village(village: Village, designation: Designation) -> Support:
    """What running sponsorships bring a village in a month, against its monthly need."""
    rows = Sponsorship.objects.giving().filter(designation=designation).monthly_sums()
    # Of the same currency: who gives in another is not in the sum, and hides nobody in it.
    givers = sum(givers for sums, givers in rows if sums.currency == village.currency)
    return _support(Money(village.monthly_need, village.currency), [sums for sums, _givers in rows], givers)


def of_campaign(campaign: Campaign, designation: Designation) -> Support:
    """What the ledger says was given to a campaign, against its goal."""
    gifts = LedgerEntry.objects.given_to(designation)
    return _support(campaign.goal, gifts)


def _support(wanted: Money, sums: list[Money], givers: int = 0) -> Support:
    covered = next((one for one in sums if one.currency == wanted.currency), Money(0, wanted.currency))
    others = [one for one in sums if one.currency != wanted.currency and one]
    return Support(wanted, covered, others, givers)
