"""How a device is. Reasons are the words of XFS4IoT (Common.StatusSchema, Printer.StatusSchema)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias


class Trouble(StrEnum):
    """Why a device cannot work now."""

    OFFLINE = "offline"
    HARDWARE_ERROR = "hardwareError"
    USER_ERROR = "userError"
    DEVICE_BUSY = "deviceBusy"
    FRAUD_ATTEMPT = "fraudAttempt"
    STARTING = "starting"
    PAPER_OUT = "paperOut"
    PAPER_JAMMED = "paperJammed"


@dataclass(frozen=True)
class Ready:
    """The device can work."""


@dataclass(frozen=True)
class Troubled:
    """The device is there and cannot work."""

    reason: Trouble


@dataclass(frozen=True)
class Absent:
    """This terminal has no such device (XFS4IoT noDevice)."""


Health: TypeAlias = Ready | Troubled | Absent
