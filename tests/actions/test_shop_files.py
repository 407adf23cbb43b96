"""The shop's files: complete, checked as a whole, and live."""

from collections import Counter

import pytest
from structlog.testing import capture_logs

from actions.demo_shop.files import load
from actions.demo_shop.reading import FilesFaulty
from actions.shop import CATEGORIES, Status


def faults(folder) -> list[str]:
    with pytest.raises(FilesFaulty) as caught:
        load(folder.path)
    return [str(fault) for fault in caught.value.faults]


def test_the_demo_shop_is_large_enough_to_be_real(folder):
    files = load(folder.path)

    assert len(files.stores) >= 14
    assert len({store.town for store in files.stores}) >= 10
    assert {store.country for store in files.stores} == {"NO", "FI", "IT", "PK", "GB"}
    assert len(files.products) >= 60
    assert {product.category for product in files.products} == set(CATEGORIES)
    assert [order.number for order in files.orders] == [str(number) for number in range(10001, 10201)]
    assert {order.status for order in files.orders} == set(Status)
    assert min(Counter(order.country for order in files.orders).values()) >= 20


def test_customers_are_invented_everywhere(folder):
    files = load(folder.path)

    assert {order.email.split("@")[1].split(".")[0] for order in files.orders} == {"example"}


def test_all_faults_are_told_at_once_with_file_row_and_cure(folder):
    folder.replace("stores.yml", "Su,PH off; Dec 24,Dec 31 10:00-15:00", "Su closing day")
    folder.replace("products.yml", "category: shoes", "category: footwear")
    folder.replace("policies.yml", "window_days: 60", "window_days: sixty")
    folder.replace("orders.csv", "kari@example.no", "kari")

    told = faults(folder)

    assert [line.split(" ")[:2] for line in told] == [
        ["stores.yml:10", "hours:"],
        ["products.yml:12", "category:"],
        ["policies.yml:11", "window_days:"],
        ["orders.csv:8", "email:"],
    ]
    assert "write a whole number" in told[2]


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("stores.yml", "id: bergen", "id: oslo-city", "oslo-city is there twice"),
        ("stores.yml", "timezone: Europe/Oslo", "timezone: Europe/Bergen", "not a time zone"),
        ("stores.yml", "Su,PH off", "SH,PH off", "school holidays"),
        ("stock.csv", ",bergen,", ",begren,", "begren is not in stores.yml"),
        ("stock.csv", "S100-BLK-40,", "S100-BLK-4O,", "S100-BLK-4O is not in products.yml"),
        ("orders.csv", "no-standard", "no-slow", "no-slow is not in policies.yml"),
        ("order_lines.csv", "10001,", "99999,", "99999 is not in orders.csv"),
        ("policies.yml", "{window_days}", "{windowdays}", "text of return-shoes names"),
        ("policies.yml", "category: home", "category: shoes", "no rule for home in returns"),
        ("policies.yml", "complaints:", "complaint:", "no complaints"),
        ("policies.yml", "    cost: 0.00", "    price: 0.00", "remove it or correct its name"),
        ("products.yml", "price: 119.00", "price: about 100", "write an amount like 4.90"),
        ("shop.yml", "name: Varde", "name: [", "not YAML"),
    ],
)
def test_a_fault_is_found_and_explained(folder, file, old, new, said):
    folder.replace(file, old, new)

    assert any(said in line for line in faults(folder)), faults(folder)


def test_a_missing_file_is_a_fault_and_no_crash(folder):
    (folder.path / "policies.yml").unlink()

    assert any(line.startswith("policies.yml:1 cannot be read") for line in faults(folder))


async def test_a_changed_policy_price_hour_or_stock_is_in_the_next_answer(shop, folder):
    folder.replace("policies.yml", "window_days: 60", "window_days: 45")
    folder.replace("products.yml", "price: 119.00", "price: 99.00")
    folder.replace("stores.yml", "Mo-Fr 10:00-22:00", "Mo-Fr 07:00-22:00")
    folder.replace("stock.csv", "S100-BLK-40,0", "S100-BLK-40,77")

    policy = await shop.return_policy("shoes")
    (product, *_) = await shop.search_products("Fjell Runner")
    monday = await shop.store_hours("oslo-city", weekday="monday")
    (online, *_) = await shop.availability("S100", size="40", color="black")
    assert policy.window_days == 45
    assert policy.rule.text.startswith("Shoes can be returned within 45 days")
    assert str(product.price) == "99.00"
    assert monday.spans[0][0].hour == 7
    assert online.quantity == 77


async def test_a_faulty_change_is_logged_and_the_last_good_state_answers(shop, folder):
    folder.replace("policies.yml", "window_days: 60", "window_days: many")

    with capture_logs() as logs:
        policy = await shop.return_policy("shoes")

    assert policy.window_days == 60
    assert [entry["event"] for entry in logs] == ["shop_files_faulty_keeping_the_last"]
    assert logs[0]["faults"] == ["policies.yml:11 window_days: write a whole number"]


async def test_every_rule_says_where_it_stands(shop, folder):
    lines = (folder.path / "policies.yml").read_text(encoding="utf-8").splitlines()

    policies = [await shop.return_policy(category) for category in CATEGORIES]
    rules = [policy.rule for policy in policies] + [
        option.rule for option in await shop.shipping_options("GB")
    ]

    for rule in rules:
        assert f"id: {rule.id}" in lines[int(rule.source.removeprefix("policies.yml:")) - 1]
