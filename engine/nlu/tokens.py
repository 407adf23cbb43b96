"""Cuts text of all languages into words with spaCy's rules for many languages."""

from __future__ import annotations

from typing import Any

import spacy
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.training_data.message import Message
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import compile_infix_regex

# "42/XL" and "order10442" are two words; Urdu has its own full stop and comma.
EXTRA_INFIXES = [r"/", r"[۔،؛؟]", r"(?<=[^\W\d_]{3})(?=\d)"]


def blank() -> Language:
    """A tokenizer without a model: the same cuts whatever the language."""
    nlp = spacy.blank("xx")
    infixes = [*(nlp.Defaults.infixes or ()), *EXTRA_INFIXES]
    nlp.tokenizer.infix_finditer = compile_infix_regex(infixes).finditer
    return nlp


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class Tokens(Tokenizer):
    """Rasa's tokens, cut by spaCy."""

    def __init__(self, config: dict[str, Any]) -> None:
        super().__init__(config)
        self._nlp = blank()

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Intents are never split into words."""
        return {"intent_tokenization_flag": False, "intent_split_symbol": "_"}

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        """The words of one attribute, without spaces."""
        doc: Doc = self._nlp.make_doc(message.get(attribute))
        return [Token(word.text, word.idx) for word in doc if not word.is_space]
