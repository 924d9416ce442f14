"""WSGI entry point. A production installation that is unfit to serve does not start."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()

from operations.checks import refuse_unfit  # noqa: E402  # the rooms stand only now

refuse_unfit()
