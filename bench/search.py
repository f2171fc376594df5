"""The search of the library: words common and rare, codes, and what is nowhere."""

from functools import partial

from django.core.paginator import Paginator

from evidence.queries import library_items, library_page
from evidence.search.index import find, snippets_for

from .case import Case, Do, Doing
from .world import World

A_PAGE = 50


def queries(world: World) -> list[str]:
    """Forty searches, the same at each run."""
    words = world.vocabulary.words
    common = [words[rank] for rank in (3, 5, 8, 12, 20, 30, 45, 70)]
    usual = [words[rank] for rank in (150, 250, 400, 600, 800, 1_000, 1_500, 2_000)]
    rare = [words[rank] for rank in (5_000, 12_000, 18_000, 19_999)]
    pairs = [
        *(f"{one} {two}" for one, two in zip(common, usual, strict=True)),
        f"{common[0]} {common[1]}",
        f"{common[2]} {common[3]} {common[4]}",
    ]
    prefix = world.portfolio.service.prefix
    codes = [prefix, f"{prefix}12", f"{prefix}1234", f"{prefix}-10077", f"C102 {common[0]}"]
    titles = ["survey", "oban charter"]
    nowhere = ["xylophonist", f"{common[0]} xylophonist", "HR-12"]
    return [*common, *usual, *rare, *pairs, *codes, *titles, *nowhere]


def search(world: World, words: str) -> object:
    """What the page of the library asks for: a page of the best matches, and where they are."""
    hits = find(world.portfolio, words)
    page = Paginator(hits.best_first(library_items(world.portfolio)), A_PAGE).get_page(1)
    items = list(library_page(world.portfolio, page.object_list))  # type: ignore[arg-type]
    return snippets_for(items, hits)


def through_the_index(world: World) -> list[Do]:
    return [Doing(words, partial(search, world, words)) for words in queries(world)]


def through_the_page(world: World) -> list[Do]:
    def answered(words: str) -> object:
        answer = world.client.get(f"{world.base}/evidence/", {"words": words})
        assert answer.status_code == 200
        return answer

    return [Doing(words, partial(answered, words)) for words in queries(world)]


CASES = [
    Case("search, index alone", through_the_index, bound=200),
    Case("search, whole page", through_the_page, bound=300, rounds=3),
]
