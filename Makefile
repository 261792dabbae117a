.PHONY: install test lint format ci sample

install:  ## everything, editable
	pip install -e '.[dev]' --config-settings editable_mode=strict

test:
	pytest

lint:
	ruff check .
	ruff format --check .
	mypy

format:
	ruff check --fix .
	ruff format .

sample:
	hadath extract samples/article.txt

ci:
	bash .ci/run
