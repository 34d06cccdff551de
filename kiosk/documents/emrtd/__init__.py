"""Reading travel and identity documents by chip: eMRTD of ICAO Doc 9303 parts 10 to 12, eighth edition.

`read.read_document` is the one entry point. docs/emrtd.md says what is read, and what not.
"""
