"""Addresses of the policies room."""

from django.urls import path

from policies.views import ministry

urlpatterns = [
    path("masa/politikalar/", ministry.policies, name="desk_policies"),
    path("masa/politikalar/<str:key>/oner/", ministry.propose_policy, name="desk_propose_policy"),
    path("masa/takvim/", ministry.calendar, name="desk_calendar"),
    path("masa/takvim/<slug:act>/oner/", ministry.calendar_act, name="desk_calendar_act"),
]
