"""The fields of one file that waits, by their names in the form."""

FACTS = ("team", "produced_on", "covers_from", "covers_to", "review_by", "owner", "marking")
# `had` are the items that had a file when the page was shown.
FIELDS = ("take", "do", "other", "had", "title", *FACTS, "elements", "note")
# What the panel fills in all rows.
SHARED = ("team", "covers_from", "covers_to", "elements", "owner", "marking", "review_by")
DATES = ("produced_on", "covers_from", "covers_to", "review_by")
NEW_ITEM, OTHER = "new", "other"
LONGEST_TITLE, LONGEST_NOTE, LONGEST_TYPED = 300, 500, 2000
