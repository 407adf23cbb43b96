"""The demo shop's texts in other languages: data/shop/words/<language>.yml, and a list of what they lack."""

import argparse
import re
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import holidays
import yaml

from actions.demo_shop.reading import Reader
from actions.vocabulary import FIELD

if TYPE_CHECKING:
    from actions.demo_shop.files import Policies, ShopFiles

FOLDER = "words"
ROOT = Path(__file__).resolve().parents[2]
YEARS = 3  # of public holidays, this one included
GUESSED = ("{holiday} (estimated)", "{holiday} (observed)")  # days that hang on the moon, or are moved
TO_TRANSLATE = re.compile(r"[a-z]{3}|\b(yes|no|up|to|by|of)\b")  # all but figures, units and abbreviations

Words = dict[str, tuple[str, ...]]


def read_words(reader: Reader) -> dict[str, Words]:
    """By language; a text or a list of texts for each of the shop's."""
    found: dict[str, Words] = {}
    for path in sorted((reader.folder / FOLDER).glob("*.yml")):
        file = f"{FOLDER}/{path.name}"
        _, entries = reader.mapping(file)
        if not isinstance(entries, dict | None):
            reader.fault(file, 1, "not a mapping", "write `English text: translation` lines")
            continue
        found[path.stem] = {text: _said(value) for text, value in (entries or {}).items()}
        for text, said in found[path.stem].items():
            _check(reader, file, text, said)
    return found


def _said(value: Any) -> tuple[Any, ...]:
    return tuple(value) if isinstance(value, list) else (value,)


def _check(reader: Reader, file: str, text: str, said: tuple[Any, ...]) -> None:
    if not said or not all(isinstance(it, str) and it.strip() for it in said):
        reader.fault(file, 1, f"{text!r} has no translation", "write a text or a list of texts")
    elif set(FIELD.findall(said[0])) != set(FIELD.findall(text)):
        reader.fault(file, 1, f"the translation of {text!r}", "use exactly the {fields} of the English text")


def texts(files: "ShopFiles") -> list[str]:
    """Everything in the shop's files that customers are told and that is not a name or a figure."""
    every = [files.shop.desk_hours_text, *_of_policies(files.policies), *_of_products(files)]
    every += [promotion.name for promotion in files.service.promotions]
    every += [*_holidays(files), *GUESSED]
    return [text for text in dict.fromkeys(every) if TO_TRANSLATE.search(text)]


def _of_policies(policies: "Policies") -> Iterator[str]:
    for returns in policies.returns.values():
        yield from (*returns.conditions, *returns.excluded)
    yield from (warranty.covers for warranty in policies.warranty.values())
    yield policies.refunds.method
    yield from (rule.text for rule in policies.hand_in.values())
    yield from (option.name for option in policies.shipping)
    for method in policies.payment.values():
        yield from (method.name, method.note)


def _of_products(files: "ShopFiles") -> Iterator[str]:
    for product in files.products:
        yield product.kind
        for variant in product.variants:
            yield from (variant.color or "", variant.size or "")
        for name, value in product.properties.items():
            yield from (name, value)


def _holidays(files: "ShopFiles") -> Iterator[str]:
    this_year = datetime.now(UTC).year
    for country in dict.fromkeys((store.country, store.region) for store in files.stores):
        code, region = country
        years = range(this_year, this_year + YEARS)
        calendar = holidays.country_holidays(code, subdiv=region, language="en_US", years=years)
        for name in calendar.values():
            for part in name.split("; "):
                yield re.sub(r" \((estimated|observed)\)$", "", part)


def missing(files: "ShopFiles", language: str) -> list[str]:
    known = files.words.get(language, {})
    return [text for text in texts(files) if text not in known]


def stale(files: "ShopFiles", language: str) -> list[str]:
    """What is translated but nowhere in the shop's files, such as a text that was changed since."""
    known = set(texts(files)) | {variant for it in files.products for variant in it.aliases}
    return [text for text in files.words.get(language, {}) if text not in known]


def main(arguments: Iterable[str] | None = None) -> int:
    """Prints as YAML what a language lacks; the result is 1 when it lacks something."""
    from actions.demo_shop.files import load  # noqa: PLC0415  (files reads these words)

    parser = argparse.ArgumentParser(prog="python -m actions.demo_shop.words", description=main.__doc__)
    parser.add_argument("--missing", metavar="LANGUAGE", required=True, help="such as nb or ur-Latn")
    language = parser.parse_args(None if arguments is None else list(arguments)).missing
    files = load(ROOT / "data" / "shop")
    lacking = missing(files, language)
    sys.stdout.writelines(f"# not in the shop's files: {text}\n" for text in stale(files, language))
    if lacking:
        yaml.safe_dump(dict.fromkeys(lacking, ""), sys.stdout, allow_unicode=True, sort_keys=False, width=200)
    return int(bool(lacking))


if __name__ == "__main__":
    sys.exit(main())
