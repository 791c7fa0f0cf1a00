"""What staff see of translations: buttons, labels, a report, words to look at."""
