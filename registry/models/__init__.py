"""Requirement sets and obligations, certificates and bodies, integrators, their grounds and calendars, publications."""

from registry.models.bodies import Body, BodyStanding
from registry.models.calendars import CalendarKey
from registry.models.certificates import Certificate, CertificateVerification
from registry.models.grounds import Ground, Suspension
from registry.models.integrators import Code, FirmSecret, Integrator, ListingChange, Product
from registry.models.obligations import Demand, Obligation, Showing
from registry.models.publication import Publication
from registry.models.requirements import Concerns, Evidenced, Lasting, Requirement, RequirementSet

__all__ = [
    "Body",
    "BodyStanding",
    "CalendarKey",
    "Certificate",
    "CertificateVerification",
    "Code",
    "Concerns",
    "Demand",
    "Evidenced",
    "FirmSecret",
    "Ground",
    "Integrator",
    "Lasting",
    "ListingChange",
    "Obligation",
    "Product",
    "Publication",
    "Requirement",
    "RequirementSet",
    "Showing",
    "Suspension",
]
