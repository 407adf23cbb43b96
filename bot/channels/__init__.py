"""Where customers are: adapters that convert in, call one thing, and convert out."""
