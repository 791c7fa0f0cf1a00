"""Blocks that nobody touched come back as they were sent, and as nothing else."""

import re
from functools import partial

import pytest
from django.test import Client
from django.urls import reverse

from bench.editor_form import editor_form
from bench.long_story import long_story
from core.late_blocks import LateStreamBlock
from news.models import StoryPage
from programmes.blocks import BodyBlock
from safeguarding.models import Shows
from tests.editing.test_queries import of
from tests.factories.accounts import signed_in, staff

pytestmark = pytest.mark.django_db
KINDS = 12


@pytest.fixture
def publisher() -> Client:
    return signed_in(staff("publisher"))


def address(story: StoryPage) -> str:
    return reverse("wagtailadmin_pages:edit", args=[story.pk])


def states(story: StoryPage) -> list[dict]:
    """What the browser is given, row by row."""
    return StoryPage.body.field.stream_block.get_form_state(story.body)


def kept_form(story: StoryPage, filled: tuple[int, ...] = (), **changes: str) -> dict[str, str]:
    """The form of an editor who touched the blocks numbered `filled` only."""
    form = editor_form(story)
    for number, state in enumerate(states(story)):
        if number not in filled:
            form = {
                name: value for name, value in form.items() if not re.match(rf"body-{number}-value", name)
            }
            form[f"body-{number}-kept"] = state["kept"]
    return form | changes


def written(publisher: Client, number: int) -> StoryPage:
    """A story that went through the editor once, so that each block has each of its fields."""
    story = long_story(number)
    assert publisher.post(address(story), editor_form(story)).status_code == 302
    return draft(story)


def draft(story: StoryPage) -> StoryPage:
    return StoryPage.objects.get(pk=story.pk).get_latest_revision_as_object()


def raw(story: StoryPage) -> list[dict]:
    return list(story.body.get_prep_value())


def test_every_kind_of_block_comes_back_as_it_was(publisher):
    story = written(publisher, KINDS)
    before = raw(story)
    assert publisher.post(address(story), kept_form(story, title="Yangi nom")).status_code == 302
    after = draft(story)
    assert after.title == "Yangi nom"
    assert raw(after) == before
    assert len({row["type"] for row in before}) == KINDS


def test_what_was_touched_is_read_from_its_fields_and_the_rest_stays(publisher):
    story = written(publisher, KINDS)
    before = raw(story)
    form = kept_form(story, filled=(10,), **{"body-10-value-text": "Boshqa soʻz"})
    assert publisher.post(address(story), form).status_code == 302
    after = raw(draft(story))
    assert after[10]["value"]["text"] == "Boshqa soʻz"
    assert after[:10] + after[11:] == before[:10] + before[11:]


def test_order_and_deletion_hold_for_blocks_that_were_not_built(publisher):
    story = long_story(4)
    ids = [row["id"] for row in raw(story)]
    changes = {"body-0-order": "3", "body-3-order": "0", "body-1-deleted": "1"}
    assert publisher.post(address(story), kept_form(story, **changes)).status_code == 302
    assert [row["id"] for row in raw(draft(story))] == [ids[3], ids[2], ids[0]]


@pytest.mark.parametrize(
    "forge",
    [
        lambda kept: kept.replace("Hovlida", "<script>1</script>", 1),
        lambda kept: '"<script>1</script>"',
        lambda kept: '"<script>1</script>":' + kept.rpartition(":")[2],
        lambda kept: kept + "x",
        lambda kept: "",
    ],
    ids=["changed", "unsigned", "another's signature", "longer", "empty"],
)
def test_a_block_that_we_did_not_send_is_refused_whole(publisher, forge):
    story = long_story(1)
    before = raw(draft(story))
    form = kept_form(story)
    form["body-0-kept"] = forge(form["body-0-kept"])
    assert publisher.post(address(story), form).status_code == 400
    assert raw(draft(story)) == before


def test_what_was_a_heading_cannot_come_back_as_a_text(publisher):
    story = long_story(KINDS)
    form = kept_form(story)
    form["body-0-kept"] = form["body-10-kept"]  # a quote's, where a paragraph stood
    assert publisher.post(address(story), form).status_code == 400


def test_an_error_elsewhere_loses_nothing_of_a_block_that_was_kept(publisher):
    story = written(publisher, KINDS)
    answer = publisher.post(address(story), kept_form(story, title=""))
    assert answer.status_code == 200
    bound = answer.context["form"]["body"].value()
    assert raw_of(bound) == raw(story)


def raw_of(value: object) -> list[dict]:
    return list(value.get_prep_value())


def test_a_kept_picture_of_a_child_stands_before_the_gate_like_any_other(publisher):
    story = long_story(2)
    picture = story.body[1].value["picture"]
    form = kept_form(story, **{"action-publish": "action-publish"})
    picture.consents.clear()
    assert picture.shows == Shows.CHILD
    assert publisher.post(address(story), form).status_code == 200
    assert not StoryPage.objects.get(pk=story.pk).live


def test_keeping_sixty_blocks_takes_the_same_queries_as_twelve(publisher):
    def save(number: int) -> int:
        story = long_story(number)
        form = kept_form(story)
        return of(partial(publisher.post, address(story), form), 302)

    assert save(60) == save(KINDS)


def test_bodies_are_made_of_such_blocks():
    assert issubclass(BodyBlock, LateStreamBlock)
