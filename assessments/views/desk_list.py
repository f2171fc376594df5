"""The list of elements at the side of the desk, and the way to the next and the previous."""

from typing import Any

from assessments.desk_queries import SHORT, Entry, Show, Standing

from .desk_address import address_of, query_of


def list_context(standing: Standing, entry: Entry, show: Show) -> dict[str, Any]:
    """The list under a filter, its filters with their counts, and the neighbours in it."""
    assessment = standing.assessment
    before, after = standing.before(entry.code, show), standing.after(entry.code, show)
    counts = standing.counts()
    offered = [each for each in Show if each != Show.ALL or counts[each] != counts[Show.REVIEW]]
    return {
        "groups": standing.groups(show),
        "list_query": query_of(show),
        "filters": [
            {
                "text": each.label,
                "short": SHORT[each],
                "count": counts[each],
                "url": address_of(assessment, entry.code, each),
                "is_current": each == show,
            }
            for each in offered
        ],
        "previous": before,
        "previous_url": address_of(assessment, before.code, show) if before else "",
        "next": after,
        "next_url": address_of(assessment, after.code, show) if after else "",
    }
