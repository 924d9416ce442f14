"""Requirement sets and obligations, certificates and bodies, integrators, grounds of passivation, publications."""

from registry.models.bodies import Body, BodyStanding
from registry.models.certificates import Certificate, CertificateVerification
from registry.models.grounds import Ground, Suspension
from registry.models.integrators import Code, FirmSecret, Integrator, ListingChange, Product
from registry.models.obligations import Demand, Obligation, Showing
from registry.models.publication import Publication
from registry.models.requirements import Concerns, Evidenced, Lasting, Requirement, RequirementSet

__all__ = [
    "Body",
    "BodyStanding",
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
