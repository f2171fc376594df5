"""Files that wait to be added, as rows of a form: proposed, said, read, and what is wrong."""
