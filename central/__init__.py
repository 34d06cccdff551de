"""The reference central service: appointments, check-ins, the kiosks' evidence and their desired state.

The modules:

- from the network: `serve`, `tls`, `app`, `routes` (the calls), `callers` (who asks)
- for who runs it: `monitoring`, `metrics`, `logs`
- `service` on its data folder: `settings`, `store`, `tables` and `migrations`, `citus`
- evidence: `batch`, `ledger`, `schema`; what is read in it `projection`, `callbacks`; for auditors `anchors`
- personal data: `sealing`
- what a kiosk should be: `desired`, `content`, `fraud_content`, `heartbeats`; what the bank offers: `appointments`,
  `booking` (by the customer, whom `holders` knows), `queue`, `pager` (who of the staff
  comes)
- complaints: `complaints`, their `cases`
- keys and certificates: `keys`, `pki`, `enrolment`
- the commands: `__main__`, `maintenance`, `operations` (backup and restore), `seed`
"""
