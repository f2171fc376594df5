"""Writers at the same time keep one chain, and checking it disturbs nobody."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest
from django.db import connection, transaction

from accounts.history import About, record
from accounts.history.verify import verify_chain
from accounts.models import HistoryEntry, HistoryHead

pytestmark = pytest.mark.django_db(transaction=True)

WRITERS, EACH = 4, 15


def in_a_thread(work, *arguments):
    """Its own connection, which is closed afterwards."""
    try:
        return work(*arguments)
    finally:
        connection.close()


def write(writer, start=None):
    """Entries one by one, every fifth of which is taken back."""
    if start:
        start.wait(timeout=20)
    for number in range(EACH):
        with transaction.atomic():
            about = About(item_id=writer, element_code=str(number))
            record(verb="evidence.added", by=None, about=about, code="CSS1", title="Title")
            transaction.set_rollback(number % 5 == 4)


def test_parallel_writers_keep_one_chain_from_the_very_first_entry():
    assert not HistoryHead.objects.exists()
    start = Barrier(WRITERS)
    with ThreadPoolExecutor(WRITERS) as pool:
        jobs = [pool.submit(in_a_thread, write, writer, start) for writer in range(WRITERS)]
        for job in jobs:
            job.result()
    verdict = verify_chain()
    assert verdict.fault is None
    assert verdict.entries == WRITERS * EACH * 4 // 5
    for writer in range(WRITERS):
        of_writer = HistoryEntry.objects.filter(item_id=writer).order_by("sequence")
        numbers = [int(entry.element_code) for entry in of_writer]
        assert numbers == [number for number in range(EACH) if number % 5 != 4]


def test_checking_while_others_write_raises_no_false_alarm():
    done = Event()

    def check():
        verdicts = [verify_chain()]
        while not done.is_set():
            verdicts.append(verify_chain())
        return verdicts

    with ThreadPoolExecutor(3) as pool:
        checking = pool.submit(in_a_thread, check)
        jobs = [pool.submit(in_a_thread, write, writer) for writer in range(2)]
        for job in jobs:
            job.result()
        done.set()
        verdicts = checking.result()
    assert [verdict.fault for verdict in verdicts if verdict.fault] == []
    assert len({verdict.entries for verdict in verdicts}) > 1, "it was checked while it grew"
