"""Rasa's YAML read by libyaml: Rasa asks for a YAML version by number, and its library then parses in Python."""

from __future__ import annotations

import re
from typing import Any

import rasa.shared.utils.io
import yaml
from ruamel.yaml.constructor import DuplicateKeyError

_stock = rasa.shared.utils.io.read_yaml


class _Loader(yaml.CSafeLoader):
    """YAML 1.2 as Rasa means it: only true and false are booleans, and no key stands twice."""

    yaml_implicit_resolvers = {  # noqa: RUF012 - PyYAML's own name
        letter: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith((":bool", ":timestamp"))]
        for letter, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
    }

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [key.value for key, _ in node.value]
        if len(keys) != len(set(keys)) and "<<" not in keys:
            raise DuplicateKeyError
        return super().construct_mapping(node, deep)


_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile(r"^(?:true|True|TRUE|false|False|FALSE)$"), list("tTfF")
)


def read_fast() -> None:
    """Until the process ends; what libyaml refuses is read by Rasa's parser, for its words about what is wrong."""
    rasa.shared.utils.io.read_yaml = _read


def _read(content: str, reader_type: str | list[str] = "safe") -> Any:
    if "${" in content:  # Rasa puts variables of the environment in
        return _stock(content, reader_type)
    try:
        return yaml.load(content, _Loader) or {}  # noqa: S506 - a SafeLoader
    except (yaml.YAMLError, DuplicateKeyError):
        return _stock(content, reader_type)
