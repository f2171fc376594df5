"""Give a team of a service a block of evidence numbers, and make the team where it is new."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.actions import give_numbers
from accounts.models import Service


class Command(BaseCommand):
    help = (
        "Gives a team of a service numbers for its evidence, and makes the team where it is not "
        "there yet. Open blocks of the service that share some of the numbers are closed."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", metavar="NAME")
        parser.add_argument("--service", metavar="SLUG", required=True)
        parser.add_argument("--numbers", metavar="FIRST-LAST", required=True, help="as 201-220")

    def handle(self, **options: Any) -> None:
        service = Service.objects.filter(slug=options["service"]).first()
        numbers = re.fullmatch(r"(\d{1,6})-(\d{1,6})", options["numbers"])
        if service is None:
            raise CommandError(f"There is no service {options['service']}.")
        if numbers is None:
            raise CommandError(f"{options['numbers']} are no numbers: write them as 201-220.")
        first, last = map(int, numbers.groups())
        try:
            block = give_numbers(service=service, team=options["name"], first=first, last=last)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(f"{block.team} of {service} draws from {service.prefix} {block}.")
