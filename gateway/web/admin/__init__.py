"""The administrators' pages."""

from gateway.web.admin.pages import create_admin

__all__ = ["create_admin"]
