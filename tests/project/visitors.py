"""People who ask for every address of the portal, and what is wrong with what they get."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.test import Client

from accounts.access import PUBLIC
from accounts.models import User
from tests.builders.people import sign_in

from .matrix import LEAD_ON, NEVER_THERE, PERMISSIONS, Rule
from .nowhere import NOWHERE
from .places import Place
from .routes import Route, routes
from .world import PRIVATE, World

ROUTES = routes()
GUARDED = [route for route in ROUTES if route.permission not in (None, PUBLIC)]
METHODS = ("get", "post")
# No view takes them; who may not come in must not learn so.
OTHER_METHODS = ("head", "put", "patch", "delete", "options")
DONE = {200, 201, 204, 302, 303, 409, 422}
TOKEN = re.compile(rb'(name="csrfmiddlewaretoken" value=|"X-CSRFToken": ?|nonce=)"[^"]+"')
NONCE = re.compile(r"'nonce-[^']+'")
tally: Counter[str] = Counter()


@dataclass(frozen=True)
class Answer:
    """What came back, without the token that differs each time."""

    status: int
    body: bytes
    headers: frozenset[tuple[str, str]]
    template: str
    location: str

    @property
    def outcome(self) -> str:
        if self.location.startswith("/account/login/?next="):
            return "sign in"
        if self.status == 403:
            return "ended" if self.template == "assessments/access_ended.html" else "forbidden"
        if self.status == 404:
            return "hidden"
        return "served" if self.status in DONE | {405} else f"status {self.status}"


class Visitors:
    """One client a person; each request is taken back, in the database and in its cookies."""

    def __init__(self, people: dict[str, User | None]) -> None:
        self.nothing: dict[tuple[str, str, str], Answer] = {}
        self.clients = {name: Client() for name in people}
        for name, user in people.items():
            if user:
                sign_in(self.clients[name], user)
        self.sessions = {
            name: client.cookies["sessionid"].value if "sessionid" in client.cookies else ""
            for name, client in self.clients.items()
        }

    def ask(self, person: str, method: str, address: str) -> Answer:
        client = self.clients[person]
        client.cookies = SimpleCookie()
        if self.sessions[person]:
            client.cookies["sessionid"] = self.sessions[person]
        with transaction.atomic():
            answer = _answer(getattr(client, method)(address))
            transaction.set_rollback(True)
        assert person == "assessor" or PRIVATE.encode() not in answer.body, (
            f"{person} reads a private note: {method} {address}"
        )
        return answer

    def ask_for_nothing(self, person: str, method: str, route: Route) -> Answer:
        """What the person gets for objects that do not exist; asked once."""
        asked = (person, method, route.path)
        if asked not in self.nothing:
            tally["missing"] += 1
            self.nothing[asked] = self.ask(person, method, route.address(NOWHERE))
        return self.nothing[asked]


def _answer(response: Any) -> Answer:
    body = response.getvalue() if response.streaming else response.content
    templates = getattr(response, "templates", None) or []
    headers = {
        name: NONCE.sub("'nonce'", value)
        for name, value in response.headers.items()
        if name != "Content-Length"
    }
    return Answer(
        response.status_code,
        TOKEN.sub(rb"\1", body),
        frozenset(headers.items()),
        templates[0].name or "" if templates else "",
        headers.get("Location", ""),
    )


def rule_of(route: Route, *, corporate: bool = False) -> Rule:
    name = f"{route.permission} corporate" if corporate else str(route.permission)
    return PERMISSIONS[name]


def whole_objects(route: Route, world: World) -> Iterator[tuple[str, Place, dict[str, Any], bool]]:
    """Addresses all of one place: its name, the place, the values, whether corporate."""
    places = {"own": world.own, "neighbour's": world.neighbour, "foreign": world.foreign}
    seen = set()
    for name, place in places.items():
        for corporate in (False, True):
            values = place.values | (place.corporate if corporate else {})
            if route.address(values) not in seen:
                seen.add(route.address(values))
                yield f"{name}{' corporate' * corporate}", place, values, corporate


PLACES = {"services/service", "<service>/standard", "assessments/pk"}
OUTER = {*PLACES, "organisations/organisation"}


def inner_keys(route: Route) -> list[str]:
    """The parameters that name something within the portfolio or assessment of the address."""
    return [key for key in route.keys if key not in OUTER and OUTER & set(route.keys)]


def expected(route: Route, role: str, corporate: bool) -> str:
    outcome = rule_of(route, corporate=corporate).outcome(role)
    return "hidden" if outcome == "served" and route.path in NEVER_THERE else outcome


def faults_of(route: Route, world: World, visitors: Visitors) -> Iterator[str]:
    """Every cell of the route that is not as the tables say."""
    for where, (name, place, values, corporate) in enumerate(whole_objects(route, world)):
        for who, person in enumerate(world.people):
            role = place.role_of(person)
            if person != "anonymous" and not (role == "stranger" and name.startswith("neighbour")):
                wanted = expected(route, role, corporate)
                yield from _faults_of_whole(
                    visitors, route, person, f"{name} as {role}", values, wanted,
                    methods_for(wanted, where, who),
                )  # fmt: skip


def methods_for(wanted: str, where: int, who: int) -> tuple[str, ...]:
    """By GET and POST, and in turns by one of the other methods.

    The many to whom an object is not there ask in turns by one of all, and for their own place
    by GET as well.
    """
    turn, every = where + who, (*METHODS, *OTHER_METHODS)
    if wanted != "hidden":
        return (*METHODS, OTHER_METHODS[turn % len(OTHER_METHODS)])
    one = every[turn % len(every)]
    return (one,) if where or one == "get" else ("get", one)


def _faults_of_whole(
    visitors: Visitors,
    route: Route,
    person: str,
    what: str,
    values: dict,
    wanted: str,
    methods: tuple[str, ...],
) -> Iterator[str]:
    statuses = []
    for method in methods:
        answer = visitors.ask(person, method, route.address(values))
        statuses.append(answer.status)
        tally[wanted] += 1
        if answer.outcome != wanted:
            yield f"{person}, {what}, {method}: {answer.outcome} instead of {wanted}"
        told_apart = (
            wanted == "hidden" and visitors.ask_for_nothing(person, method, route) != answer
        )
        if told_apart and route.path not in NEVER_THERE:
            yield f"{person}, {what}, {method}: not the same as for what does not exist"
    if wanted == "served" and not DONE & set(statuses):
        yield f"{person}, {what}: served by no method, {statuses}"


def faults_of_wrong_places(route: Route, world: World, visitors: Visitors) -> Iterator[str]:
    """What is there at an address of the own place with another service, standard or visit."""
    inner = inner_keys(route)
    for key in [key for key in route.keys if inner and key in OUTER]:
        address = route.address(world.own.values | {key: NOWHERE[key]})
        for person in ("officer", "assessor"):
            tally["missing"] += 1
            answer = visitors.ask(person, "get", address)
            if answer.outcome != "hidden":
                yield f"{person}, no such {key}: {answer.outcome}"


def faults_from_elsewhere(route: Route, world: World, visitors: Visitors) -> Iterator[str]:
    """The own portfolio or assessment, with the number of something in another: what differs
    from what the same address says of something that does not exist."""
    for key in inner_keys(route):
        missing = world.own.values | {key: NOWHERE[key]}
        # What is beneath a council is its neighbour services' as well.
        places = [world.neighbour, world.foreign] if PLACES & set(route.keys) else [world.foreign]
        alien = [
            world.own.values | {key: value}
            for place in places
            for value in (place.values[key], place.corporate.get(key, NOWHERE[key]))
            if value not in (world.own.values[key], NOWHERE[key])
        ]
        if key == "evidence/code":  # what is corporate is shared by the council's services
            alien.pop(1)
        for person in world.people:
            role = world.own.role_of(person)
            if person == "anonymous" or (role == "stranger" and person != "person without a role"):
                continue  # for strangers the whole portfolio or assessment is not there
            for method in METHODS:
                reference = visitors.ask(person, method, route.address(missing))
                tally["missing within"] += 1
                allowed = {expected(route, role, corporate=False)}
                if allowed & {"served", "forbidden"}:
                    allowed = {"hidden", "forbidden"}
                leads_on = route.name in LEAD_ON and method == "get" and reference.status == 302
                if not (reference.outcome in allowed or reference.status == 405 or leads_on):
                    yield f"{person}, {method}, missing {key}: {reference.outcome}"
                for values in alien:
                    tally["from elsewhere"] += 1
                    if visitors.ask(person, method, route.address(values)) != reference:
                        yield f"{person}, {method}, {key} from elsewhere differs"


def faults_of_rule(name: str, world: World) -> Iterator[str]:
    """People for whom the permission itself, as templates ask it, is not as the table says."""
    permission = name.removesuffix(" corporate")
    seen: list[Any] = []
    for place in (world.own, world.neighbour, world.foreign):
        if place.objects[name] in seen:
            continue  # the council itself: who is what there was asked of the first service
        seen += [place.objects[name]] if place.objects[name] else []
        asked = [place.objects[name]] if place.objects[name] else []
        for person, user in world.people.items():
            if user is None and asked:
                continue
            fresh = User.objects.get(pk=user.pk) if user else AnonymousUser()
            wanted = bool(user) and PERMISSIONS[name].holds_for(place.role_of(person))
            if fresh.has_perm(permission, *asked) != wanted:
                yield f"{person}: {name} should be {wanted}"
