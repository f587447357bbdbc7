"""The administrators' pages."""

from gateway.admin.pages import create_admin

__all__ = ["create_admin"]
