"""Who gets in, and how: what is put around allauth, which does the signing in."""
