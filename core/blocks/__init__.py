"""Blocks that any page may hold. A block holds the schema, its StructValue the logic, its template the markup."""

from .links import ACTIONS, CallToActionBlock, LinkValue
from .media import DocumentsBlock, NewsletterBlock, VideoBlock
from .numbers import StatisticsBlock
from .pictures import GalleryBlock, ImageFigureBlock, PartnerLogosBlock, PictureBlock
from .preview import Previewed
from .text import AccordionBlock, CalloutBlock, ParagraphBlock, QuoteBlock, TimelineBlock

__all__ = [
    "ACTIONS",
    "AccordionBlock",
    "CallToActionBlock",
    "CalloutBlock",
    "DocumentsBlock",
    "GalleryBlock",
    "ImageFigureBlock",
    "LinkValue",
    "NewsletterBlock",
    "ParagraphBlock",
    "PartnerLogosBlock",
    "PictureBlock",
    "Previewed",
    "QuoteBlock",
    "StatisticsBlock",
    "TimelineBlock",
    "VideoBlock",
]
