"""The tables. Evidence (`epoch`, `segment`) is never changed; `visit`, `survey_answer`, `staff_call`, `faq_rating`,
`callback`, and the check-ins and walk-ins of origin `journal`, are a projection that can be made again from it; the
rest is the bank's own.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    TypeDecorator,
    UniqueConstraint,
    text,
)


class Utc(TypeDecorator[datetime]):
    """An instant: aware on the Python side, UTC without a zone in the database."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Aware to naive UTC."""
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Naive UTC to aware."""
        return None if value is None else value.replace(tzinfo=UTC)


_NAME: Final = String(64)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# The bank's own
branch = Table("branch", metadata, Column("id", _NAME, primary_key=True), Column("names", JSON, nullable=False))

service = Table(
    "service",
    metadata,
    Column("id", _NAME, primary_key=True),
    Column("names", JSON, nullable=False),
    Column("prefix", String(4), nullable=False),
    Column("counter", String(16)),
    Column("minutes", Integer, nullable=False),
    # What opens it on a phone.
    Column("links", JSON),
)

notice = Table(
    "notice",
    metadata,
    Column("id", _NAME, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("services", JSON, nullable=False),
    Column("texts", JSON, nullable=False),
)

# Fraud rules and what they need, each as the content file says it
fraud = Table(
    "fraud",
    metadata,
    # `rules`, `questionnaires`, `delays` or `contacts`.
    Column("kind", String(16), primary_key=True),
    Column("id", _NAME, primary_key=True),
    # The order in which they come.
    Column("place", Integer, nullable=False),
    Column("told", JSON, nullable=False),
)

kiosk = Table(
    "kiosk",
    metadata,
    Column("kiosk", _NAME, primary_key=True),
    Column("branch", ForeignKey("branch.id"), nullable=False),
    Column("enrolled_at", Utc, nullable=False),
    # The journal's key, pinned by the first epoch after enrolment: the signature type's byte, then the public key.
    Column("log_key", LargeBinary),
)

desired = Table(
    "desired",
    metadata,
    Column("kiosk", ForeignKey("kiosk.kiosk"), primary_key=True),
    Column("version", BigInteger, nullable=False),
    Column("content", LargeBinary(32), nullable=False),
    Column("not_after", Utc, nullable=False),
    Column("document", LargeBinary, nullable=False),
)

appointment = Table(
    "appointment",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("token_id", _NAME, nullable=False, unique=True),
    Column("key_id", String(32), nullable=False),
    Column("branch", ForeignKey("branch.id"), nullable=False),
    Column("service", ForeignKey("service.id"), nullable=False),
    Column("holder", String(32), nullable=False),
    Column("starts", Utc, nullable=False),
    Column("opens", Utc, nullable=False),
    Column("closes", Utc, nullable=False),
    Column("cancelled", Boolean, nullable=False),
    # The name a seeded appointment goes by.
    Column("label", _NAME),
    Column("ends", Utc),
    # The booking number; null of one that was moved: the number goes on to the new one.
    Column("number", String(9)),
    # Keyed hashes (`central.holders`): of the holder's document number, and of its last digits with the booking number.
    Column("person", LargeBinary(16)),
    Column("tail", LargeBinary(16)),
    # Of the calendar entry (RFC 5545), the same for an appointment and what it was moved to.
    Column("uid", String(36)),
    Column("sequence", Integer, nullable=False, server_default="0"),
    Column("moved_to", Integer),
    Index(None, "number", unique=True),
    Index(None, "person"),
    Index(None, "branch", "service", "starts"),
)

# What was asked with a key, by which a repeat is known and a lost answer is found again
appointment_request = Table(
    "appointment_request",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("kiosk", _NAME, nullable=False),
    # A keyed hash of what was asked.
    Column("digest", LargeBinary(16), nullable=False),
    # `done`, why it was refused, or `void`: settled before it came, and so never to be done.
    Column("outcome", String(32), nullable=False),
    Column("appointment", ForeignKey("appointment.id")),
    Column("at", Utc, nullable=False, index=True),
)

# Look-ups that found nothing: whoever guesses is stopped
appointment_miss = Table(
    "appointment_miss",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("branch", _NAME, nullable=False),
    Column("kiosk", _NAME, nullable=False),
    # `document` or `number`.
    Column("way", String(8), nullable=False),
    # The booking number that was tried; null for a document.
    Column("number", String(9)),
    Column("at", Utc, nullable=False),
    Index(None, "branch", "at"),
)

check_in = Table(
    "check_in",
    metadata,
    Column("token_id", ForeignKey("appointment.token_id"), primary_key=True),
    Column("origin", String(8), nullable=False),
    Column("kiosk", ForeignKey("kiosk.kiosk"), nullable=False),
    Column("visit", _NAME, nullable=False),
    Column("branch", _NAME, nullable=False),
    Column("day", String(10), nullable=False),
    Column("service", _NAME, nullable=False),
    # The place in the day's series; null for a number of a terminal's own series.
    Column("position", Integer),
    Column("number", String(16), nullable=False),
    # What the customer's slip says where the terminal never heard the bank's number.
    Column("slip", String(16)),
    Column("counter", String(16)),
    Column("at", Utc, nullable=False),
    Column("until", Utc, nullable=False),
    UniqueConstraint("branch", "day", "service", "position"),
    Index(None, "branch", "day", "service", "at"),
)

# Customers without an appointment
walk_in = Table(
    "walk_in",
    metadata,
    Column("visit", _NAME, primary_key=True),
    Column("kiosk", _NAME, primary_key=True),
    Column("service", _NAME, primary_key=True),
    Column("origin", String(8), nullable=False),
    Column("branch", _NAME, nullable=False),
    Column("day", String(10), nullable=False),
    # The place in the day's series, which check-ins share; null for a number of a terminal's own series.
    Column("position", Integer),
    Column("number", String(16), nullable=False),
    Column("slip", String(16)),
    Column("counter", String(16)),
    Column("at", Utc, nullable=False),
    # When the customer was called, or the branch closed.
    Column("until", Utc, nullable=False),
    UniqueConstraint("branch", "day", "service", "position"),
    Index(None, "branch", "day", "service", "at"),
)

# What the branch's queue says of itself, the last word for each service
queue_state = Table(
    "queue_state",
    metadata,
    Column("branch", ForeignKey("branch.id"), primary_key=True),
    Column("service", _NAME, primary_key=True),
    # Counters that serve it now, and the mean minutes of a customer.
    Column("counters", Integer, nullable=False),
    Column("minutes", Float, nullable=False),
    Column("at", Utc, nullable=False),
)

page = Table(
    "page",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("branch", _NAME, nullable=False),
    Column("kiosk", _NAME, nullable=False),
    Column("visit", _NAME),
    Column("why", _NAME, nullable=False),
    Column("screen", _NAME, nullable=False),
    Column("at", Utc, nullable=False),
    # When the terminal called again because nobody came.
    Column("reminded_at", Utc),
    Column("acknowledged_at", Utc),
    # Who comes as the customer is told, and by the system's word.
    Column("acknowledged_as", String(32)),
    Column("acknowledged_by", String(128)),
    Index(None, "branch", "at"),
)

alarm = Table(
    "alarm",
    metadata,
    Column("kiosk", _NAME, primary_key=True),
    Column("epoch", _NAME, primary_key=True),
    Column("kind", String(32), primary_key=True),
    Column("about", _NAME, primary_key=True),
    Column("at", Utc, nullable=False),
    # How often, of what is counted.
    Column("count", BigInteger, nullable=False, server_default="1"),
)

# Record types that are not known, or whose data was not what it should be: the first of each kind
flag = Table(
    "flag",
    metadata,
    Column("kiosk", _NAME, primary_key=True),
    Column("kind", String(32), primary_key=True),
    Column("type", String(128), primary_key=True),
    Column("epoch", _NAME, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("at", Utc, nullable=False),
)

quarantine = Table(
    "quarantine",
    metadata,
    Column("kiosk", _NAME, primary_key=True),
    Column("digest", LargeBinary(32), primary_key=True),
    Column("epoch", _NAME, nullable=False),
    Column("encoding", String(8), nullable=False),
    Column("note", LargeBinary, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("received_at", Utc, nullable=False),
)

quarantine_use = Table(
    "quarantine_use",
    metadata,
    Column("kiosk", _NAME, primary_key=True),
    Column("bytes", BigInteger, nullable=False),
)

# Evidence
epoch = Table(
    "epoch",
    metadata,
    Column("kiosk", ForeignKey("kiosk.kiosk"), primary_key=True),
    Column("epoch", _NAME, primary_key=True),
    Column("verifier", String(512), nullable=False),
    Column("acked", BigInteger, nullable=False),
    Column("frontier", LargeBinary, nullable=False),
    Column("cosigned", LargeBinary, nullable=False),
    Column("opened_at", Utc, nullable=False),
    Column("last_at", Utc, nullable=False),
    # Since when the kiosk is known to hold another history of it.
    Column("diverged_at", Utc),
)

segment = Table(
    "segment",
    metadata,
    Column("kiosk", _NAME, primary_key=True),
    Column("epoch", _NAME, primary_key=True),
    # The first record that was new; the body may begin earlier.
    Column("first", BigInteger, primary_key=True),
    Column("last", BigInteger, nullable=False),
    Column("encoding", String(8), nullable=False),
    Column("digest", LargeBinary(32), nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("cosigned", LargeBinary, nullable=False),
    Column("received_at", Utc, nullable=False),
)

# The projection
visit = Table(
    "visit",
    metadata,
    Column("kiosk", _NAME, primary_key=True),
    Column("epoch", _NAME, primary_key=True),
    Column("visit", _NAME, primary_key=True),
    Column("began", Utc),
    Column("language", String(16)),
    Column("ended", Utc),
    Column("how", String(32)),
)

survey_answer = Table(
    "survey_answer",
    metadata,
    Column("kiosk", _NAME, primary_key=True),
    Column("epoch", _NAME, primary_key=True),
    Column("seq", BigInteger, primary_key=True),
    Column("visit", _NAME),
    Column("at", Utc, nullable=False),
    Column("question", String(32), nullable=False),
    Column("value", Integer, nullable=False),
    Column("service", _NAME),
)

staff_call = Table(
    "staff_call",
    metadata,
    Column("kiosk", _NAME, primary_key=True),
    Column("epoch", _NAME, primary_key=True),
    Column("seq", BigInteger, primary_key=True),
    Column("visit", _NAME),
    Column("at", Utc, nullable=False),
    Column("why", _NAME, nullable=False),
    Column("screen", _NAME, nullable=False),
)

faq_rating = Table(
    "faq_rating",
    metadata,
    Column("kiosk", _NAME, primary_key=True),
    Column("epoch", _NAME, primary_key=True),
    Column("seq", BigInteger, primary_key=True),
    Column("visit", _NAME),
    Column("at", Utc, nullable=False),
    Column("faq", _NAME, nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("language", String(16), nullable=False),
    Column("helpful", Boolean, nullable=False),
)

# Who is to be called back; the number stays sealed in the evidence
callback = Table(
    "callback",
    metadata,
    Column("kiosk", _NAME, primary_key=True),
    Column("epoch", _NAME, primary_key=True),
    Column("seq", BigInteger, primary_key=True),
    Column("visit", _NAME),
    Column("at", Utc, nullable=False),
    Column("reference", String(16), nullable=False),
    Column("topic", _NAME, nullable=False),
    Column("starts", Utc, nullable=False),
    Column("ends", Utc, nullable=False, index=True),
    Column("language", String(16), nullable=False),
    Column("on_file", Boolean, nullable=False),
)

# What became of them: the bank's own, and kept where the read model is made again
callback_done = Table(
    "callback_done",
    metadata,
    Column("kiosk", _NAME, primary_key=True),
    Column("epoch", _NAME, primary_key=True),
    Column("seq", BigInteger, primary_key=True),
    Column("at", Utc, nullable=False),
    # `reached`, `notReached` or `givenUp`.
    Column("outcome", String(16), nullable=False),
    Column("who", String(128), nullable=False),
)

# Who may speak, and how it goes with them
certificate = Table(
    "certificate",
    metadata,
    Column("kiosk", ForeignKey("kiosk.kiosk"), primary_key=True),
    # The serial number in hexadecimal.
    Column("serial", String(40), primary_key=True),
    Column("public", LargeBinary, nullable=False),
    Column("not_after", Utc, nullable=False),
    Column("issued_at", Utc, nullable=False),
    Column("revoked_at", Utc),
)

enrolment_code = Table(
    "enrolment_code",
    metadata,
    Column("kiosk", ForeignKey("kiosk.kiosk"), primary_key=True),
    # SHA-256 of the one-time code, which is long and random.
    Column("digest", LargeBinary(32), nullable=False),
    Column("expires", Utc, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("used_at", Utc),
)

heartbeat = Table(
    "heartbeat",
    metadata,
    Column("kiosk", ForeignKey("kiosk.kiosk"), primary_key=True),
    Column("at", Utc, nullable=False),
    Column("status", JSON, nullable=False),
)

# Personal data: the key of each visit's sealed fields
visit_key = Table(
    "visit_key",
    metadata,
    Column("kiosk", _NAME, primary_key=True),
    Column("visit", _NAME, primary_key=True),
    # SHA-256 of what the kiosk sent: a repeat is known by it.
    Column("digest", LargeBinary(32), nullable=False),
    # `held`, `unreadable` (sealed to a key that is gone), `lost` (the kiosk has it no more) or `erased`.
    Column("state", String(16), nullable=False),
    Column("kid", String(32)),
    # Under the service's master key; what the kiosk sent where it is unreadable; null where it is lost or erased.
    Column("wrapped", LargeBinary),
    Column("received_at", Utc, nullable=False),
    Column("delete_after", Utc, nullable=False),
    Index(None, "delete_after", sqlite_where=text("state <> 'erased'"), postgresql_where=text("state <> 'erased'")),
)

# The HPKE keys that kiosks seal visit keys to, a new one each week
sealing_key = Table(
    "sealing_key",
    metadata,
    Column("kid", String(32), primary_key=True),
    Column("public", LargeBinary(32), nullable=False),
    # The private key under the service's master key; null once destroyed.
    Column("wrapped", LargeBinary),
    Column("made_at", Utc, nullable=False),
)

# What people did with keys: unsealed a visit, erased its key, destroyed a sealing key
key_use = Table(
    "key_use",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("at", Utc, nullable=False),
    # `unsealed`, `erased`, `erasedDue` (`about` is how many) or `destroyed` (`about` is the sealing key).
    Column("what", String(16), nullable=False),
    Column("kiosk", _NAME, nullable=False),
    Column("about", _NAME, nullable=False),
    Column("who", String(128), nullable=False),
    Column("reason", String(512)),
)

# What kiosks are to show and know, beside services and notices
faq = Table(
    "faq",
    metadata,
    Column("id", _NAME, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("category", _NAME, nullable=False),
    # The order in which they are shown.
    Column("place", Integer, nullable=False),
    Column("texts", JSON, nullable=False),
    # What customers call it, by language: searched, not shown.
    Column("words", JSON),
    # What a phone can open.
    Column("links", JSON),
)

faq_category = Table(
    "faq_category",
    metadata,
    Column("id", _NAME, primary_key=True),
    Column("place", Integer, nullable=False),
    Column("names", JSON, nullable=False),
)

# When staff call back, by the branch's clock
callback_window = Table(
    "callback_window",
    metadata,
    Column("id", _NAME, primary_key=True),
    Column("place", Integer, nullable=False),
    # `HH:MM`.
    Column("starts", String(5), nullable=False),
    Column("ends", String(5), nullable=False),
    # ISO 8601: 1 is Monday.
    Column("weekdays", JSON, nullable=False),
    Column("names", JSON, nullable=False),
)

# What the first screen says, each in its time
bulletin = Table(
    "bulletin",
    metadata,
    Column("id", _NAME, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("place", Integer, nullable=False),
    Column("starts", Utc),
    Column("ends", Utc),
    Column("texts", JSON, nullable=False),
)

slot = Table(
    "slot",
    metadata,
    Column("branch", _NAME, primary_key=True),
    Column("service", _NAME, primary_key=True),
    Column("starts", Utc, primary_key=True),
    Column("ends", Utc, nullable=False),
    Column("capacity", Integer, nullable=False),
)

setting = Table(
    "setting",
    metadata,
    # A kiosk, or empty for all of them; a kiosk's own goes before.
    Column("kiosk", _NAME, primary_key=True),
    Column("section", String(32), primary_key=True),
    Column("key", _NAME, primary_key=True),
    Column("value", JSON, nullable=False),
)

# Codes that are out and must not be taken, as long as their window would be open
revoked_token = Table(
    "revoked_token",
    metadata,
    Column("token_id", _NAME, primary_key=True),
    Column("branch", _NAME, nullable=False, index=True),
    Column("until", Utc, nullable=False),
)


# The embedded core of the bank (central/bank): invented customers, and what they have
customer = Table(
    "customer",
    metadata,
    Column("id", _NAME, primary_key=True),
    # Name, phone, address and e-mail, each under a key of the vault (central/bank/vault.py).
    Column("name", LargeBinary, nullable=False),
    Column("phone", LargeBinary),
    Column("address", LargeBinary),
    Column("email", LargeBinary),
    Column("blocked", Boolean, nullable=False),
)


customer_document = Table(
    "customer_document",
    metadata,
    # Of kind and number, under a key of the vault: the number itself is not kept.
    Column("digest", LargeBinary(32), primary_key=True),
    Column("customer", ForeignKey("customer.id"), nullable=False),
)


bank_session = Table(
    "bank_session",
    metadata,
    Column("kiosk", ForeignKey("kiosk.kiosk"), primary_key=True),
    # SHA-256 of the consent id, which is long and random.
    Column("digest", LargeBinary(32), primary_key=True),
    Column("customer", ForeignKey("customer.id"), nullable=False),
    Column("visit", _NAME, nullable=False),
    Column("opened_at", Utc, nullable=False),
    Column("valid_until", Utc, nullable=False),
    Column("closed_at", Utc),
)


account = Table(
    "account",
    metadata,
    Column("id", _NAME, primary_key=True),
    # Null for an account of the bank's own, which postings balance against.
    Column("customer", ForeignKey("customer.id"), index=True),
    Column("place", Integer, nullable=False),
    Column("number", String(34), nullable=False, unique=True),
    # `iban` or `bban`: what kind of number it is.
    Column("scheme", String(8), nullable=False),
    Column("currency", String(3), nullable=False),
    Column("product", String(64), nullable=False),
    # What it is called in other languages, by language tag.
    Column("product_names", JSON),
    Column("kind", String(4), nullable=False),
    Column("status", String(16), nullable=False),
)


# A booked transaction: its postings sum to nothing
bank_entry = Table(
    "bank_entry",
    metadata,
    Column("id", _NAME, primary_key=True),
    Column("at", Utc, nullable=False),
    # The day by the bank's clock, ISO 8601.
    Column("day", String(10), nullable=False),
    Column("text", String(140)),
)


posting = Table(
    "posting",
    metadata,
    Column("entry", ForeignKey("bank_entry.id"), primary_key=True),
    Column("account", ForeignKey("account.id"), primary_key=True),
    # In minor units; negative leaves the account.
    Column("amount", BigInteger, nullable=False),
    # Who is at the other end, for the account's owner to read.
    Column("other", String(70)),
    # The entry's, so that a page of an account is one walk along an index.
    Column("at", Utc, nullable=False),
    Column("day", String(10), nullable=False),
    Index(None, "account", "at", "entry"),
)


bank_card = Table(
    "bank_card",
    metadata,
    Column("id", _NAME, primary_key=True),
    Column("customer", ForeignKey("customer.id"), nullable=False, index=True),
    Column("place", Integer, nullable=False),
    Column("masked_pan", String(24), nullable=False),
    Column("kind", String(8), nullable=False),
    Column("product", String(64), nullable=False),
    # What it is called in other languages, by language tag.
    Column("product_names", JSON),
    Column("status", String(16), nullable=False),
    # `MMYY`, as the card bears it.
    Column("expiry", String(4), nullable=False),
    # Wrong expiry dates typed since the last right one.
    Column("tries", Integer, nullable=False),
)


# Customers ask that a frozen card may be used again, and a member of staff decides
card_release = Table(
    "card_release",
    metadata,
    Column("id", Integer, primary_key=True),
    # The change's, in `bank_change`.
    Column("kiosk", ForeignKey("kiosk.kiosk"), nullable=False),
    Column("key", _NAME, nullable=False),
    Column("visit", _NAME, nullable=False),
    Column("card", ForeignKey("bank_card.id"), nullable=False, index=True),
    Column("at", Utc, nullable=False),
    Column("expires", Utc, nullable=False),
    # `released`, `refused` or `expired`; null until then.
    Column("decision", String(16)),
    Column("decided_at", Utc),
    # The member of staff, by the system's word; null of one that expired.
    Column("decided_by", String(128)),
    Column("reason", String(512)),
    Index(None, "decision", "expires"),
)


spending_limit = Table(
    "spending_limit",
    metadata,
    Column("customer", ForeignKey("customer.id"), primary_key=True),
    Column("kind", String(16), primary_key=True),
    Column("amount", BigInteger, nullable=False),
    # Up to where the customer may raise it at a terminal.
    Column("bound", BigInteger, nullable=False),
    Column("currency", String(3), nullable=False),
)


# What terminals asked to change, by the key of each operation
bank_change = Table(
    "bank_change",
    metadata,
    Column("kiosk", ForeignKey("kiosk.kiosk"), primary_key=True),
    Column("key", _NAME, primary_key=True),
    # `void`: its outcome was asked for before it came, and so it is never to be done. Then nothing else is known of it.
    Column("what", String(32), nullable=False),
    # SHA-256 of what was asked: the same key asks for the same.
    Column("digest", LargeBinary(32), nullable=False),
    Column("customer", ForeignKey("customer.id")),
    Column("visit", _NAME),
    Column("at", Utc, nullable=False),
    # Null as long as it is under way.
    Column("answer", JSON(none_as_null=True)),
    # What it is to the fraud rules (kiosk.core.fraud.Kind); null for what they do not judge.
    Column("kind", String(32)),
)


# Statements that the bank is to send to the address on file
statement_delivery = Table(
    "statement_delivery",
    metadata,
    Column("id", _NAME, primary_key=True),
    Column("customer", ForeignKey("customer.id"), nullable=False),
    Column("account", ForeignKey("account.id"), nullable=False),
    Column("date_from", String(10), nullable=False),
    Column("date_to", String(10), nullable=False),
    Column("language", String(16), nullable=False),
    Column("at", Utc, nullable=False),
    Column("sent_at", Utc),
)


# Documents that a phone fetches, once and soon
take_away = Table(
    "take_away",
    metadata,
    # SHA-256 of the link's token.
    Column("digest", LargeBinary(32), primary_key=True),
    # Under a key that only the token gives.
    Column("sealed", LargeBinary, nullable=False),
    Column("expires", Utc, nullable=False, index=True),
)


# One-time codes, and the proofs that right ones gave. A row is kept as long as a limit may count it.
one_time_code = Table(
    "one_time_code",
    metadata,
    Column("id", _NAME, primary_key=True),
    Column("kiosk", ForeignKey("kiosk.kiosk"), nullable=False),
    Column("key", _NAME, nullable=False),
    Column("customer", ForeignKey("customer.id"), nullable=False),
    Column("visit", _NAME, nullable=False),
    # The digest of the session's consent id.
    Column("session", LargeBinary(32), nullable=False),
    Column("purpose", String(32), nullable=False),
    # SHA-256 of everything that is to be done (`kiosk.core.secondfactor.ToConfirm`).
    Column("about", LargeBinary(32), nullable=False),
    # Phone and code under keys of the vault: neither is kept.
    Column("phone", LargeBinary(32), nullable=False),
    Column("code", LargeBinary(32), nullable=False),
    Column("at", Utc, nullable=False),
    # `sending`, `sent`, `failed`, `proved` or `void`.
    Column("state", String(8), nullable=False),
    # SHA-256 of the proof, which is long and random.
    Column("proof", LargeBinary(32), unique=True),
    Column("proved_at", Utc),
    Column("spent_at", Utc),
    UniqueConstraint("kiosk", "key"),
    Index(None, "customer", "at"),
    Index(None, "phone", "at"),
    Index(None, "kiosk", "at"),
)


# How a customer stands with one-time codes, at all terminals together
code_standing = Table(
    "code_standing",
    metadata,
    Column("customer", ForeignKey("customer.id"), primary_key=True),
    # Wrong codes in a row.
    Column("failures", Integer, nullable=False),
    Column("locks", Integer, nullable=False),
    Column("locked_until", Utc),
    Column("last_at", Utc, nullable=False),
)


# What the reference provider keeps instead of sending it
message = Table(
    "message",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    # What number and text are sealed under.
    Column("name", _NAME, nullable=False),
    Column("at", Utc, nullable=False, index=True),
    # Under keys of the vault.
    Column("phone", LargeBinary, nullable=False),
    Column("text", LargeBinary, nullable=False),
)


# Whom customers pay: what they saved at the bank
payee = Table(
    "payee",
    metadata,
    Column("id", _NAME, primary_key=True),
    Column("customer", ForeignKey("customer.id"), nullable=False, index=True),
    Column("place", Integer, nullable=False),
    # Under a key of the vault.
    Column("name", LargeBinary, nullable=False),
    Column("number", String(34), nullable=False),
    # When the customer's money first went there; null as long as it never did.
    Column("paid_at", Utc),
)


# Accounts to which the bank sends nothing
blocked_payee = Table(
    "blocked_payee",
    metadata,
    Column("number", String(34), primary_key=True),
)


# Orders that the bank took
payment = Table(
    "payment",
    metadata,
    # A reference that a person can read out.
    Column("id", _NAME, primary_key=True),
    Column("customer", ForeignKey("customer.id"), nullable=False),
    Column("debtor", ForeignKey("account.id"), nullable=False),
    # The payee's account; where it is at this bank, `creditor` is which.
    Column("number", String(34), nullable=False),
    Column("creditor", ForeignKey("account.id")),
    # Name and note under keys of the vault.
    Column("name", LargeBinary, nullable=False),
    Column("note", LargeBinary),
    # Between accounts of the customer's own.
    Column("own", Boolean, nullable=False),
    Column("amount", BigInteger, nullable=False),
    Column("currency", String(3), nullable=False),
    Column("delay", String(16), nullable=False),
    Column("accepted_at", Utc, nullable=False),
    Column("due_at", Utc, nullable=False),
    # `transactionStatus`: PDNG holds the amount.
    Column("status", String(4), nullable=False),
    Column("reason", String(32)),
    Column("ended_at", Utc),
    # Its entry in the books, once it is executed.
    Column("entry", ForeignKey("bank_entry.id"), unique=True),
    Index(None, "customer", "accepted_at"),
    Index(
        "ix_payment_pending_due_at",
        "due_at",
        sqlite_where=text("status = 'PDNG'"),
        postgresql_where=text("status = 'PDNG'"),
    ),
    Index(
        "ix_payment_pending_debtor",
        "debtor",
        sqlite_where=text("status = 'PDNG'"),
        postgresql_where=text("status = 'PDNG'"),
    ),
)


# What terminals asked of orders, by the key of each: `initiate` or `cancel`
payment_request = Table(
    "payment_request",
    metadata,
    Column("kiosk", ForeignKey("kiosk.kiosk"), primary_key=True),
    Column("key", _NAME, primary_key=True),
    # `initiate`, `cancel`, or `void`: its outcome was asked for before it came, and so it is never to be done.
    Column("what", String(16), nullable=False),
    # What was asked, under a key of the vault: the same key asks for the same.
    Column("digest", LargeBinary(32), nullable=False),
    # Not of what is void: then nothing else is known of it.
    Column("customer", ForeignKey("customer.id")),
    Column("visit", _NAME),
    Column("at", Utc, nullable=False),
    Column("payment", ForeignKey("payment.id")),
    # Why it was refused.
    Column("reason", String(32)),
)


# How often names were checked for a customer: nobody looks up the holders of accounts here
payee_check = Table(
    "payee_check",
    metadata,
    Column("id", _NAME, primary_key=True),
    Column("customer", ForeignKey("customer.id"), nullable=False),
    Column("at", Utc, nullable=False),
    Index(None, "customer", "at"),
)

# Policies of the branches, each a JSON value: `complaints` (kiosk.core.complaint) and `survey` (kiosk.core.feedback)
policy = Table(
    "policy",
    metadata,
    Column("id", _NAME, primary_key=True),
    Column("document", JSON, nullable=False),
)

# Complaints: a case each, made from the terminal's call or its journal, whichever comes first
complaint = Table(
    "complaint",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    # The terminal's idempotency key.
    Column("operation", String(36), nullable=False, unique=True),
    Column("kiosk", _NAME, nullable=False),
    Column("branch", _NAME, nullable=False),
    Column("visit", _NAME, nullable=False),
    # The bank's reference; the terminal's. The keys are what of them is compared.
    Column("reference", String(32), unique=True),
    Column("reference_key", String(32), index=True),
    Column("provisional", String(80), nullable=False),
    Column("provisional_key", String(80), nullable=False, index=True),
    Column("proof", String(32), nullable=False),
    Column("category", _NAME, nullable=False),
    Column("occurred", String(16), nullable=False),
    # The very day (ISO 8601), where the customer named it.
    Column("occurred_on", String(10)),
    Column("wish", _NAME, nullable=False),
    Column("contact", String(16), nullable=False),
    Column("elsewhere", Boolean, nullable=False),
    Column("dictated", Boolean, nullable=False),
    Column("state", String(16), nullable=False),
    Column("since", Utc, nullable=False),
    Column("received_at", Utc, nullable=False),
    Column("arrived_at", Utc, nullable=False),
    # The clock it runs by; null where no regime is for its category.
    Column("regime", _NAME),
    Column("regime_version", Integer),
    Column("dates", JSON, nullable=False),
    # The date that counts now; null where no clock runs.
    Column("due", String(10), index=True),
    # What the customer wrote, and what the bank has to say, under the service's master key.
    Column("words", LargeBinary),
    Column("answer", LargeBinary),
)

complaint_event = Table(
    "complaint_event",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("complaint", ForeignKey("complaint.id"), nullable=False, index=True),
    Column("at", Utc, nullable=False),
    Column("state", String(16), nullable=False),
    Column("reason", String(512)),
    Column("who", String(128), nullable=False),
)

# Wrong tries to look a complaint up
complaint_try = Table(
    "complaint_try",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("at", Utc, nullable=False, index=True),
    Column("kiosk_id", _NAME, nullable=False),
    Column("reference_key", String(80), nullable=False),
)
