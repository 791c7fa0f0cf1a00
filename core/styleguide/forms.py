"""A form with a field of every kind that the site uses."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.money import Money

AMOUNTS = [5_000_000, 10_000_000, 25_000_000, 50_000_000, 100_000_000]  # tiyin


def amounts() -> list[tuple[str, str]]:
    """Choices of the sample: minor units and how they are written."""
    return [(str(minor), Money(minor=minor, currency="UZS").format()) for minor in AMOUNTS]


class SampleForm(forms.Form):
    """Never sent anywhere."""

    amount = forms.ChoiceField(label=_("How much would you like to give?"), widget=forms.RadioSelect)
    other = forms.CharField(
        label=_("Another amount"),
        required=False,
        help_text=_("Write it with or without spaces."),
        widget=forms.TextInput(
            attrs={"inputmode": "decimal", "data-money": "", "data-other-amount": "amount"}
        ),
    )
    frequency = forms.ChoiceField(
        label=_("How often?"),
        widget=forms.RadioSelect,
        choices=[("once", _("Once")), ("month", _("Every month, until I stop it"))],
    )
    name = forms.CharField(label=_("Your name"), max_length=100)
    email = forms.EmailField(label=_("E-mail address"), help_text=_("The receipt goes there."))
    phone = forms.CharField(label=_("Phone"), required=False, widget=forms.TextInput(attrs={"type": "tel"}))
    place = forms.ChoiceField(label=_("For"), choices=[("", _("Where it is needed most"))], required=False)
    message = forms.CharField(label=_("Message"), required=False, widget=forms.Textarea(attrs={"rows": 4}))
    days = forms.MultipleChoiceField(
        label=_("When are you free?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("workdays", _("On workdays")), ("weekends", _("At weekends"))],
    )
    agree = forms.BooleanField(label=_("I agree that my data are used to answer me"))
    letters = forms.BooleanField(
        label=_("Send me news"), required=False, help_text=_("Every letter has a link that ends them.")
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        # The amounts are written in the language of the page, which is not known when the class is made.
        self.fields["amount"].choices = amounts()


def bound_with_errors() -> SampleForm:
    """The same form as it comes back when it was sent half empty."""
    form = SampleForm({"email": "dilnoza@", "phone": "901234567", "other": "12"}, auto_id="bad_%s")
    form.add_error(
        "other",
        _("The smallest gift is %(amount)s.") % {"amount": Money(minor=500_000, currency="UZS").format()},
    )
    return form
