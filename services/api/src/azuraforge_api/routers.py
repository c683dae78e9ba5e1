"""The routers of all nouns, included under `/api/v1` in this order. A noun adds its line here."""

from fastapi import APIRouter

from azuraforge_api.auth import routes as auth
from azuraforge_api.users import routes as users

ROUTERS: tuple[APIRouter, ...] = (
    auth.router,
    users.router,
)
