"""Addresses of evidence."""

from django.urls import URLPattern, URLResolver, include, path, register_converter

from criteria.converters import CodeConverter

from .views import (
    adding,
    addresses,
    chosen,
    dates,
    deciding,
    destroying,
    disclosures,
    facts,
    files,
    histories,
    history,
    holds,
    importing,
    imports,
    intake,
    intake_confirm,
    intake_files,
    items,
    library,
    linking,
    links,
    lists,
    observations,
    records,
    registers,
    withdrawing,
)

app_name = "evidence"

register_converter(CodeConverter, "evidence_code")

of_element = [
    path("add", adding.add, name="add"),
    path("address", addresses.add_address, name="add_address"),
    path("observation", observations.observe, name="observe"),
    path("find", linking.find, name="find"),
    path("link", linking.link, name="link"),
    path("<int:link>/edit", links.edit, name="edit_link"),
    path("<int:link>/move", links.move, name="move_link"),
    path("<int:link>/archive", links.archive, name="archive_link"),
    path("<int:link>/restore", links.restore, name="restore_link"),
]

of_pending = [
    path("", importing.check_import, name="check_import"),
    path("rows/<int:row>/", importing.correct_import, name="correct_import"),
    path("lines/<int:line>/", importing.correct_line, name="correct_line"),
    path("differences", importing.choose_import, name="choose_import"),
    path("confirm", importing.confirm, name="confirm_import"),
    path("abandon", importing.abandon, name="abandon_import"),
]

of_register = [
    path("", registers.check, name="check_register"),
    path("columns", registers.columns, name="register_columns"),
    path("choose", registers.choose, name="choose_register"),
    path("confirm", registers.confirm, name="confirm_register"),
    path("drop", registers.drop, name="drop_register"),
]

of_intake = [
    path("", intake.intake, name="intake"),
    path("files", intake_files.files, name="intake_files"),
    path("files/<uuid:file>/take-out", intake_files.take_out_file, name="take_out_file"),
    path("confirm", intake_confirm.confirm, name="confirm_intake"),
    path("drop", intake_confirm.drop, name="drop_intake"),
]

of_chosen = [
    path("link", chosen.link, name="chosen_link"),
    path("owner", chosen.owner, name="chosen_owner"),
    path("dates", chosen.dates, name="chosen_dates"),
    path("marking", chosen.marking, name="chosen_marking"),
    path("in-force", chosen.in_force, name="chosen_in_force"),
    path("archive", chosen.archive_chosen, name="chosen_archive"),
    path("withdraw", chosen.withdraw, name="chosen_withdraw"),
    path("download", chosen.download, name="chosen_download"),
]

of_portfolio: list[URLPattern | URLResolver] = [
    path("evidence/", library.library, name="library"),
    path("evidence/register.csv", registers.export_csv, name="register_csv"),
    path("evidence/register.xlsx", registers.export_xlsx, name="register_xlsx"),
    path("evidence/<evidence_code:code>/", items.item, name="item"),
    path("evidence/<evidence_code:code>/version", items.add_version, name="add_version"),
    path(
        "evidence/<evidence_code:code>/versions/<int:number>/redacted",
        items.add_redacted,
        name="add_redacted",
    ),
    path(
        "evidence/<evidence_code:code>/versions/<int:number>/pictures",
        observations.add_pictures,
        name="add_pictures",
    ),
    path(
        "evidence/<evidence_code:code>/versions/<int:number>/destroy",
        destroying.ask,
        name="destroy_version",
    ),
    path("evidence/<evidence_code:code>/address", addresses.address_version, name="new_address"),
    path("evidence/<evidence_code:code>/seen-again", addresses.seen_again, name="seen_again"),
    path("evidence/<evidence_code:code>/history", history.item_history, name="item_history"),
    path("evidence/<evidence_code:code>/withdraw", withdrawing.withdraw, name="withdraw_item"),
    path("evidence/<evidence_code:code>/restore", withdrawing.restore, name="restore_item"),
    path("evidence/<evidence_code:code>/edit", facts.edit_item, name="edit_item"),
    path("evidence/<evidence_code:code>/in-force", facts.in_force, name="in_force"),
    path("add/", intake.new_intake, name="new_intake"),
    path("add/<uuid:uuid>/", include(of_intake)),
    path("chosen/", include(of_chosen)),
    path("lists/save", lists.save, name="save_list"),
    path("lists/forget", lists.forget, name="forget_list"),
    path("dates/", dates.dates, name="dates"),
    path("elements/<evidence_code:code>/evidence/", include(of_element)),
    path("imports/", imports.imports, name="imports"),
    path("imports/new/", importing.new_import, name="new_import"),
    path("imports/new/<int:pk>/", include(of_pending)),
    path("imports/register/", registers.new, name="new_register"),
    path("imports/register/<uuid:uuid>/", include(of_register)),
    path("imports/<int:pk>/", imports.summary_import, name="import"),
]

of_destruction = [
    path("", destroying.destruction, name="destruction"),
    path("agree", destroying.agree, name="agree_to_destruction"),
    path("refuse", destroying.refuse, name="refuse_destruction"),
    path("withdraw", destroying.withdraw, name="withdraw_destruction"),
]

of_disclosure = [
    path("", disclosures.disclosure, name="disclosure"),
    path("entries/<int:entry>/", deciding.decide, name="decide_entry"),
    path("entries/<int:entry>/leave-out", disclosures.leave_entry_out, name="leave_entry_out"),
    path("entries/<int:entry>/copy", deciding.redacted_copy, name="redacted_copy"),
    path("release/", deciding.release, name="release"),
    path("releases/<int:release>/", deciding.release_zip, name="release_zip"),
    path("refuse/", deciding.refuse, name="refuse_disclosure"),
    path("extend/", deciding.extend, name="extend_disclosure"),
    path("reopen/", deciding.reopen, name="reopen_disclosure"),
]

of_records: list[URLPattern | URLResolver] = [
    path("search/", records.search, name="records_search"),
    path("holds/", holds.holds, name="holds"),
    path("holds/new/", holds.new_hold, name="new_hold"),
    path("holds/<int:hold>/lift/", holds.lift, name="lift_hold"),
    path("disclosures/", disclosures.disclosures, name="disclosures"),
    path("disclosures/new/", disclosures.new_disclosure, name="new_disclosure"),
    path("disclosures/past/", disclosures.past_disclosures, name="past_disclosures"),
    path("disclosures/add/", disclosures.add_to_disclosure, name="add_to_disclosure"),
    path("disclosures/<int:disclosure>/", include(of_disclosure)),
]

urlpatterns = [
    path("destructions/<uuid:uuid>/", include(of_destruction)),
    path(
        "organisations/<slug:organisation>/destructions/",
        destroying.destructions,
        name="destructions",
    ),
    path("organisations/<slug:organisation>/records/", include(of_records)),
    path(
        "organisations/<slug:organisation>/history/",
        histories.organisation_history,
        name="organisation_history",
    ),
    path(
        "organisations/<slug:organisation>/people/<int:pk>/history/",
        histories.person_history,
        name="person_history",
    ),
    path("account/activity/", histories.activity, name="activity"),
    path("services/<slug:service>/<slug:standard>/", include(of_portfolio)),
    path("files/<uuid:uuid>/", files.file, name="file"),
    path("files/<uuid:uuid>/view/", files.file_view, name="file_view"),
]
