"""The screens that tell who somebody is."""

from __future__ import annotations

from typing import Final, assert_never

from PySide6.QtCore import Property, Qt, Slot
from PySide6.QtGui import QColor
from PySide6.QtQml import QmlElement

from kiosk.core.identity import Challenge, DocumentTrouble, FaceReason, Guidance
from kiosk.flows import events, identify
from kiosk.ui.screens.base import Facts, Screen, Tell

QML_IMPORT_NAME = "BranchKiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class PresentDocument(Screen):
    STATE = identify.PresentDocument
    STEP = 2

    def __init__(self, state: identify.PresentDocument, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        self._hint, self._share = state.hint, state.chip_share
        match state.hint:
            case DocumentTrouble.TURN_OVER:
                self._say(
                    self.tr("Please turn the card over"), self.tr("This side has been read. Now show the other side.")
                )
            case DocumentTrouble.UNREADABLE:
                self._say(
                    self.tr("Please lay the card flat"),
                    self.tr("It cannot be read yet: keep your fingers off the print and avoid bright reflections."),
                )
            case DocumentTrouble.CHIP_AWAITED:
                self._say(
                    self.tr("Please leave your document where it lies"),
                    self.tr("Its chip is being read. That takes a few seconds."),
                )
            case DocumentTrouble.CARD_PULLED:
                self._say(
                    self.tr("Please lay your document down again"),
                    self.tr("It was taken away too early. Leave it there until the next page comes."),
                )
            case DocumentTrouble.PORTRAIT_AWAITED:
                self._say(
                    self.tr("Now please show the photo on your card"),
                    self.tr("The card has been read. Lay it under the camera with the photo side up."),
                )
            case _:
                self._say(
                    self.tr("Please lay your ID card on the reader"),
                    self.tr("This is to make sure that it is you."),
                    *self._ways(facts.readers),
                )

    def _ways(self, readers: frozenset[str]) -> tuple[str, ...]:
        """Where which document goes, on a terminal that has more than the camera."""
        resident, chip = "residentId" in readers, "chip" in readers
        return (
            self.tr("Chinese ID card: hold it to the card field, or lay it under the camera.") if resident else "",
            self.tr("Passport: open it at the photo page and lay it under the camera.") if chip else "",
        )

    def goes_back(self) -> bool:
        return True

    @Property(bool, constant=True)
    def turnOver(self) -> bool:
        return self._hint is DocumentTrouble.TURN_OVER

    @Property(bool, constant=True)
    def reading(self) -> bool:
        """Whether a chip is being read."""
        return self._share is not None

    @Property(float, constant=True)
    def share(self) -> float:
        """How much of it has been read, from 0 to 1."""
        return self._share or 0.0


@QmlElement
class ComparingHolder(Screen):
    STATE = identify.ComparingHolder
    STEP = 2


@QmlElement
class DocumentRefused(Screen):
    STATE = identify.DocumentRefused
    STEP = 2

    def __init__(self, state: identify.DocumentRefused, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        match state.trouble:
            case DocumentTrouble.EXPIRED:
                self._say(
                    self.tr("This ID card has expired"),
                    self.tr("Please use a valid one, or ask our staff what is possible today."),
                )
            case DocumentTrouble.OTHER_PERSON:
                self._say(
                    self.tr("This ID card does not match the appointment"),
                    self.tr("Please use the card of the person who made the appointment, or ask our staff."),
                )
            case DocumentTrouble.CHECK_FAILED:
                self._say(
                    self.tr("This ID card could not be checked"),
                    self.tr("Please try once more. If it does not work, our staff will check the card."),
                )
            case DocumentTrouble.NO_PORTRAIT:
                self._say(
                    self.tr("The photo on the card could not be found"),
                    self.tr("Please lay the card flat with the photo side up, or ask our staff."),
                )
            case DocumentTrouble.KIND_NOT_TAKEN:
                self._say(
                    self.tr("This document cannot be used here"),
                    self.tr("Please use your ID card or passport, or ask our staff."),
                )
            case DocumentTrouble.CHIP_UNREADABLE:
                self._say(
                    self.tr("The chip in this document could not be read"),
                    self.tr("Please try once more and leave it on the reader, or ask our staff to help you."),
                )
            case DocumentTrouble.NOT_GENUINE:
                self._say(
                    self.tr("This document could not be confirmed"),
                    self.tr("Our staff will check it with you in a moment."),
                )
            case (
                DocumentTrouble.NONE_SEEN
                | DocumentTrouble.UNREADABLE
                | DocumentTrouble.TURN_OVER
                | DocumentTrouble.CHIP_AWAITED
                | DocumentTrouble.CARD_PULLED
                | DocumentTrouble.PORTRAIT_AWAITED
            ):
                self._say(
                    self.tr("This ID card could not be read"),
                    self.tr("Please try once more, or ask our staff to help you."),
                )
            case _:
                assert_never(state.trouble)
        self._may_try_again = state.may_try_again

    @Property(bool, constant=True)
    def mayTryAgain(self) -> bool:
        return self._may_try_again

    @Slot()
    def tryAgain(self) -> None:
        self._tell(events.TriedAgain())


@QmlElement
class FaceConsent(Screen):
    STATE = identify.FaceConsent
    STEP = 3

    @Slot()
    def confirm(self) -> None:
        self._tell(events.Confirmed())

    @Slot()
    def decline(self) -> None:
        self._tell(events.Declined())


_DRAWN: Final = (Guidance.COME_CLOSER, Guidance.STEP_BACK, Guidance.OPEN_EYES)


@QmlElement
class LookAtCamera(Screen):
    STATE = identify.LookAtCamera
    STEP = 3

    def __init__(self, state: identify.LookAtCamera, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        self._light = QColor(state.light) if state.light is not None else QColor(Qt.GlobalColor.transparent)
        self._act = ""
        kept = self.tr("The picture is compared in this kiosk and not kept.")
        if state.light is not None:
            self._say(self.tr("Please keep looking at the camera"), self.tr("The screen changes its colour."))
        elif state.asked is not None:
            self._act = state.asked.challenge
            counted = self.tr("%1 of %2").replace("%1", str(state.asked.number)).replace("%2", str(state.asked.of))
            self._say(self._request(state.asked.challenge), counted, self.tr("If you cannot do this, call our staff."))
        else:
            self._act = state.guidance if state.guidance in _DRAWN else ""
            self._say(self._guide(state.guidance), kept)

    def _request(self, challenge: Challenge) -> str:
        match challenge:
            case Challenge.TURN_LEFT:
                return self.tr("Please turn your head to the left")
            case Challenge.TURN_RIGHT:
                return self.tr("Please turn your head to the right")
            case Challenge.OPEN_MOUTH:
                return self.tr("Please open your mouth")
            case Challenge.BLINK:
                return self.tr("Please close your eyes and open them")
            case _:
                assert_never(challenge)

    def _guide(self, guidance: Guidance) -> str:
        match guidance:
            case Guidance.LOOKING:
                return self.tr("Please look at the camera")
            case Guidance.NO_FACE:
                return self.tr("Please stand in front of the camera")
            case Guidance.SEVERAL_FACES:
                return self.tr("Only one person, please")
            case Guidance.COME_CLOSER:
                return self.tr("Please come a little closer")
            case Guidance.STEP_BACK:
                return self.tr("Please step back a little")
            case Guidance.FACE_THE_CAMERA:
                return self.tr("Please face the camera")
            case Guidance.HOLD_STILL:
                return self.tr("Please hold still")
            case Guidance.MORE_LIGHT:
                return self.tr("Please turn towards the light")
            case Guidance.OPEN_EYES:
                return self.tr("Please open your eyes")
            case Guidance.UNCOVER_FACE:
                return self.tr("Please show your whole face")
            case _:
                assert_never(guidance)

    @Property(QColor, constant=True)
    def light(self) -> QColor:
        """The colour to shine in; transparent for none."""
        return self._light

    @Property(str, constant=True)
    def act(self) -> str:
        """What to show the customer how to do, as a word of `Challenge` or `Guidance`; empty for nothing."""
        return self._act


@QmlElement
class FaceRefused(Screen):
    STATE = identify.FaceRefused
    STEP = 3

    def __init__(self, state: identify.FaceRefused, tell: Tell, facts: Facts, language: str) -> None:
        super().__init__(state, tell, facts, language)
        self._may_try_again = state.may_try_again
        help_offered = self.tr("Our staff will check it with you in a moment.")
        match state.verdict.reason:
            case FaceReason.ENGINE_FAILED:
                self._say(
                    self.tr("The comparison did not work"), self.tr("That is our fault, not yours."), help_offered
                )
            case FaceReason.NOT_ANSWERED:
                self._say(
                    self.tr("We did not see what we asked you to do"),
                    self.tr("That can happen: the camera needs to see each movement clearly and in time."),
                    help_offered,
                )
            case FaceReason.NOT_SEEN:
                self._say(
                    self.tr("The camera could not see you well enough"),
                    self.tr("Glasses, a mask, a hat or the light can be the reason."),
                    help_offered,
                )
            case FaceReason.DIFFERENT | FaceReason.MATCHED | FaceReason.ATTACK_SUSPECTED:
                # What betrayed an attack is not told to who stands there.
                self._say(
                    self.tr("We could not confirm that it is you"),
                    self.tr("This happens: photos grow old, and glasses or the light can be the reason."),
                    help_offered,
                )
            case _:
                assert_never(state.verdict.reason)

    @Property(bool, constant=True)
    def mayTryAgain(self) -> bool:
        return self._may_try_again

    @Slot()
    def tryAgain(self) -> None:
        self._tell(events.TriedAgain())
