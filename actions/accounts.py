"""The account a customer may see: its address and its postcode, both, and unknown reads like not theirs."""

from actions.service_values import Account, Owner
from actions.shop import Shop
from actions.turn import Turn

SLOTS = ("email", "postcode")


async def proven_account(turn: Turn, shop: Shop) -> Account:
    """Asks for what is missing."""
    email = turn.need("email", "utter_ask_account_email")
    postcode = turn.need("postcode", "utter_ask_account_postcode")
    account = await shop.account(Owner(email, postcode))
    if account is None:
        turn.ask_again("proof", "utter_account_not_found")
    return account
