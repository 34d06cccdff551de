"""The worked examples of ICAO Doc 9303-11: appendix D (BAC and secure messaging) and G.1 (PACE), value by value."""

from __future__ import annotations

from datetime import date

import pytest
from emrtd_desk import ScriptedChip

from kiosk.documents.emrtd import bac, pace, security_infos
from kiosk.documents.emrtd.access import AccessKey
from kiosk.documents.emrtd.apdu import Channel, Command
from kiosk.documents.emrtd.ciphers import AES_128, TDES, pad
from kiosk.documents.emrtd.curves import STANDARD, Curve
from kiosk.documents.emrtd.errors import AccessDeniedError, MalformedError
from kiosk.documents.emrtd.secure_messaging import SecureMessaging
from kiosk.documents.mrz import TD1, TD3, parse

MRZ_INFORMATION = "L898902C<369080619406236"
KEY = AccessKey(MRZ_INFORMATION)
CHALLENGE = ("0084000008", "4608F919887022129000")
AUTHENTICATE = (
    "0082000028 72C29C2371CC9BDB65B779B8E8D37B29ECC154AA56A8799FAE2F498F76ED92F2 5F1448EEA8AD90A7 28",
    "46B9342A41396CD7386BF5803104D7CEDC122B9132139BAF2EEDC94EE178534F2F2D235D074D74499000",
)
SECURED = (
    ("0CA4020C158709016375432908C044F68E08BF8B92D635FF24F800", "990290008E08FA855A5D4C50A8ED9000"),
    ("0CB000000D9701048E08ED6705417E96BA5500", "8709019FF0EC34F9922651990290008E08AD55CC17140B2DED9000"),
    (
        "0CB000040D9701128E082EA28A70F3C7B53500",
        "871901FB9235F4E4037F2327DCC8964F1F9B8C30F42C8E2FFF224A990290008E08C8B2787EAEA07D749000",
    ),
)

CARD_ACCESS = "31143012060A04007F0007020204020202010202010D"
NONCE = "3F00C4D39D153F2B2A214A078D899B22"
MAP_PRIVATE = 0x7F4EF07B9EA82FD78AD689B38D0BC78CF21F249D953BC46F4C6E19259C010F99
MAP_PUBLIC = (
    "047ACF3EFC982EC45565A4B155129EFBC74650DCBFA6362D896FC70262E0C2CC5E"
    "544552DCB6725218799115B55C9BAA6D9F6BC3A9618E70C25AF71777A9C4922D"
)
CHIP_MAP_PRIVATE = 0x498FF49756F2DC1587840041839A85982BE7761D14715FB091EFA7BCE9058560
CHIP_MAP_PUBLIC = (
    "04824FBA91C9CBE26BEF53A0EBE7342A3BF178CEA9F45DE0B70AA601651FBA3F57"
    "30D8C879AAA9C9F73991E61B58F4D52EB87A0A0C709A49DC63719363CCD13C54"
)
AGREED = (
    0x60332EF2450B5D247EF6D3868397D398852ED6E8CAF6FFEEF6BF85CA57057FD5,
    0x0840CA7415BAF3E43BD414D35AA4608B93A2CAF3A4E3EA4E82C9C13D03EB7181,
)
GENERATOR = (
    0x8CED63C91426D4F0EB1435E7CB1D74A46723A0AF21C89634F65A9AE87A9265E2,
    0x8C879506743F8611AC33645C5B985C80B5F09A0B83407C1B6A4D857AE76FE522,
)
PRIVATE = 0xA73FB703AC1436A18E0CFA5ABB3F7BEC7A070E7A6788486BEE230C4A22762595
PUBLIC = (
    "042DB7A64C0355044EC9DF190514C625CBA2CEA48754887122F3A5EF0D5EDD301C"
    "3556F3B3B186DF10B857B58F6A7EB80F20BA5DC7BE1D43D9BF850149FBB36462"
)
CHIP_PRIVATE = 0x107CF58696EF6155053340FD633392BA81909DF7B9706F226F32086C7AFF974A
CHIP_PUBLIC = (
    "049E880F842905B8B3181F7AF7CAA9F0EFB743847F44A306D2D28C1D9EC65DF6DB"
    "7764B22277A2EDDC3C265A9F018F9CB852E111B768B326904B59A0193776F094"
)
SHARED = "28768D20701247DAE81804C9E780EDE582A9996DB4A315020B2733197DB84925"
PACE_EXCHANGES = (
    ("0022C1A40F800A04007F00070202040202830101", "9000"),
    ("10860000027C0000", "7C12801095A3A016522EE98D01E76CB6B98B42C39000"),
    (f"10860000457C438141{MAP_PUBLIC}00", f"7C438241{CHIP_MAP_PUBLIC}9000"),
    (f"10860000457C438341{PUBLIC}00", f"7C438441{CHIP_PUBLIC}9000"),
    ("008600000C7C0A8508C2B0BD78D94BA86600", "7C0A86083ABB9674BCE93C089000"),
)


