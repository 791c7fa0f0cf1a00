from news.topics import Topic

from .article import ArticlePage, NewsIndexPage
from .event import EventIndexPage, EventPage
from .story import StoryIndexPage, StoryPage

__all__ = [
    "ArticlePage",
    "EventIndexPage",
    "EventPage",
    "NewsIndexPage",
    "StoryIndexPage",
    "StoryPage",
    "Topic",
]
