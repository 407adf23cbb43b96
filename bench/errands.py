"""What the customers say: ordinary errands in English, none of which needs a person or changes an order."""

from itertools import chain, cycle, islice

ERRANDS = (
    ("hello", "what is your return policy for shoes?", "thanks"),
    ("where is my order?", "10001", "kari@example.no", "thank you"),
    ("do you have a store in Bergen?", "when are you open in Bergen on Sunday?"),
    ("what does delivery to Norway cost?", "how long does delivery to Finland take?"),
    ("how can I pay?",),
    ("I want to cancel my order", "10014", "saara.koskinen@example.fi", "no"),
    ("do you have the Fjell Runner in size 42?", "how much is the Regn Rain Jacket?"),
    ("where is my refund?", "10006", "20121"),
    ("are you a bot?", "what is the warranty on electronics?"),
    ("where is order 10010?", "no, order 10004", "W1F 7DW", "goodbye"),
)


def script(customer: int, turns: int) -> list[str]:
    """The messages of one customer; each begins with another errand, and all come round again."""
    start = customer % len(ERRANDS)
    return list(islice(chain.from_iterable(cycle(ERRANDS[start:] + ERRANDS[:start])), turns))
