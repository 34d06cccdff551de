"""Readers without a camera, each on a thread of its own while a document is presented: the chip, the card field.

What they find out goes into a queue that `kiosk.vision.reading` empties at every frame; the threads end with the
presentation. A lost device is tried again until then.
"""

from __future__ import annotations

import contextlib
import queue
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Final, TypeAlias

from kiosk.core import ports
from kiosk.core.health import Trouble
from kiosk.core.identity import DocumentTrouble
from kiosk.documents.emrtd.access import AccessKey
from kiosk.documents.emrtd.errors import Distrust, EmrtdError, NotGenuineError, NotTrustedError
from kiosk.documents.emrtd.read import Reading, read_document
from kiosk.documents.emrtd.trust import TrustStore

_SLICE_S: Final = 0.4
"""For how long a reader is asked at a time: so soon a thread notices that it is to end."""
_AGAIN_AFTER_S: Final = 2.0
_LEAVING_S: Final = 1.0
_CHIP_WITHIN_S: Final = 8.0
"""How long the customer has to bring the chip into the field once the print was read. Who has none waits it out."""
_CHIP_TRIES: Final = 4
"""How often a chip is begun anew after it was pulled away or did not open."""


@dataclass(frozen=True)
class ChipRead:
    """The chip was read and is believed."""

    reading: Reading = field(repr=False)


@dataclass(frozen=True)
class ChipSilent:
    """There is no chip to be read, or none that this terminal can judge: only the print speaks."""


@dataclass(frozen=True)
class RecordRead:
    """The reader's security module gave a card's record."""

    record: ports.ResidentIdRecord = field(repr=False)


Found: TypeAlias = ports.ReaderEvent | ports.DeviceEvent | ChipRead | ChipSilent | RecordRead


class Device:
    """A device across presentations: it is told once when it is lost, and once when it is back.

    What a presentation that ends has no time to tell is told by the next one.
    """

    def __init__(self, name: str) -> None:
        self.turn = threading.Lock()
        """Held by the thread that reads: one that a silent device keeps may outlast its presentation."""
        self._name = name
        self._is_lost = self._told_lost = False

    @property
    def is_lost(self) -> bool:
        """Whether it does not work, or was not told to be back."""
        return self._is_lost or self._told_lost

    def lost(self) -> None:
        """It does not work."""
        self._is_lost = True

    def works(self) -> None:
        """It works."""
        self._is_lost = False

    def news(self) -> ports.DeviceEvent | None:
        """What is to be told of it; None where nothing changed. Called by the thread that tells."""
        is_lost = self._is_lost
        if is_lost is self._told_lost:
            return None
        self._told_lost = is_lost
        return ports.DeviceLost(self._name, Trouble.OFFLINE) if is_lost else ports.DeviceBack(self._name)


class _Ended(Exception):  # noqa: N818 - what happened
    """The presentation is over: whatever is being read is of no use."""


class _Worker(ABC):
    """A reader's thread."""

    def __init__(self, device: Device, leave: Callable[[], None]) -> None:
        self._device, self._leave = device, leave
        self._found: queue.SimpleQueue[Found] = queue.SimpleQueue()
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._run, name=type(self).__name__)
        self._thread.start()

    def found(self) -> Found | None:
        """The next thing found out, if there is one."""
        news = self._device.news()
        if news is not None:
            return news
        try:
            return self._found.get_nowait()
        except queue.Empty:
            return None

    def end(self) -> None:
        """End the thread, and forget what nobody asked for. A device that is silent just then is not waited for."""
        self._ending.set()
        self._thread.join(_LEAVING_S)
        with contextlib.suppress(queue.Empty):
            while True:
                self._found.get_nowait()

    def _run(self) -> None:
        while not self._device.turn.acquire(timeout=_SLICE_S):
            if self._ending.is_set():
                return
        try:
            self._read_on()
            self._leave()  # the next customer's card may be laid down before anybody looks again
        finally:
            self._device.turn.release()

    def _read_on(self) -> None:
        over = False
        while not over and not self._ending.is_set():
            try:
                over = self._read()
                self._device.works()
            except _Ended:
                over = True
            except ports.ReaderLostError:
                self._device.lost()
                self._ending.wait(_AGAIN_AFTER_S)

    def _say(self, found: Found) -> None:
        self._found.put(found)

    @abstractmethod
    def _read(self) -> bool:
        """One try; whether there is nothing more to do. Raises `ReaderLostError`, `_Ended`."""


