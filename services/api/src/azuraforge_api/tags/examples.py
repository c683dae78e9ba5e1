"""Examples for the API's reference."""

from pydantic import JsonValue

TAGS: dict[str, JsonValue] = {
    "items": [{"name": "baseline", "count": 12}, {"name": "deeper trees", "count": 3}]
}
