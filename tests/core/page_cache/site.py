"""A site of one view behind the page cache, and what a visitor of it gets."""

from io import BytesIO

from django.http import HttpResponse

from core.page_cache import mark

PAGE = "<p>" + "Uy " * 300 + "</p>"


class Site:
    """A WSGI application: `view(environ)` makes a Django response. Counts how often it was asked."""

    def __init__(self):
        self.asked = 0
        self.view = lambda environ: mark(HttpResponse(PAGE))

    def __call__(self, environ, start_response):
        self.asked += 1
        response = self.view(environ)
        headers = [*response.items(), *(("Set-Cookie", c.OutputString()) for c in response.cookies.values())]
        start_response(f"{response.status_code} OK", headers)
        return response


class Answer:
    def __init__(self, cache, path="/uz/", query="", method="GET", **headers):
        environ = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "HTTP_HOST": "localhost",
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "wsgi.url_scheme": "http",
            "wsgi.input": BytesIO(),
        } | {f"HTTP_{name.upper()}": value for name, value in headers.items()}
        self.body = b"".join(cache(environ, self.begin))

    def begin(self, status, headers, exc_info=None):
        self.status = int(status.split()[0])
        self.headers = dict(headers)


def never_kept(cache, site, **request):
    Answer(cache, **request)
    Answer(cache, **request)
    return site.asked == 2


def answer_with(**headers):
    def view(environ):
        response = mark(HttpResponse(PAGE))
        for name, value in headers.items():
            response[name.replace("_", "-")] = value
        return response

    return view
