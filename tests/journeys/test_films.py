"""A film behind its curtain, pressed by finger or key."""

import pytest
from playwright.sync_api import Route, expect

from tests.journeys.places import LANGUAGES, address

WORDS = "WEBVTT\n\n00:00.000 --> 00:09.000\nSalom!\n"
SUBTITLES = "/documents/1/words.vtt"
TRACK = """() => {
  const track = document.querySelector("video").textTracks[0];
  return { mode: track.mode, label: track.label, words: [...(track.cues ?? [])].map((cue) => cue.text) };
}"""


def gives(route: Route) -> None:
    route.fulfill(body=WORDS, content_type="text/vtt")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_film_of_ours_plays_with_its_subtitles_and_asks_nobody_else(visit, language, product):
    person = visit(language, 360)
    hosts = set()
    person.page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
    person.page.route(f"**{SUBTITLES}", gives)
    person.opens(address(language, "our-idea"))
    curtain = person.page.locator("a[data-film]")
    curtain.evaluate(
        "(link, told) => Object.assign(link.dataset, told)",
        {"filmCaptions": SUBTITLES, "filmLabel": person.say("Subtitles")},
    )
    curtain.focus()
    person.page.keyboard.press("Enter")
    expect(person.page.locator("video")).to_be_focused()
    person.page.wait_for_function("() => document.querySelector('video').textTracks[0]?.cues?.length")
    told = person.page.evaluate(TRACK)
    assert told == {"mode": "showing", "label": person.say("Subtitles"), "words": ["Salom!"]}
    person.page.wait_for_function("() => document.querySelector('video').currentTime > 0")
    assert len(hosts) == 1
