# `just` lists the recipes; `uv run just NAME` runs one on a machine without just.

default:
    @just --list

# what CI runs before the tests
check: lint types imports

lint:
    uv run ruff format --check .
    uv run ruff check .
    uv run codespell
    uv run djlint --check --lint --quiet api/templates adapters/messages
    uv run deptry .
    uv run vulture

types:
    uv run mypy .

imports:
    uv run lint-imports --no-cache

# every test, with coverage
test *ARGS:
    uv run pytest {{ARGS}}

# write every indirect dependency's exact version into pyproject.toml
pins:
    uv run python .ci/pins.py

# record the histories of today's workflow code, under the version in pyproject.toml
record VERSION:
    HANDRAISE_RECORD={{VERSION}} uv run pytest tests/workflows/test_recorded_histories.py -k test_record

format:
    uv run ruff format .
    uv run ruff check --fix .
