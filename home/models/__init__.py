from .announcement import Announcement
from .footer import FooterColumn, FooterLink
from .landing import LandingPage
from .pages import ContactPage, HomePage, QuestionsPage, StandardPage
from .people import PeoplePage, Person
from .reports import Kind, Report, ReportLibraryPage
from .settings import SiteSettings
from .vacancies import VacancyIndexPage, VacancyPage

__all__ = [
    "Announcement",
    "ContactPage",
    "FooterColumn",
    "FooterLink",
    "HomePage",
    "Kind",
    "LandingPage",
    "PeoplePage",
    "Person",
    "QuestionsPage",
    "Report",
    "ReportLibraryPage",
    "SiteSettings",
    "StandardPage",
    "VacancyIndexPage",
    "VacancyPage",
]
