"""Every address: the public at the root, firms under /portal/, the ministry under /masa/, accounts under /hesap/."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("hesap/", include("accounts.urls")),
    path("", include("operations.urls")),
    path("", include("contracts.urls")),
]
