"""The WSGI application; the settings module is named by the environment."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cse_portal.settings.production")
application = get_wsgi_application()
