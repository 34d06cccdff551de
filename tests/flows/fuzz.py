"""What may happen to the flows where chance decides: for the fuzzing of flows, and for the monkey before the screen."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import fuzz_accounts
import fuzz_ask
import fuzz_booking
import fuzz_complain
import fuzz_receipt
import fuzz_transfer
from flow_walk import APPOINTMENT, CODE, DOCUMENT, OWN_TICKET, RULES, TICKET, turned_down, verdict

from kiosk.core.appointment import TokenRefusal
from kiosk.core.fraud_default import CAUTIOUS
from kiosk.core.identity import Challenge, DocumentTrouble, FaceReason, Guidance, Light
from kiosk.core.ports import (
    BankRefusal,
    ChipProgress,
    CodeRead,
    DeviceBack,
    DeviceLost,
    DocumentNotRead,
    DocumentRead,
    FaceChallenged,
    FaceCompared,
    FaceGuided,
    FaceLit,
    HeadsetPlugged,
    PrintOutcome,
    SeveralCodesSeen,
)
from kiosk.flows import checkin, events, identify, survey, visit, warned

Said = events.Event | visit.RulesChanged

SERVICES: tuple[Any, ...] = (fuzz_accounts, fuzz_ask, fuzz_booking, fuzz_complain, fuzz_receipt, fuzz_transfer)
"""Modules `fuzz_NAME`, one a service, and what services share: each has a POOL and a USUAL of its own."""

CALM = replace(RULES, fraud=CAUTIOUS)
ATTACK = FaceCompared(verdict(accepted=False, reason=FaceReason.ATTACK_SUSPECTED))
POOL: tuple[Said, ...] = (
    *(said for service in SERVICES for said in service.POOL),
    events.Started(),
    events.Confirmed(),
    events.Declined(),
    events.TriedAgain(),
    events.WentBack(),
    events.StartedOver(),
    events.StaffAsked(),
    *(events.Rated(value) for value in (0, 1, 5, 6)),
    *(events.Chosen(name) for name in ("checkIn", "yes", "no", "nothing")),
    events.Typed("1"),
    events.Skipped(),
    events.WasStillHere(),
    *(events.LanguageChosen(language) for language in ("zh_CN", "en", "xx")),
    *(events.SizeChosen(size) for size in (-1, 0, 3)),
    *(events.ContrastChosen(contrast) for contrast in ("dark", "standard", "pink")),
    *(events.HandChosen(hand) for hand in ("left", "third")),
    *(events.AloudChosen(aloud) for aloud in (True, False)),
    *(events.CalmChosen(calm) for calm in (True, False)),
    *(chosen(value) for chosen in (events.VolumeChosen, events.SpeedChosen) for value in (-1, 0, 3)),
    *(HeadsetPlugged(plugged) for plugged in (True, False)),
    events.CodeVerified(APPOINTMENT),
    events.CodeVerified(replace(APPOINTMENT, service="passbook", token_id="t-2")),
    events.CodeVerified(replace(APPOINTMENT, service="cash", token_id="t-3")),
    *(turned_down(reason) for reason in TokenRefusal),
    *(events.HolderCompared(same=same) for same in (True, False)),
    events.CheckInAnswered(TICKET),
    *(events.CheckInAnswered(reason) for reason in BankRefusal),
    events.BankLost(),
    events.CheckInSealed(TICKET, offline=False),
    events.CheckInSealed(OWN_TICKET, offline=True),
    *(events.TicketPrinted(outcome) for outcome in PrintOutcome),
    *(events.StaffPaged(delivered=delivered) for delivered in (True, False)),
    events.StaffPaged(delivered=True, call="17"),
    events.StaffAcknowledged("17", "Lin"),
    *(events.Waited(seconds) for seconds in (1, 20, 45, 200)),
    events.KioskBroke("journal"),
    CodeRead(CODE),
    SeveralCodesSeen(),
    DocumentRead(DOCUMENT),
    *(DocumentNotRead(trouble) for trouble in DocumentTrouble),
    *(FaceGuided(guidance) for guidance in Guidance),
    *(FaceChallenged(challenge, 1, 3) for challenge in Challenge),
    *(FaceLit(light) for light in Light),
    *(FaceCompared(verdict(accepted=accepted)) for accepted in (True, False)),
    ATTACK,
    *(ChipProgress(share) for share in (0.0, 0.5)),
    *(DeviceLost(device, "offline") for device in ("vision", "printer")),
    *(DeviceBack(device) for device in ("vision", "printer")),
    visit.RulesChanged(RULES),
    visit.RulesChanged(CALM),
)

USUAL: dict[type, tuple[Said, ...]] = {
    **{state: said for service in SERVICES for state, said in service.USUAL.items()},
    visit.Attract: (events.Started(), CodeRead(CODE)),
    visit.Menu: (*(events.Chosen(service.name) for service in visit.SERVICES), CodeRead(CODE), events.Confirmed()),
    checkin.Scanning: (CodeRead(CODE), events.Chosen("noCode")),
    checkin.CheckingCode: (
        events.CodeVerified(APPOINTMENT),
        events.CodeVerified(replace(APPOINTMENT, service="cash", token_id="t-3")),
        events.HolderCompared(same=True),
    ),
    checkin.CodeRefused: (events.TriedAgain(), events.StaffAsked()),
    identify.PresentDocument: (DocumentRead(DOCUMENT),),
    identify.ComparingHolder: (events.HolderCompared(same=True),),
    identify.DocumentRefused: (events.TriedAgain(),),
    identify.FaceConsent: (events.Confirmed(),),
    identify.LookAtCamera: (FaceCompared(verdict(accepted=True)), FaceCompared(verdict(accepted=False))),
    identify.FaceRefused: (events.TriedAgain(), events.StartedOver()),
    warned.FraudWarning: (events.Confirmed(),),
    warned.FraudQuestion: (events.Chosen("no"), events.Chosen("yes"), events.Chosen("no")),
    warned.FraudStopped: (events.Confirmed(),),
    checkin.CheckingIn: (
        events.CheckInAnswered(TICKET),
        events.CheckInAnswered(BankRefusal.UNKNOWN),
        events.BankLost(),
        events.CheckInSealed(TICKET, False),
    ),
    checkin.CheckInRefused: (events.StartedOver(),),
    checkin.Ticket: (events.Confirmed(), events.TicketPrinted(PrintOutcome.PRINTED)),
    survey.Survey: (events.Rated(5), events.Skipped()),
    visit.StaffComing: (
        events.StaffPaged(True, "17"),
        events.StaffAcknowledged("17", "Lin"),
        events.WentBack(),
        events.Confirmed(),
    ),
    visit.Farewell: (events.Waited(20),),
    visit.Wiped: (events.Waited(20),),
    visit.DeviceTrouble: (DeviceBack("vision"),),
    visit.OutOfService: (DeviceBack("vision"),),
}
"""What usually comes next, by the state that is shown, so that chance gets far into a visit."""
