from .concern import Concern, ConcernFile, ConcernMessage, ConcernNote
from .consent import Consent, ConsentEvidence, ConsentState, PageConsent, Scope
from .media import CustomDocument, CustomImage, CustomRendition, Shows
from .takedown import Takedown, TakedownReason
from .tasks import PublishingTask, SafeguardingTask

__all__ = [
    "Concern",
    "ConcernFile",
    "ConcernMessage",
    "ConcernNote",
    "Consent",
    "ConsentEvidence",
    "ConsentState",
    "CustomDocument",
    "CustomImage",
    "CustomRendition",
    "PageConsent",
    "PublishingTask",
    "SafeguardingTask",
    "Scope",
    "Shows",
    "Takedown",
    "TakedownReason",
]
