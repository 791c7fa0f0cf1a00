"""Addresses of buttons: they do something when pressed, and have no page of their own."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

View = Callable[..., HttpResponse]


def button_on(page: Callable[..., str]) -> Callable[[View], View]:
    """Act on POST alone; whoever comes there otherwise is led to where the button stands, and nothing happens.

    They come from the sign-in between press and answer, after a form that stood open too long, or by changing the
    language below an answer. `page` makes the address from the view's own arguments.
    """

    def wrap(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, **kwargs: str) -> HttpResponse:
            if request.method != "POST":
                return HttpResponseRedirect(page(**kwargs))
            return view(request, **kwargs)

        return answer

    return wrap
