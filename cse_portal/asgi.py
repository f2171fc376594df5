"""The ASGI application; the settings module is named by the environment."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cse_portal.settings.production")
application = get_asgi_application()
