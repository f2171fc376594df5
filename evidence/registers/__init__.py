"""Evidence registers: the spreadsheets in which councils list what they have."""
