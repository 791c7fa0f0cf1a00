"""Settings: `base` declares, `development`, `production` and `test` each say what differs."""
