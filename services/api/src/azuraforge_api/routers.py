"""The routers of all nouns, included under `/api/v1` in this order. A noun adds its line here."""

from fastapi import APIRouter

ROUTERS: tuple[APIRouter, ...] = ()
