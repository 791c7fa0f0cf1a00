"""How links in rich text are written for visitors and for the editor. Can only be imported late."""

from django.utils.html import escape
from wagtail.admin.rich_text.converters.html_to_contentstate import PageLinkElementHandler
from wagtail.documents.rich_text import DocumentLinkHandler
from wagtail.documents.rich_text.contentstate import DocumentLinkElementHandler
from wagtail.rich_text.pages import PageLinkHandler

from core import editor_links, linked_documents
from core.linked_pages import find, may_lead_to


class LinkHandler(PageLinkHandler):
    """Writes links in rich text; the address of a page is its place in the tree."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict]) -> list[str]:
        """Opening tags in the order asked; a page that is gone, not live or not for everybody leaves a link without
        address.
        """
        ids = [int(attrs["id"]) for attrs in attrs_list]
        pages = find(ids)
        return [
            f'<a href="{escape(pages[pk].url_path)}">' if pk in pages and may_lead_to(pages[pk]) else "<a>"
            for pk in ids
        ]


class PaperLinkHandler(DocumentLinkHandler):
    """Writes links to documents in rich text."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict]) -> list[str]:
        """Opening tags in the order asked; a document that is gone, or that must not be
        offered, leaves a link without address."""
        ids = [int(attrs["id"]) for attrs in attrs_list]
        papers = linked_documents.find(ids)
        return [f'<a href="{escape(papers[pk].url)}">' if pk in papers else "<a>" for pk in ids]


class EditorPageLink(PageLinkElementHandler):
    """What the editor knows of a link to a page."""

    def get_attribute_data(self, attrs: dict[str, str]) -> dict[str, object]:
        """Wagtail's, without asking for a page that is known."""
        page = editor_links.page(attrs.get("id"))
        if page is None:
            return super().get_attribute_data(attrs)
        parent = page.get_parent()
        return {"id": page.pk, "url": page.url_path, "parentId": parent.pk if parent else None}


class EditorDocumentLink(DocumentLinkElementHandler):
    """What the editor knows of a link to a document."""

    def get_attribute_data(self, attrs: dict[str, str]) -> dict[str, object]:
        """Wagtail's, without asking for a document that is known."""
        document = editor_links.document(attrs.get("id"))
        if document is None:
            return super().get_attribute_data(attrs)
        return {"id": document.pk, "url": document.url, "filename": document.filename}
