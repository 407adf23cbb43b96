"""What staff press, command and look at."""
