"""The pages of the standards and of the guidance beside them."""