@pytest.fixture
def fixed_nonces(monkeypatch: pytest.MonkeyPatch) -> None:
    """The terminal's random numbers of the examples."""
    drawn = iter(("781723860C06C226", "0B795240CB7049B01C19B33E32804F0B"))
    monkeypatch.setattr("kiosk.documents.emrtd.bac.secrets.token_bytes", lambda size: bytes.fromhex(next(drawn)))
    privates = iter((MAP_PRIVATE, PRIVATE))
    monkeypatch.setattr(Curve, "secret", lambda self: next(privates))


def info() -> security_infos.PaceInfo:
    chosen = pace.choose(security_infos.parse(bytes.fromhex(CARD_ACCESS)))
    assert chosen is not None
    return chosen


# Appendix D: basic access control
def test_the_access_key_is_made_of_number_birth_and_expiry() -> None:
    key = AccessKey.from_fields("L898902C", "690806", "940623")
    assert key == KEY
    assert key.seed[:16].hex().upper() == "239AB9CB282DAF66231DC5A4DF6BFBAE"


def test_all_of_a_long_number_is_in_the_access_key() -> None:
    lines = "I<UTOD23145890<7349<<<<<<<<<<<3407127M9507122UTO<<<<<<<<<<<2STEVENSON<<PETER<JOHN<<<<<<<<<"
    zone = parse(lines, TD1, date(1995, 1, 1))
    assert zone.ok
    key = AccessKey.of(zone)
    assert key.mrz_information == "D23145890734934071279507122"
    assert key.seed[:16].hex().upper() == "B366AD857DDCA2B08C0E299811714730"


def test_a_zone_without_whole_dates_gives_no_key() -> None:
    zone = parse(
        "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<L898902C36UTO7408<<2F1204159ZE184226B<<<<<10",
        TD3,
        date(2026, 1, 1),
    )
    with pytest.raises(ValueError, match="dates"):
        AccessKey.of(zone)


def test_the_keys_of_basic_access_are_derived() -> None:
    assert TDES.derive(KEY.seed[:16], 1).hex().upper() == "AB94FDECF2674FDFB9B391F85D7F76F2"
    assert TDES.derive(KEY.seed[:16], 2).hex().upper() == "7962D9ECE03D1ACD4C76089DCE131543"


def test_the_retail_mac_is_that_of_the_example() -> None:
    sealed = bytes.fromhex("72C29C2371CC9BDB65B779B8E8D37B29ECC154AA56A8799FAE2F498F76ED92F2")
    key = bytes.fromhex("7962D9ECE03D1ACD4C76089DCE131543")
    assert TDES.mac(key, pad(sealed, 8)).hex().upper() == "5F1448EEA8AD90A7"


def test_the_session_keys_are_derived() -> None:
    seed = bytes.fromhex("0036D272F5C350ACAC50C3F572D23600")
    assert TDES.derive(seed, 1).hex().upper() == "979EC13B1CBFE9DCD01AB0FED307EAE5"
    assert TDES.derive(seed, 2).hex().upper() == "F1CB1F1FB5ADF208806B89DC579DC1F8"


@pytest.mark.usefixtures("fixed_nonces")
def test_basic_access_and_secure_messaging_go_as_in_the_example() -> None:
    chip = ScriptedChip((CHALLENGE, AUTHENTICATE, *SECURED))
    channel = Channel(chip)
    bac.open_chip(channel, KEY)
    assert channel.send(Command(0xA4, 0x02, 0x0C, bytes.fromhex("011E"))).status == 0x9000
    assert channel.ask(Command(0xB0, le=4)).hex().upper() == "60145F01"
    assert channel.ask(Command(0xB0, 0, 4, le=18)).hex().upper() == "04303130365F36063034303030305C026175"
    chip.close()


