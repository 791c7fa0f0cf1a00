"""One rendered copy of each public page for everyone, taken away the moment what it shows changes.

The cache stands as WSGI middleware in front of Django (`portal.wsgi`): a hit never enters Django. A page
takes part only when its view says so, and only when nothing in the response belongs to one visitor.

For those who write views
    mark(response, query=("page", "topic"))   this response may be shared. `query` names every query argument
                                              that changes it; others (tracking) and cookies are ignored.
    @cacheable(query=("page",))               the same for a function view.
    own_query(request)                        what of the query may be written into the answer: an argument that
                                              was not named would stand in everybody's copy.
    depends_on(page, image, Village, "menu")  call while rendering, for whatever is shown:
                                              a row     the copy goes when that row changes or is deleted
                                              a model   it goes when a row is added, changed or deleted
                                              a string  it goes when somebody invalidates that string
                                              address_of(page): it goes when the title or address of that
                                              page or of a translation changes, or one goes live or away
              below(page.path): the same of the pages right below a page
    A listing depends on its model (a row that is not there yet cannot be named); a page on itself, on
    `address_of` each page that it links to, and on "menu" when it shows the menu. Rows of models registered
    with `track=True` (images, villages, key figures) are noted by themselves as they are loaded.

For those who change things
    invalidate(obj, Model, "menu")            after the commit, in every process and on every machine.
    invalidate_all()                          everything, for instance after a deployment or a restore.
    invalidate_on_change(Model)               in the app's `startup.py`: saving, deleting, many-to-many changes
                                              of its rows invalidate by themselves. Tags to drop along:
                                              `invalidate_on_change(MenuItem, "menu")`.
    Pages and images are registered already (`core.page_cache.signals`): publishing, unpublishing, moving and
    deleting invalidate, a draft does not; a change of title, address or menu flag takes "menu" along.
    `QuerySet.update` and raw SQL send no signals: call `invalidate` there.

What is never kept: a response that is not marked, not 200, streamed, or has Set-Cookie, a nonce or
`Vary: Cookie` (so a view that looks at the session or prints a CSRF token drops out by itself); an answer to
a request with Authorization.
"""

from .api import cacheable, depends_on, invalidate, invalidate_all, mark, own_query
from .tags import address_of, below
from .watching import invalidate_on_change

__all__ = [
    "address_of",
    "below",
    "cacheable",
    "depends_on",
    "invalidate",
    "invalidate_all",
    "invalidate_on_change",
    "mark",
    "own_query",
]
