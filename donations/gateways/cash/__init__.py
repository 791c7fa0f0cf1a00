"""Notes and coins, given from hand to hand or into a box."""
