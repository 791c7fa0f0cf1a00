"""What is said of cells, rows and files, in the reader's language. The codes stand in the database, the words here."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from donations.models import ImportKind, ImportProblem

from .columns import COLUMNS

OF_CELLS: dict[str, str | Promise] = {
    "required": _("It is empty, and is needed."),
    "strange_letters": _("There are signs in it that cannot be read."),
    "too_long": _("It is longer than %(detail)s letters."),
    "not_a_name": _("This is not a name."),
    "not_an_address": _("This is not an e-mail address."),
    "not_a_day": _("This is not a day. Write it as 31.12.2025."),
    "too_early": _("This day is too long ago."),
    "in_future": _("This day has not come yet."),
    "not_an_amount": _("This is not an amount. Write it as 1 250 000,50."),
    "not_positive": _("The amount must be more than zero."),
    "too_precise": _("It has more digits after the comma than the currency knows."),
    "too_large": _("The amount is too large."),
    "other_currency": _("The amount names another currency than the row."),
    "unknown_currency": _("We do not know this currency."),
    "not_yes_or_no": _("Write yes or no."),
    "not_a_frequency": _("Write: every month, or: every year."),
    "not_a_language": _("Write uz, uz-cyrl, ru or en."),
    "not_a_country": _("Write the two letters of the country, for example UZ."),
    "unknown_purpose": _("No purpose of gifts has this code or name."),
    "ambiguous_purpose": _("Several purposes of gifts have this name. Write the code."),
    "closed_purpose": _("This purpose takes no gifts now."),
    "no_account": _("Nobody can transfer this: there is no bank account of ours in %(detail)s."),
    "two_donors": _("This number belongs to another donor than the e-mail address."),
    "name_of_new_donor": _("The donor is new here, so the name is needed."),
    "address_for_asking": _("A regular gift is asked for by mail, so the donor needs an e-mail address."),
    "differs": _("We have “%(detail)s”, and it stays."),
    "closed_month": _(
        "Gifts of closed months, such as this one, are booked on %(detail)s and say when they were given."
    ),
    "key_of_another": _("A gift with this number is here already, with other data. Nothing is changed."),
}
OF_ROWS: dict[str, str | Promise] = {
    "no_donor": _("Who gave it? Write the donor’s e-mail address or number."),
    "same_as_row": _(
        "The same as row %(detail)s, and skipped. If both are real, give each a number of its own."
    ),
    "gives_already": _(
        "This donor has a running regular gift already: %(detail)s. The row is imported all the same, and both are"
        " asked for. If it is the same gift, take the row out of the list before you import it."
    ),
    "resembles": _("Looks like gift %(detail)s, which came through the portal. It is imported all the same."),
}
OF_FILES: dict[str, str | Promise] = {
    "empty": _("The file is empty."),
    "old_excel": _("This is an old Excel file, or one with a password. Save it as .xlsx without a password."),
    "damaged": _("The file is damaged. Save it anew and upload it again."),
    "no_table": _("This is neither a CSV file nor an Excel file."),
    "macros": _("The file has macros. Save it as .xlsx."),
    "too_large_inside": _("The file is too large when it is unpacked. Divide it."),
    "too_many_rows": _("The file has too many rows. Divide it."),
    "too_many_columns": _("The file has too many columns. Leave only those that are needed."),
    "long_cell": _("A cell holds too long a text."),
    "quotes": _("A quotation mark is open, or stands where none can. Mend it, or save the file as .xlsx."),
    "encoding": _("The letters cannot be read. Save the file as CSV UTF-8 or as .xlsx."),
    "gone": _("The file has been deleted meanwhile. Upload it again."),
    "changed": _("The file is not the one that was uploaded. Upload it again."),
    "stumbled": _("Something went wrong several times. Try again later, or tell the administrators."),
}
HOW_IT_ENDED: dict[str, str | Promise] = {
    "added": pgettext_lazy("rows of a file", "Added"),
    "changed": pgettext_lazy("rows of a file", "Filled up"),
    "known": pgettext_lazy("rows of a file", "Here already"),
    "refused": pgettext_lazy("rows of a file", "Refused"),
}


def label_of(kind: str, field: str) -> str:
    """What a column is called; "" for the row as a whole."""
    return next((str(one.label) for one in COLUMNS[ImportKind(kind)] if one.field == field), "")


def of_problem(problem: ImportProblem) -> str:
    """What is wrong, or odd."""
    words = OF_CELLS.get(problem.code) or OF_ROWS.get(problem.code) or problem.code
    return str(words) % {"detail": problem.detail}


def of_file(code: str, row: int | None = None) -> str:
    """Why a file cannot be read, and where."""
    words = str(OF_FILES.get(code, OF_FILES["damaged"]))
    return f"{words} {_('Row %(number)s.') % {'number': row}}" if row else words
