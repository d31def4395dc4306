"""Regiotafel: the regional table for youth care."""

__version__ = "0.1.0"
