"""What each part of the documents' stylesheet costs: one thing changed at a time.

    python -m bench.stylesheet [ROUNDS]

The summary with 57 elements is rendered as it is and with the change, in turn in one process;
the ratio is that of the processor's work, the garbage collector switched off in both.
"""

import gc
import os
import re
import statistics
import sys
import time
from collections.abc import Callable, Mapping

import django

STYLESHEET = "static:css/documents.css"
Change = Callable[[str], str]


def added(rule: str) -> Change:
    return lambda css: f"{css}\n{rule}"


def without(pattern: str, instead: str = "") -> Change:
    """The stylesheet without what fits the pattern; something must."""

    def changed(css: str) -> str:
        made = re.sub(pattern, instead, css)
        assert made != css, f"nothing in the stylesheet fits {pattern}"
        return made

    return changed


CHANGES: Mapping[str, Change] = {
    "nothing changed": lambda css: css,
    "columns as wide as their content": without(r"table-layout: fixed;"),
    "the halves of an element as flex": added(
        ".el > div { flex: none } .el { display: flex; flex-wrap: wrap } h4 { width: 100% }"
    ),
    "no page numbers in lists": without(r"content: target-counter\([^;]*;"),
    "no count of all pages": without(r"counter\(pages\)", '"9"'),
    "no breaking of long words": without(r"overflow-wrap: anywhere;"),
    "words hyphenated": added("body { hyphens: auto }"),
    "codes not set in columns": without(r"display: inline-block; min-width: 14mm;"),
    "nothing kept together": without(r"break-(inside|after|before): avoid;"),
    "codes in the same font": without(r'font-family: "Atkinson Hyperlegible Mono", monospace;'),
    "no figures of equal width": without(r"font-variant-numeric: tabular-nums;"),
    "colours written out": without(r"var\(--[a-z0-9-]+\)", "#123456"),
    "no bookmarks": without(r"bookmark-[a-z]+:[^;}]*;"),
    "no choice by place": without(r"\n[^\n]*:nth-child[^\n]*"),
}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cse_portal.settings.demo")
    django.setup()

    from weasyprint import HTML
    from weasyprint.urls import URLFetcherResponse

    from assessments.reports.document import paper_html, pictures_of
    from assessments.reports.kinds import KINDS
    from assessments.reports.pdf import OwnFilesOnly
    from tests.builders.report_content import make_content_of_the_standard

    paper = KINDS["summary"].paper
    assert paper
    content = make_content_of_the_standard()
    html, pictures = paper_html(content, paper), pictures_of(content, paper)
    usual = OwnFilesOnly(pictures).fetch(STYLESHEET).read().decode()

    class Changed(OwnFilesOnly):
        """Serves the changed stylesheet in the place of the real one."""

        def __init__(self, css: str) -> None:
            super().__init__(pictures)
            self.css = css

        def _serve(self, url: str) -> URLFetcherResponse:
            if url != STYLESHEET:
                return super()._serve(url)
            return URLFetcherResponse(url, self.css.encode(), {"Content-Type": "text/css"})

    def work(css: str) -> tuple[float, int]:
        gc.collect()
        gc.disable()
        began = time.process_time()
        document = HTML(string=html, url_fetcher=Changed(css)).render(pdf_variant="pdf/ua-1")
        document.write_pdf(pdf_variant="pdf/ua-1")
        took = time.process_time() - began
        gc.enable()
        return took, len(document.pages)

    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    work(usual)
    for name, change in CHANGES.items():
        pairs = [(work(usual)[0], work(change(usual))) for _round in range(rounds)]
        ratio = statistics.median(after[0] / before for before, after in pairs)
        print(f"{name:<36}{ratio:>6.2f} ×{pairs[0][1][1]:>5} pages", flush=True)


if __name__ == "__main__":
    main()
