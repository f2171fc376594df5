"""The WSGI application; the settings module is named by the environment."""

import os

import django
from django.core.wsgi import get_wsgi_application

from cse_portal.startup import refuse_demonstration

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cse_portal.settings.production")
django.setup()
refuse_demonstration()
application = get_wsgi_application()
