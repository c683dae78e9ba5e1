"""Documents that show files of the project show them as they are."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples" / "azuraforge-example-pipeline"


def test_plugins_md_shows_the_example() -> None:
    document = (ROOT / "docs" / "plugins.md").read_text(encoding="utf-8")
    source = EXAMPLE / "src" / "azuraforge_example_pipeline" / "__init__.py"
    for path in (source, EXAMPLE / "tests" / "test_conformance.py"):
        assert f"```python\n{path.read_text(encoding='utf-8')}```" in document
    assert f"```toml\n{(EXAMPLE / 'pyproject.toml').read_text(encoding='utf-8')}```" in document
    lines = [line for line in source.read_text(encoding="utf-8").splitlines() if line.strip()]
    assert len(lines) < 60
