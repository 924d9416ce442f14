"""Addresses of the operations room."""

from django.urls import path

from operations.views import health, home

urlpatterns = [
    path("saglik", health, name="health"),
    path("basla/", home, name="home"),
]
