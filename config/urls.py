"""Every address: the public at the root, firms under /portal/, the ministry under /masa/, accounts under /hesap/."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("accounts.urls")),
    path("", include("policies.urls")),
    path("", include("operations.urls")),
    path("", include("kep_gateway.urls")),
    path("", include("privacy.urls")),
    path("", include("registry.urls")),
    path("", include("documents.urls")),
    path("", include("contracts.urls")),
    path("", include("applications.urls")),
]
