"""Measurements of this machine, each beside a peer that was measured in the same run (`kiosk bench NAME`).

The benchmarks: `central`, `document`, `face`, `faq`, `journal`, `qr`, `startup`, `sync`, `ui`. What they share:
`report`, and for journal and sync `visits` and `sink`. Parts: `day` (of `journal`), `reaction` (of `qr`),
`watch` (of `face`), and `postgres` (of `central`; the tests start it too).
"""
