"""The errors of the Merchant API, by their codes, in the three languages that Payme shows to payers.

These words go to Payme's screens whatever language is active here: they are part of the protocol, not of the site.
"""

from enum import IntEnum

from donations.gateways.instructions import Unreadable

# What Payme calls the field of the account that is wrong.
ACCOUNT_FIELD = "order_id"


class Fault(IntEnum):
    """Codes. -31050 to -31099 are ours to give a meaning."""

    NOT_POST = -32300
    PARSE = -32700
    FIELDS = -32600
    METHOD = -32601
    PARAMS = -32602
    AUTH = -32504
    INTERNAL = -32400
    NO_RECEIPT = -32001
    AMOUNT = -31001
    NO_TRANSACTION = -31003
    CANNOT_CANCEL = -31007
    CANNOT_DO = -31008
    NO_ORDER = -31050
    ORDER_CLOSED = -31051
    ORDER_BUSY = -31052


_WORDS = {
    Fault.NOT_POST: (
        "Запрос должен быть POST.",
        "Soʻrov POST boʻlishi kerak.",
        "The request must be a POST.",
    ),
    Fault.PARSE: ("Ошибка разбора JSON.", "JSON oʻqib boʻlmadi.", "The JSON cannot be read."),
    Fault.FIELDS: (
        "Нет обязательных полей или их тип неверен.",
        "Majburiy maydonlar yoʻq yoki turi notoʻgʻri.",
        "Fields are missing or of a wrong type.",
    ),
    Fault.METHOD: ("Метод не найден.", "Usul topilmadi.", "No such method."),
    Fault.PARAMS: ("Неверные параметры.", "Parametrlar notoʻgʻri.", "Wrong parameters."),
    Fault.AUTH: ("Недостаточно прав.", "Huquqlar yetarli emas.", "Not authorised."),
    Fault.INTERNAL: ("Внутренняя ошибка.", "Ichki xato.", "Internal error."),
    Fault.NO_RECEIPT: ("Чек не найден.", "Chek topilmadi.", "No such receipt."),
    Fault.AMOUNT: ("Неверная сумма.", "Summa notoʻgʻri.", "Wrong amount."),
    Fault.NO_TRANSACTION: ("Транзакция не найдена.", "Tranzaksiya topilmadi.", "No such transaction."),
    Fault.CANNOT_CANCEL: (
        "Отменить платёж нельзя.",
        "Toʻlovni bekor qilib boʻlmaydi.",
        "The payment cannot be cancelled.",
    ),
    Fault.CANNOT_DO: (
        "Операция невозможна.",
        "Amalni bajarib boʻlmaydi.",
        "This cannot be done.",
    ),
    Fault.NO_ORDER: ("Пожертвование не найдено.", "Xayriya topilmadi.", "No such donation."),
    Fault.ORDER_CLOSED: (
        "Этот платёж уже завершён. Начните новый на сайте.",
        "Bu toʻlov yakunlangan. Saytda yangisini boshlang.",
        "This payment is over. Please begin a new one on the site.",
    ),
    Fault.ORDER_BUSY: (
        "Это пожертвование уже оплачивается.",
        "Bu xayriya hozir toʻlanmoqda.",
        "This donation is being paid already.",
    ),
}
_ABOUT_THE_ACCOUNT = (Fault.NO_ORDER, Fault.ORDER_CLOSED, Fault.ORDER_BUSY)


class Refused(Unreadable):
    """A request that was not read, with what Payme is told. `rpc_id` is the number of its request."""

    def __init__(self, fault: Fault, rpc_id: int | str | None) -> None:
        super().__init__(fault.name)
        self.fault = fault
        self.rpc_id = rpc_id


def as_error(fault: Fault) -> dict[str, object]:
    """The `error` of a JSON-RPC answer."""
    words = dict(zip(("ru", "uz", "en"), _WORDS[fault], strict=True))
    data = ACCOUNT_FIELD if fault in _ABOUT_THE_ACCOUNT else None
    return {"code": fault.value, "message": words, "data": data}
