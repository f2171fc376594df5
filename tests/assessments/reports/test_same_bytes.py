"""The same data makes the same document, byte for byte, whichever process makes it."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from assessments.models import Assessment
from assessments.reports.kinds import KINDS
from tests.builders.assessments import make_completed, make_submitted, rate
from tests.builders.beside import Beside
from tests.builders.evidence import make_item, make_link, make_portfolio, make_version

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.any_database]
MAKE = """
import json
from assessments.models import Assessment
from assessments.reports.kinds import KINDS
from assessments.reports.make import digest_of, write
from assessments.reports.subject import Subject
rows = Assessment.objects.select_related(
    "portfolio__service__organisation", "portfolio__standard", "edition", "snapshot"
)
earlier, assessment = rows.order_by("pk")
made = {}
for code, kind in KINDS.items():
    content = kind.build(Subject(assessment, earlier if kind.compares else None))
    # Printing takes a while, and all are printed alike.
    made[code] = write(kind, content).sha256 if code in ("summary", "pack") else digest_of(content)
print(json.dumps(made))
"""


@pytest.fixture
def assessment() -> Assessment:
    portfolio = make_portfolio()
    for number, element in enumerate(("1.1.1", "1.1.2", "1.1.3") * 3):
        item = make_item(portfolio, f"Survey {number}", number=700 + number)
        make_version(item)
        make_link(portfolio, item, element)
    earlier = make_completed(portfolio, label="Visit 2025")
    assessment = make_submitted(portfolio, label="Visit 2026")
    rate(assessment, "1.1.1", "nearly", "Nearly there.")
    assert earlier.pk < assessment.pk
    return assessment


@pytest.mark.usefixtures("assessment")
def test_two_processes_that_order_sets_otherwise_make_the_same(tmp_path):
    def make(seed: str) -> dict[str, str]:
        beside = Beside(tmp_path / seed)
        beside.environment["PYTHONHASHSEED"] = seed
        return json.loads(beside.run("manage.py", "shell", "--no-imports", "-c", MAKE))

    with ThreadPoolExecutor(2) as pool:
        one, other = pool.map(make, ("1", "2"))
    assert one == other
    assert set(one) == set(KINDS)
