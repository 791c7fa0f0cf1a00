"""Blocks that lead somewhere."""

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from core.linked_pages import PageChooserBlock, may_lead_to

from . import groups
from .preview import Previewed

# What a visitor can do, by the name of the address that does it.
ACTIONS = {
    "donate": (_("Give"), "donate", ""),
    "sponsor": (_("Sponsor a village"), "donate", "?frequency=month"),
    "volunteer": (_("Register as a volunteer"), "volunteer_register", ""),
    "partner": (_("Register an organisation"), "partner_register", ""),
}


class LinkValue(blocks.StructValue):
    """Knows where a call to action leads."""

    @property
    def href(self) -> str:
        """The address: of the page where a public one is chosen, else of the action, else the one typed; or none.

        The address of a page that was taken down or closed is made of its title, which may be what had to go.
        """
        if (page := self.get("page")) and may_lead_to(page):
            return page.url_path
        if action := self.get("action"):
            _label, name, query = ACTIONS[action]
            return reverse(name) + query
        return self.get("url") or ""

    @property
    def is_giving(self) -> bool:
        """Whether it asks for money, which alone is pomegranate."""
        return self.get("action") in {"donate", "sponsor"}


class CallToActionBlock(Previewed, blocks.StructBlock):
    """A few words and a button."""

    title = blocks.CharBlock(label=_("Title"))
    text = blocks.TextBlock(label=_("Text"), required=False)
    label = blocks.CharBlock(label=_("Words on the button"))
    page = PageChooserBlock(label=_("Page"), required=False)
    action = blocks.ChoiceBlock(
        label=_("Action"), choices=[(key, label) for key, (label, _n, _q) in ACTIONS.items()], required=False
    )
    url = blocks.URLBlock(label=_("Address elsewhere"), required=False)

    def clean(self, value: LinkValue) -> LinkValue:
        """Refuse a button that leads nowhere, of which a page shows nothing; raises StructBlockValidationError."""
        value = super().clean(value)
        leads = value["page"] or value["action"] or value["url"]
        if not leads and not self.is_deferred_validation:  # drafts are kept as they are
            problem = ValidationError(_("Choose either a page or an action."))
            raise StructBlockValidationError(block_errors={"page": problem})
        return value

    def sample(self, words: dict[str, str]) -> dict[str, str]:
        """A call to give."""
        return {"title": words["short"], "text": words["text"], "label": words["give"], "action": "donate"}

    class Meta:
        icon = "link"
        label = _("Call to action")
        group = groups.TAKE_PART
        description = _(
            "A few words and one button: to a page, to something a visitor can do, or to another site."
        )
        template = "blocks/call_to_action.html"
        value_class = LinkValue
