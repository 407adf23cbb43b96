"""Personal data in texts: all of it is found, in every script, and nothing of the shop's own is taken for it."""

import csv
from collections.abc import Iterator

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.privacy.cards import luhn
from bot.privacy.kinds import CONTACTS, Kind
from bot.privacy.mask import holds, mask
from bot.settings import ROOT

SHOP = ROOT / "data" / "shop"
URDU = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


@pytest.mark.parametrize(
    "number",
    [
        "4111111111111111", "4111 1111 1111 1111", "4111-1111-1111-1111", "4111.1111.1111.1111", "41111111 11111111",
        "5555 5555 5555 4444", "2223 0031 2200 3222", "3782 822463 10005", "3056 930902 5904", "6011000990139424",
        "3530111333300000", "6759649826438453", "4111\u00a01111\u20111111 1111", "41111111\u200f11111111",
    ],
)  # fmt: skip
@pytest.mark.parametrize("digits", [{}, URDU, ARABIC])
def test_a_card_number_is_found_in_any_grouping_and_any_digits(number: str, digits: dict[int, str]) -> None:
    written = number.translate(digits)

    assert mask(f"order 10442, card {written} 12/27") == "order 10442, card [card] 12/27"
    assert mask(f"میرا کارڈ {written} ہے") == "میرا کارڈ [card] ہے"


def test_a_card_number_is_found_between_other_numbers() -> None:
    assert mask("10442 4111 1111 1111 1111 123") == "10442 [card] 123"
    assert mask("4111111111111111 5555555555554444") == "[card] [card]"


@settings(deadline=None)  # the first one loads the numbering plans
@given(st.integers(0, 10**15 - 1))
def test_a_number_whose_check_digit_is_wrong_is_no_card(rest: int) -> None:
    number = next(n for n in (f"4{rest:015d}"[:15] + str(check) for check in range(10)) if not luhn(n))

    assert not holds(f"ref {number}", Kind.CARD)


@pytest.mark.parametrize(
    "number",
    [
        "15076500565", "150765 00565",  # Norway
        "55076500044", "01410100033", "01013220189",  # D-number, health number, from 2032
        "131052-308T", "131052A308T", "131052X308T", "131052y308t", "131052–308T",  # Finland, old and new signs
        "RSSMRA85T10A562S", "rss mra 85t10 a562s", "RSSMRA85TMLA562G", "RSSMRAURTMLAPSNG",  # Italy, also with letters
        "35202-1234567-1", "۳۵۲۰۲-۱۲۳۴۵۶۷-۱",
        "AB123456C", "ab 12 34 56 c", "123-45-6789",
    ],
)  # fmt: skip
def test_a_national_number_is_found(number: str) -> None:
    assert mask(f"it is {number}, thanks") == "it is [national number], thanks"


def test_a_bare_number_without_a_check_digit_is_a_persons_when_a_word_says_so() -> None:
    """Thirteen digits are also a parcel's."""
    assert mask("mera CNIC 3520212345671 hai") == "mera CNIC [national number] hai"
    assert mask("شناختی کارڈ نمبر ۳۵۲۰۲۱۲۳۴۵۶۷۱") == "شناختی کارڈ نمبر [national number]"
    assert mask("my SSN is 123456789") == "my SSN is [national number]"
    assert mask("my parcel 3520212345671") == "my parcel 3520212345671"


@pytest.mark.parametrize(
    "number", ["15076500566", "32076500565", "131052-308U", "321352-308T", "RSSMRA85T10A562T", "000-45-6789"]
)
def test_a_national_number_with_a_wrong_check_or_day_is_none(number: str) -> None:
    assert mask(f"ref {number}", keep=CONTACTS) == f"ref {number}"


@pytest.mark.parametrize(
    "account",
    [
        "NO93 8601 1117 947", "no9386011117947", "FI21 1234 5600 0007 85", "IT60 X054 2811 1010 0000 0123 456",
        "PK36SCBL0000001123456702", "GB29 NWBK 6016 1331 9268 19", "DE89370400440532013000",
    ],
)  # fmt: skip
def test_a_bank_account_is_found(account: str) -> None:
    assert mask(f"pay to {account} please") == "pay to [IBAN] please"
    assert mask(f"pay to {account[:-1]}0 please", keep=CONTACTS) != f"pay to {account} please"


@pytest.mark.parametrize(
    "number",
    [
        "41234567", "412 34 567", "+47 412 34 567", "0047 41234567", "040 123 4567", "+358401234567", "333 123 4567",
        "0300-1234567", "۰۳۰۰ ۱۲۳۴۵۶۷", "+92 300 1234567", "07911 123456", "020 7946 0018", "+1 212 555 0123",
    ],
)  # fmt: skip
def test_a_phone_number_is_found_as_people_write_them(number: str) -> None:
    assert mask(f"ring {number} ok") == "ring [phone] ok"
    assert mask(f"since 16/06/2026 {number}") == "since 16/06/2026 [phone]"


@pytest.mark.parametrize(
    "address", ["kari@example.no", "Kari.Nordmann+shop@post.example.co.uk", "åse@bokmål.no"]
)
def test_an_e_mail_address_is_found(address: str) -> None:
    assert mask(f"write to {address}, please") == "write to [e-mail], please"


def test_what_is_needed_to_answer_can_be_kept() -> None:
    text = "kari@example.no, 412 34 567, 4111 1111 1111 1111"

    assert mask(text, keep=CONTACTS) == "kari@example.no, 412 34 567, [card]"


def texts_of_the_shop() -> Iterator[str]:
    """Orders with their tracking numbers, products, prices, dates: as they are and as an answer would quote them."""
    for path in SHOP.glob("*.csv"):
        rows = csv.DictReader(line for line in path.read_text().splitlines() if not line.startswith("#"))
        for row in rows:
            yield from (f"It is {value}." for name, value in row.items() if name != "email" and value)
            yield " ".join(value for name, value in row.items() if name != "email" and value)
    for path in SHOP.glob("*.yml"):
        yield from _strings(yaml.safe_load(path.read_text()))


def _strings(node: object) -> Iterator[str]:
    if isinstance(node, dict):
        yield from (
            text for name, value in node.items() if name not in {"phone", "email"} for text in _strings(value)
        )
    elif isinstance(node, list):
        yield from (text for value in node for text in _strings(value))
    elif node is not None:
        yield str(node)


def test_nothing_of_the_shop_is_taken_for_personal_data() -> None:
    texts = list(texts_of_the_shop())

    assert len(texts) > 1000
    assert [text for text in texts if mask(text) != text] == []


@pytest.mark.parametrize(
    "text",
    [
        "orders 10442, 10443 and 10444", "S115-WHT-46", "1 299,00 kr", "Rs. 12,999", "1.299,50 €",
        "2026-11-29 13:00:25",
        "29.11.2026", "20261129", "2026-11-29T13:00:25.123456Z", "Mo-Fr 10:00-22:00", "JJFI835498628", "GV157521441GB",
        "3707767616625", "779821372498", "1732886425.000100", "M1 1AE", "0050 Oslo", "10 x 199 = 1990",
        "size 45 1 199.00", "S107-BRN-45 199.00",
        "Posten 3707784420647 -24 25", "۱۲۹۹ روپے",
    ],
)  # fmt: skip
def test_codes_prices_and_times_stay(text: str) -> None:
    assert mask(text) == text


@settings(deadline=None)  # the first one loads the numbering plans
@given(st.text())
def test_whatever_is_masked_has_nothing_left_to_mask(text: str) -> None:
    assert mask(mask(text)) == mask(text)