@pytest.mark.usefixtures("fixed_nonces")
def test_a_wrong_key_is_a_refusal_and_not_an_error_of_the_chip() -> None:
    channel = Channel(ScriptedChip((CHALLENGE, (AUTHENTICATE[0], "6300"))))
    with pytest.raises(AccessDeniedError, match="6300"):
        bac.open_chip(channel, KEY)
    assert channel.session is None


@pytest.mark.usefixtures("fixed_nonces")
@pytest.mark.parametrize("place", [0, 31, 32, 39])
def test_an_answer_to_basic_access_of_which_a_bit_is_wrong_is_refused(place: int) -> None:
    answer = bytearray.fromhex(AUTHENTICATE[1])
    answer[place] ^= 1
    with pytest.raises(MalformedError, match="authentication code"):
        bac.open_chip(Channel(ScriptedChip((CHALLENGE, (AUTHENTICATE[0], answer.hex())))), KEY)


def secured() -> SecureMessaging:
    return SecureMessaging(TDES, bytes.fromhex("0036D272F5C350ACAC50C3F572D23600"), 0x887022120C06C226)


@pytest.mark.parametrize("place", range(14))
def test_a_secured_answer_of_which_a_byte_is_wrong_is_refused(place: int) -> None:
    answer = bytearray.fromhex(SECURED[0][1])
    answer[place] ^= 1
    chip = ScriptedChip(((SECURED[0][0], answer.hex()),))
    channel = Channel(chip)
    channel.session = secured()
    with pytest.raises(MalformedError):
        channel.send(Command(0xA4, 0x02, 0x0C, bytes.fromhex("011E")))


def test_an_answer_cannot_be_played_again() -> None:
    first = (SECURED[0][0], SECURED[0][1])
    channel = Channel(ScriptedChip((first, (SECURED[1][0], SECURED[0][1]))))
    channel.session = secured()
    channel.send(Command(0xA4, 0x02, 0x0C, bytes.fromhex("011E")))
    with pytest.raises(MalformedError, match="wrong authentication code"):
        channel.send(Command(0xB0, le=4))


# Appendix G.1: PACE
def test_the_offer_of_the_example_is_understood() -> None:
    chosen = info()
    assert (chosen.suite, chosen.parameters) == (AES_128, 13)
    assert STANDARD[13].name == "brainpoolP256r1"


def test_the_nonce_opens_with_the_password() -> None:
    key = AccessKey.from_fields("T22000129", "640812", "101031")
    assert key.seed.hex().upper() == "7E2D2A41C74EA0B38CD36F863939BFA8E9032AAD"
    derived = AES_128.derive(key.seed, 3)
    assert derived.hex().upper() == "89DED1B26624EC1E634C1989302849DD"
    sealed = bytes.fromhex("95A3A016522EE98D01E76CB6B98B42C3")
    assert AES_128.decrypt(derived, sealed).hex().upper() == NONCE


def test_the_generator_is_mapped() -> None:
    curve = STANDARD[13]
    assert curve.encode(curve.multiply(MAP_PRIVATE, curve.generator)).hex().upper() == MAP_PUBLIC
    assert curve.encode(curve.multiply(CHIP_MAP_PRIVATE, curve.generator)).hex().upper() == CHIP_MAP_PUBLIC
    agreed = curve.multiply(MAP_PRIVATE, curve.decode(bytes.fromhex(CHIP_MAP_PUBLIC)))
    assert agreed == curve.multiply(CHIP_MAP_PRIVATE, curve.decode(bytes.fromhex(MAP_PUBLIC))) == AGREED
    assert pace.map_nonce(curve, int(NONCE, 16), agreed) == GENERATOR


def test_both_sides_agree_on_the_mapped_generator() -> None:
    curve = STANDARD[13]
    assert curve.encode(curve.multiply(PRIVATE, GENERATOR)).hex().upper() == PUBLIC
    assert curve.encode(curve.multiply(CHIP_PRIVATE, GENERATOR)).hex().upper() == CHIP_PUBLIC
    x, _ = curve.multiply(PRIVATE, curve.decode(bytes.fromhex(CHIP_PUBLIC)))
    assert x == int(SHARED, 16)


