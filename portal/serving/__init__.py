"""One command that serves the product: it prepares what is missing, then runs web and worker side by side."""
