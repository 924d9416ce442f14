"""Integrators: what a firm must show, its certificate, standing and grounds, its code, the public list."""