def test_the_keys_and_tokens_are_those_of_the_example() -> None:
    secret = bytes.fromhex(SHARED)
    assert AES_128.derive(secret, 1).hex().upper() == "F5F0E35C0D7161EE6724EE513A0D9A7F"
    mac = AES_128.derive(secret, 2)
    assert mac.hex().upper() == "FE251C7858B356B24514B3BD5F4297D1"
    tokens = [pace.authentication_token(info(), mac, bytes.fromhex(key)) for key in (CHIP_PUBLIC, PUBLIC)]
    assert [token.hex().upper() for token in tokens] == ["C2B0BD78D94BA866", "3ABB9674BCE93C08"]


@pytest.mark.usefixtures("fixed_nonces")
def test_pace_goes_as_in_the_example() -> None:
    chip = ScriptedChip(PACE_EXCHANGES)
    channel = Channel(chip)
    pace.open_chip(channel, AccessKey.from_fields("T22000129", "640812", "101031"), info())
    chip.close()
    assert channel.session is not None


@pytest.mark.usefixtures("fixed_nonces")
def test_a_chip_that_does_not_know_the_password_is_found_out_by_its_token() -> None:
    exchanges = (*PACE_EXCHANGES[:-1], (PACE_EXCHANGES[-1][0], "7C0A86083ABB9674BCE93C099000"))
    channel = Channel(ScriptedChip(exchanges))
    with pytest.raises(MalformedError, match="token"):
        pace.open_chip(channel, AccessKey.from_fields("T22000129", "640812", "101031"), info())
    assert channel.session is None


@pytest.mark.usefixtures("fixed_nonces")
@pytest.mark.parametrize(
    ("key", "says"),
    [
        (CHIP_MAP_PUBLIC[:-2] + "55", "not on the curve"),
        (CHIP_MAP_PUBLIC[:-2], "uncompressed point"),
        ("02" + CHIP_MAP_PUBLIC[2:66], "uncompressed point"),
        ("00", "uncompressed point"),
    ],
)
def test_a_key_that_is_no_point_of_the_curve_is_refused(key: str, says: str) -> None:
    answer = bytes.fromhex(key)
    wrapped = f"7C{len(answer) + 2:02X}82{len(answer):02X}{key}9000"
    exchanges = (*PACE_EXCHANGES[:2], (PACE_EXCHANGES[2][0], wrapped))
    with pytest.raises(MalformedError, match=says):
        pace.open_chip(Channel(ScriptedChip(exchanges)), AccessKey.from_fields("T22000129", "640812", "101031"), info())


@pytest.mark.usefixtures("fixed_nonces")
def test_a_chip_that_mirrors_our_key_is_refused() -> None:
    exchanges = (*PACE_EXCHANGES[:3], (PACE_EXCHANGES[3][0], f"7C438441{PUBLIC}9000"))
    with pytest.raises(MalformedError, match="our own key"):
        pace.open_chip(Channel(ScriptedChip(exchanges)), AccessKey.from_fields("T22000129", "640812", "101031"), info())


# The curves
@pytest.mark.parametrize("number", STANDARD)
def test_every_curve_is_consistent_and_the_library_agrees_where_it_knows_it(number: int) -> None:
    from cryptography.hazmat.primitives.asymmetric import ec

    from kiosk.documents.emrtd.pki import _LIBRARY

    curve = STANDARD[number]
    assert curve.holds(curve.generator)
    assert curve.add(curve.multiply(curve.n - 1, curve.generator), curve.multiply(2, curve.generator)) == (
        curve.generator
    )
    with pytest.raises(MalformedError, match="infinity"):
        curve.multiply(curve.n, curve.generator)
    known = _LIBRARY.get(curve.name)
    if known is not None:
        scalar = curve.n // 3
        theirs = ec.derive_private_key(scalar, known()).public_key().public_numbers()
        assert curve.multiply(scalar, curve.generator) == (theirs.x, theirs.y)


def test_keys_stay_out_of_repr() -> None:
    assert MRZ_INFORMATION not in repr(KEY)
    assert "123456" not in repr(AccessKey(can="123456"))


@pytest.mark.parametrize("can", ["", "12345", "1234567", "12345a", "１２３４５６"])
def test_a_can_that_is_none_is_refused(can: str) -> None:
    with pytest.raises(ValueError, match="six digits"):
        AccessKey(can=can)
