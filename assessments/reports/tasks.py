"""What the worker does for documents."""

from django_tasks import task

from assessments.models import ReportFile

from .make import fulfil


@task()
def make_report(pk: int) -> None:
    """Make the document that was asked for. Run twice, it makes it once."""
    files = ReportFile.objects.select_related(
        "asked_by",
        "assessment__portfolio__service__organisation",
        "assessment__portfolio__standard",
        "assessment__edition",
        "assessment__snapshot",
        "compared_with__edition",
        "compared_with__snapshot",
    )
    fulfil(files.get(pk=pk))
