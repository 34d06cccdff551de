"""The screens of what is taken along."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from kiosk.core.ports import PrintOutcome
from kiosk.core.receipt import About, Item, Line, Receipt
from kiosk.flows import accounts, changing, receipt
from kiosk.ui.catalogue.accounts import CHANGES, COPY, URL

_DONE: Final = changing.ChangeDone(CHANGES["freeze"], "K7Q2-9F4M")
_SLIP: Final = receipt.Slip(
    Receipt(About.CARD_FROZEN, (Line(Item.CARD, "**** 0711"), Line(Item.REFERENCE, "K7Q2-9F4M")))
)
_BOTH: Final = (receipt.PRINT, receipt.PHONE)
_OFFER: Final = receipt.ReceiptOffer(_SLIP, _BOTH)
_STATEMENT: Final = receipt.ReceiptOffer(COPY, _BOTH)
_TEXT: Final = "\n".join(
    (
        "转账已受理",
        "转出时间：2031-07-13 14:40",
        "金额：¥16,800.50",
        "收款人：**样本",
        "收款账号：**** 2423",
        "付款账号：**** 0711",
        "业务编号：K7Q2-9F4M",
        "在此之前，您可以在我行任一自助终端或柜台撤销。",
        "海港区商业银行",
        "湖滨支行",
        "终端编号：kiosk-12",
        "出具时间：2031-07-12 14:40",
    )
)
_EXPIRES: Final = datetime(2031, 7, 12, 6, 40, tzinfo=UTC)


def tasks() -> dict[str, object]:
    """Every example by name."""
    slips: dict[str, receipt.State] = {
        "ReceiptOffer": _OFFER,
        "ReceiptOffer-noPrinter": replace(_OFFER, ways=(receipt.PHONE,)),
        "ReceiptOffer-paperOut": replace(_OFFER, trouble=str(PrintOutcome.PAPER_OUT)),
        "ReceiptOffer-jammed": replace(_OFFER, trouble=str(PrintOutcome.PAPER_JAMMED)),
        "ReceiptOffer-had": replace(_OFFER, ways=(receipt.PHONE,), had=True),
        "ReceiptWorking": receipt.ReceiptWorking(_OFFER, receipt.PRINT),
        "ReceiptWorking-phone": receipt.ReceiptWorking(_OFFER, receipt.PHONE),
        "ReceiptPrinted": receipt.ReceiptPrinted(_OFFER, _TEXT),
        "ReceiptOnPhone": receipt.ReceiptOnPhone(_OFFER, _TEXT),
    }
    statements: dict[str, receipt.State] = {
        "ReceiptOffer-statement": _STATEMENT,
        "ReceiptOffer-statementLost": replace(_STATEMENT, trouble=receipt.BANK_LOST),
        "ReceiptPrinted-statement": receipt.ReceiptPrinted(_STATEMENT),
        "ReceiptOnPhone-statement": receipt.ReceiptOnPhone(_STATEMENT, URL, _EXPIRES),
    }
    return {
        **{name: changing.ChangeReceipt(_DONE, at) for name, at in slips.items()},
        **{name: accounts.StatementReady(COPY, at) for name, at in statements.items()},
    }
