"""A branch on a desk: the kiosk, the real central service on loopback, and a simulated world before the devices.

The modules:

- `show` runs it as the `wish` says, on a `branch`, with a `panel` for the person before it
- or by itself: `walks` are taken by `walker` and `take`, and proved by `summary`
- `stories` are told by `teller` in `chapter`s, each a process; `disk` and `week` are what happens in them
"""
