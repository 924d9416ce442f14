"""Addresses of the operations room."""

from django.conf import settings
from django.urls import path

from operations.views import design, health, home, search_all

urlpatterns = [
    path("saglik", health, name="health"),
    path("basla/", home, name="home"),
    path("masa/ara/", search_all, name="desk_search_all"),
]
if not settings.PRODUCTION:
    urlpatterns.append(path("tasarim/", design, name="design"))
