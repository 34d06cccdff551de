"""The embedded core of a bank, so that the reference centre works by itself: invented customers and what they have.

A bank puts its own in its place behind the same calls (docs/bank.md). Functions with a connection work in the caller's
transaction. What says who a customer is lies sealed (`vault`); the books are plain, as those of a bank's core are.
"""
