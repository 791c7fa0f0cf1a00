"""How fast the product is, measured against an empty view under the same server: `make bench`."""
