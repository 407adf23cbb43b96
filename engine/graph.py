"""Runs the model's components one after the other, in an order found once."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from rasa.engine.loader import load_predict_graph_runner
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.storage import ModelMetadata


class InOrder(DaskGraphRunner):
    """Stock Rasa plans the graph anew for every message, which costs more than most components."""

    def run(self, inputs: dict[str, Any] | None = None, targets: list[str] | None = None) -> dict[str, Any]:
        """The outputs of the targets."""
        wanted = tuple(targets or self._graph_schema.target_names)
        done: dict[str, Any] = {name: (name, value) for name, value in (inputs or {}).items()}
        for name, needs in self._order(wanted):
            # An input that is not given goes by its name: the node then says what it misses.
            done[name] = self._instantiated_nodes[name](*(done.get(need, need) for need in needs))
        return dict(done[name] for name in wanted)

    def _order(self, targets: tuple[str, ...]) -> list[tuple[str, list[str]]]:
        orders: dict[tuple[str, ...], list[tuple[str, list[str]]]] = self.__dict__.setdefault("_orders", {})
        if targets not in orders:
            order: dict[str, list[str]] = {}
            for target in targets:
                self._visit(target, order)
            orders[targets] = list(order.items())
        return orders[targets]

    def _visit(self, name: str, order: dict[str, list[str]]) -> None:
        if name in order or name not in self._graph_schema.nodes:
            return
        needs = list(self._graph_schema.nodes[name].needs.values())
        for need in needs:
            self._visit(need, order)
        order[name] = needs  # after all that it needs


def load(model: Path) -> tuple[ModelMetadata, InOrder]:
    """Raises tarfile.ReadError and what the components raise."""
    with TemporaryDirectory() as folder:
        metadata, runner = load_predict_graph_runner(Path(folder), model, LocalModelStorage, InOrder)
    return metadata, runner  # type: ignore[return-value]