class ChipWorker(_Worker):
    """Reads the chip of the document whose print was read; ends with `ChipRead`, `ChipSilent` or a refusal."""

    def __init__(
        self,
        reader: ports.ChipReader,
        device: Device,
        key: AccessKey,
        *,
        trust: TrustStore,
        today: Callable[[], date],
        within_s: float = _CHIP_WITHIN_S,
    ) -> None:
        self._reader, self._key, self._trust, self._today = reader, key, trust, today
        self._slices = max(1, round(within_s / _SLICE_S))
        self._patience_s = within_s
        self._tries = 0
        super().__init__(device, reader.close)

    def _read(self) -> bool:
        try:
            return self._read_chip()
        except ports.ReaderLostError:
            # A lost reader is waited for no longer than a chip; it is tried on for those who come after.
            before, self._patience_s = self._patience_s, self._patience_s - _AGAIN_AFTER_S
            if self._patience_s <= 0 < before:
                self._say(ChipSilent())
            raise

    def _read_chip(self) -> bool:
        chip = self._connect()
        self._device.works()
        self._tries += 1
        last = self._tries >= _CHIP_TRIES
        if chip is None:
            self._say(ChipSilent())
            return True
        try:
            self._say(ChipRead(read_document(chip, self._key, self._trust, self._today(), self._progress)))
        except ports.CardLostError:
            self._say(ports.DocumentNotRead(DocumentTrouble.CARD_PULLED))
            if last:
                self._say(ChipSilent())
            return last
        except NotGenuineError:
            self._say(ports.DocumentNotRead(DocumentTrouble.NOT_GENUINE))
        except NotTrustedError as error:
            revoked = error.distrust is Distrust.SIGNER_REVOKED
            self._say(ports.DocumentNotRead(DocumentTrouble.NOT_GENUINE) if revoked else ChipSilent())
        except EmrtdError:
            if not last:
                return False
            self._say(ChipSilent())
        finally:
            chip.close()
        return True

    def _connect(self) -> ports.Chip | None:
        for _ in range(self._slices):
            if self._ending.is_set():
                raise _Ended
            chip = self._reader.connect(_SLICE_S)
            if chip is not None:
                return chip
        return None

    def _progress(self, share: float) -> None:
        if self._ending.is_set():
            raise _Ended
        self._say(ports.ChipProgress(round(share, 1)))


class ChipProbe(_Worker):
    """Tries a lost chip reader until it is back, also while nobody presents a chip."""

    def __init__(self, reader: ports.ChipReader, device: Device) -> None:
        self._reader = reader
        super().__init__(device, reader.close)

    def _read(self) -> bool:
        chip = self._reader.connect(0.0)
        if chip is not None:
            chip.close()
        return True


class CardWorker(_Worker):
    """Reads the resident cards that are held to the card field."""

    def __init__(self, reader: ports.ResidentIdReader, device: Device) -> None:
        self._reader = reader
        super().__init__(device, reader.close)

    def _read(self) -> bool:
        try:
            record = self._reader.read(_SLICE_S)
        except ports.CardLostError:
            self._say(ports.DocumentNotRead(DocumentTrouble.CARD_PULLED))
            return False
        except ports.CardNotTakenError:
            self._say(ports.DocumentNotRead(DocumentTrouble.NOT_GENUINE))
            return True
        self._device.works()
        if record is not None:
            self._say(RecordRead(record))
        return False
