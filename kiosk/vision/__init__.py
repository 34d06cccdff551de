"""Codes, documents and faces from pixels, in a process of its own."""

import os

# onnxruntime's wheels for Linux report to their maker since 1.29, and keep a device id in the home folder, unless
# this stands before they load (microsoft/onnxruntime#27379). Every process that looks comes through this package.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
