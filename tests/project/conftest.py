"""The world that the matrix asks about, made once for each module that asks."""

import logging
from collections.abc import Iterator

import pytest
from django.db import transaction

from .visitors import Visitors
from .world import World, make_world


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> Iterator[World]:
    log = logging.getLogger("django.request")
    log.disabled = True  # thousands of refusals, which are the point
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_world()
        transaction.set_rollback(True)
    log.disabled = False


@pytest.fixture(scope="module")
def visitors(world) -> Visitors:
    return Visitors(world.people)
