"""Performs the effects of the flows; one module a service beside the performer of what every visit needs."""

from kiosk.perform.performer import OwnSeries, Performer, Room, Submit, Tell

__all__ = ["OwnSeries", "Performer", "Room", "Submit", "Tell"]
