"""`python -m bench.server TARGET PORT WORKERS`: any WSGI application under the product's own server settings."""

import sys

from portal.serving.web import serve_web

if __name__ == "__main__":
    target, port, workers = sys.argv[1:]
    serve_web("127.0.0.1", int(port), int(workers), target)
