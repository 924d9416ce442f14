"""A reading as people read it."""

from __future__ import annotations

from django import template
from django.apps import apps
from django.utils.functional import Promise

from accounts.models import Role
from privacy.models import Reading

register = template.Library()


@register.filter
def opened(reading: Reading) -> str | Promise:
    """Return the kind of what was opened, in words."""
    name: str | Promise = apps.get_model(reading.kind)._meta.verbose_name or reading.kind
    return name


@register.filter
def as_roles(reading: Reading) -> str:
    """Return the roles that the reader held then, in words."""
    return ", ".join(str(Role(role).label) for role in reading.roles.split(","))
