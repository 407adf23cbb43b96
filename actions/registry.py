"""Finds the errands of the package and gives each the one shop."""

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from types import ModuleType

from rasa_sdk import Action
from rasa_sdk.executor import ActionExecutor

from actions.shop import Shop


def executor_for(package: ModuleType, shop: Shop) -> ActionExecutor:
    """Raises ValueError when two errands have one name."""
    executor = ActionExecutor()
    for errand in _errands(package):
        action = errand(shop) if "shop" in inspect.signature(errand).parameters else errand()
        if action.name() in executor.actions:
            raise ValueError(f"two errands are called {action.name()}; the second is {errand.__qualname__}")
        executor.register_action(action)
    return executor


def _errands(package: ModuleType) -> Iterator[type[Action]]:
    """Every Action that is not abstract, from the module that defines it."""
    for found in pkgutil.walk_packages(package.__path__, prefix=f"{package.__name__}."):
        if found.name.rpartition(".")[2] == "__main__":
            continue  # importing it would start the server
        module = importlib.import_module(found.name)
        for _, item in inspect.getmembers(module, inspect.isclass):
            mine = item.__module__ == module.__name__
            if mine and issubclass(item, Action) and not inspect.isabstract(item):
                yield item
