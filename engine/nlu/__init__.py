"""Language understanding: tokens, entities, intents and the decision whether to ask."""
