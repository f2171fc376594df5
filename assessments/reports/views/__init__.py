"""The pages of documents, for the council and for the assessor."""
