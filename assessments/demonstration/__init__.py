"""The demonstration council, loaded from `fixtures/demonstration` through the actions."""
