"""Where nothing can be counted, as the machine with the counters is gone, reports arrive all the same."""

import pytest
from django.core.cache.backends.base import BaseCache
from django.test import Client

from safeguarding.models import Concern
from tests.factories.concerns import CODE, ConcernFactory, filled

pytestmark = pytest.mark.django_db


class Gone(BaseCache):
    """What Redis' client says of a Redis that does not answer; its errors are no OSError."""

    def __init__(self, _server: str, params: dict[str, object]) -> None:
        super().__init__(params)

    def _fails(self, *_args: object, **_kwargs: object) -> None:
        raise RuntimeError("no connection")

    add = get = get_many = set = set_many = incr = touch = delete = has_key = _fails


@pytest.fixture(autouse=True)
def _gone(settings) -> None:
    settings.CACHES = {**settings.CACHES, "default": {"BACKEND": f"{__name__}.Gone"}}


def test_a_report_is_kept() -> None:
    assert Client().get("/en/concern/report/").status_code == 200
    assert Client().post("/en/concern/report/", filled()).status_code == 200
    assert Concern.objects.count() == 1


def test_an_answer_is_read_and_more_is_written() -> None:
    concern, client = ConcernFactory(), Client()
    assert client.post("/en/concern/answer/", {"code": CODE}).status_code == 302
    assert concern.text in client.get("/en/concern/answer/").content.decode()
    assert client.post("/en/concern/answer/", filled(text="More.")).status_code == 302
    assert concern.messages.get().text == "More."
