"""The routers of all nouns, included under `/api/v1` in this order. A noun adds its line here."""

from fastapi import APIRouter

from azuraforge_api.analyses import comparison_routes as error_comparisons
from azuraforge_api.analyses import routes as analyses
from azuraforge_api.auth import routes as auth
from azuraforge_api.batches import comparison_routes as comparisons
from azuraforge_api.batches import curves_routes as curves
from azuraforge_api.batches import picked_routes as picked
from azuraforge_api.batches import routes as batches
from azuraforge_api.datasets import routes as datasets
from azuraforge_api.experiments import routes as experiments
from azuraforge_api.jobs import live
from azuraforge_api.jobs import routes as jobs
from azuraforge_api.models import routes as models
from azuraforge_api.models import run_routes as run_models
from azuraforge_api.pipelines import routes as pipelines
from azuraforge_api.predictions import routes as predictions
from azuraforge_api.system import routes as system
from azuraforge_api.tags import routes as tags
from azuraforge_api.users import routes as users

ROUTERS: tuple[APIRouter, ...] = (
    auth.router,
    users.router,
    system.router,
    datasets.router,
    pipelines.router,
    experiments.router,
    analyses.router,
    error_comparisons.router,
    batches.router,
    comparisons.router,
    curves.router,
    picked.router,
    tags.router,
    models.router,
    run_models.router,
    predictions.router,
    jobs.router,
    live.router,
)
