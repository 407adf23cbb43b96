"""What customers ask of the shop: one errand a module, over the Shop protocol in shop.py."""
