"""What the entry in the history costs a page that shows words of evidence or assessments."""

# A savepoint and its end, the head held, the entry, its words, the head moved on.
READING = 6
