"""The search over all services of an organisation."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import serves
from accounts.models import Organisation
from evidence.forms_records import RecordsForm
from evidence.models import Disclosure
from evidence.queries.records import FoundRecords, find_records, records_page
from evidence.scope_records import records_in_scope
from evidence.search.index import snippets_for

from .common import SignedIn

A_PAGE = 25


@serves("evidence.govern_records", records_in_scope)
@require_safe
def search(request: SignedIn, organisation: Organisation) -> HttpResponse:
    form = RecordsForm(request.GET, services=list(organisation.services.all()))
    asked = form.asked
    context: dict[str, Any] = {
        "organisation": organisation,
        "form": form,
        "words": asked.get("words", ""),
        "is_narrowed": bool(asked.keys() - {"words"}),
        "nav": "organisation",
    }
    if asked and not form.errors:
        found = find_records(organisation, asked.get("words", ""), form.narrowing)
        page = _page(request, found)
        snippets = snippets_for(page.object_list, found.hits) if found.hits else {}
        open_ones = Disclosure.objects.filter(organisation=organisation).open()  # type: ignore[attr-defined]
        context["open_disclosures"] = list(open_ones)
        context |= {"page_obj": page, "found": found, "snippets": snippets}
    return render(request, "records/search.html", context)


def _page(request: SignedIn, found: FoundRecords) -> Page:
    page = Paginator(found.items, A_PAGE).get_page(request.GET.get("page"))
    page.object_list = list(records_page(page.object_list))  # type: ignore[arg-type]
    return page
