"""The environment that settings are read from."""

import environ

env = environ.Env()
