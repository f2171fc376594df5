"""The ASGI application; the settings module is named by the environment."""

import os

import django
from django.core.asgi import get_asgi_application

from cse_portal.startup import refuse_demonstration

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cse_portal.settings.production")
django.setup()
refuse_demonstration()
application = get_asgi_application()
