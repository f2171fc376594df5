"""Loads the whole demonstration: once, all or nothing."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from accounts.models import Organisation, Service, User
from assessments.demonstration.council import make_organisation, make_person
from assessments.demonstration.dates import date_evidence
from assessments.demonstration.documents import file_for
from assessments.demonstration.visits import Visits
from criteria.actions import load_standard, write_own_guidance
from criteria.models import Edition
from criteria.queries import current_edition, own_guidance
from evidence.actions import add_version, open_portfolio
from evidence.imports.apply import import_summary
from evidence.intake.store import keep
from evidence.models import EvidenceItem, Portfolio

FIXTURES = Path(settings.BASE_DIR) / "fixtures"


def is_loaded() -> bool:
    """Whether there is any organisation: the demonstration is for an empty portal only."""
    return Organisation.objects.exists()


@transaction.atomic
def load_demonstration(*, say: Callable[[str], object] = print) -> None:
    """Fill an empty portal; `say` is told how far it is."""
    data = json.loads((FIXTURES / "demonstration" / "council.json").read_text())
    load_standard(data=json.loads((FIXTURES / "cse.json").read_text()))
    for organisation in data["organisations"]:
        make_organisation(organisation)
    people = {row["email"].split("@")[0]: make_person(row) for row in data["people"]}
    edition = current_edition("cse")
    _load_customer_support(data, people, edition, say)
    _load_others(data, people, edition, say)
    _write_guidance(data["own_guidance"], people["admin"], edition)


def _write_guidance(texts: dict[str, dict[str, str]], by: User, edition: Edition) -> None:
    for slug, of_elements in texts.items():
        council = Organisation.objects.get(slug=slug)
        for code, text in of_elements.items():
            guidance = own_guidance(council, edition.elements.get(code=code))
            write_own_guidance(guidance=guidance, text=text, revision=0, by=by)


def _visits(service: str, edition: Edition, officer: User, manager: User, people: dict) -> Visits:
    portfolio = open_portfolio(
        service=Service.objects.select_related("organisation").get(slug=service),
        standard=edition.standard,
        by=manager,
    )
    return Visits(portfolio, edition, officer, manager, people["assessor"], people["admin"])


def _load_customer_support(
    data: dict[str, Any], people: dict[str, User], edition: Edition, say: Callable[[str], object]
) -> None:
    visits = _visits(
        "customer-support-services", edition, people["officer"], people["manager"], people
    )
    last = visits.last_visit(data["last_visit"])
    say("Reading the council’s Assessment Summary")
    summary = FIXTURES / "demonstration" / "assessment_summary.txt"
    import_summary(
        portfolio=visits.portfolio,
        edition=edition,
        data=summary.read_bytes(),
        source_name=summary.name,
        by=people["officer"],
    )
    _add_files(visits.portfolio, people["officer"], say)
    date_evidence(
        list(EvidenceItem.objects.of_service(visits.portfolio.service)),
        own=[people["officer"], people["manager"]],
        corporate=people["admin"],
    )
    visits.shown_last_year(last, data["last_visit"])
    visits.this_visit(data["this_visit"])


def _load_others(
    data: dict[str, Any], people: dict[str, User], edition: Edition, say: Callable[[str], object]
) -> None:
    say("A second service, which is being assessed, and a second council")
    officer = people["officer2"]
    _visits("building-standards", edition, officer, officer, people).visit_under_way(
        data["building_standards"]
    )
    outsider = people["outsider"]
    housing = _visits("housing-services", edition, outsider, outsider, people)
    housing.add_items(data["housing"])


def _add_files(portfolio: Portfolio, by: User, say: Callable[[str], object]) -> None:
    items = list(
        EvidenceItem.objects.filter(
            Q(service=portfolio.service) | Q(organisation=portfolio.service.organisation)
        ).select_related("service", "organisation")
    )
    for done, item in enumerate(items, start=1):
        add_version(item=item, file=keep(file_for(item)), by=by)
        if done % 40 == 0 or done == len(items):
            say(f"Making a file for each item of evidence: {done} of {len(items)}")
