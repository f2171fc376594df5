#!/usr/bin/env python
"""Run the portal's commands; without further settings, on what script/server serves."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cse_portal.settings.demo")
    execute_from_command_line(sys.argv)
