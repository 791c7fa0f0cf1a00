"""Click, by its SHOP API (it asks us, we answer) and its Merchant API (we ask it); docs.click.uz."""
