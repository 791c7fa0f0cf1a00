"""How much property tests try. Each run of a developer tries other examples, so a few are enough from day to day;
THOROUGH=20 tries twenty times as many, as before a release or after work on the money path.
"""

import os

from hypothesis import HealthCheck, settings

TIMES = int(os.environ.get("THOROUGH", "1"))


def tries(number: int) -> settings:
    """So many examples, however slow each is, with the test's fixtures as they are."""
    return settings(max_examples=number * TIMES, deadline=None, suppress_health_check=list(HealthCheck))
