# Two targets do everything: `make demo` and `make test`. Both set up what is missing first.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

FUZZED := answers agencies front_matter template csv xlsx sheet pdf image mail export
FUZZ_SECONDS ?= 60

.PHONY: demo test fuzz oldest lint system browser pins docs schema golden screenshots clean

demo: $(VENV)/run
	@mkdir -p out
	@LETTERS_HOME=out/home $(BIN)/letters write mn-dps own-record-audit-trail \
	  --set 'full_name=Maya Lindqvist' \
	  --set 'mailing_or_reply_address=PO Box 1234, Saint Paul, MN 55101' \
	  --set driver_license_or_id_number=T123456789012 \
	  --set date_from=2025-01-01 --set date_to=2026-10-31 --no-track --out out/letter.pdf
	@echo "The person and the number are invented. README.md says how to write one of your own."

test: $(VENV)/test
	$(BIN)/python -m pytest --numprocesses auto --dist worksteal

# The suite on the lowest versions that pyproject.toml allows.
oldest: build/oldest
	build/oldest/bin/python -m pytest --numprocesses auto --dist worksteal $(OLDEST)

build/oldest: requirements/oldest.txt pyproject.toml | system browser
	$(PYTHON) -m venv $@
	$@/bin/python -m pip install --quiet --require-hashes -r requirements/oldest.txt
	$@/bin/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

# Looks for hostile input that breaks something; see docs/hostile-input.md.
fuzz: $(VENV)/atheris
	$(BIN)/python fuzz/run.py commands
	for reader in $(FUZZED); do \
	  PYTHONPATH=$(VENV)/atheris $(BIN)/python fuzz/run.py $$reader -max_total_time=$(FUZZ_SECONDS) || exit 1; done

$(VENV)/atheris: fuzz/requirements.txt | $(VENV)/test
	$(BIN)/python -m pip install --quiet --require-hashes --no-deps --upgrade --target $@ -r fuzz/requirements.txt
	@touch $@

lint: $(VENV)/test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# What pip cannot install: Pango lays out the text, HarfBuzz-Subset keeps the PDF small and quick, Noto has every script.
system:
	@sh requirements/system.sh

# The browser in which the tests go through the pages.
browser:
	@sh requirements/system.sh chromium

$(VENV)/run: requirements/run.txt pyproject.toml | system
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/run.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/test: $(VENV)/run requirements/test.txt | browser
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/test.txt
	@touch $@

# For maintainers: new pins from the lower bounds in pyproject.toml. Needs uv.
pins:
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
	  --no-header --no-annotate --upgrade pyproject.toml --group build -o requirements/run.txt
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
	  --no-header --no-annotate --upgrade pyproject.toml --group test -c requirements/run.txt -o requirements/test.txt
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
	  --no-header --no-annotate --upgrade --resolution lowest-direct pyproject.toml --group test -o requirements/oldest.txt

# The JSON Schema by which an editor completes agencies.yaml.
# What the commands in the documents print.
docs: $(VENV)/test
	$(BIN)/python docs/refresh.py

schema: $(VENV)/run
	$(BIN)/python -c 'import json; from letters.registry import schema; print(json.dumps(schema(), indent=2))' > docs/agencies.schema.json

# The pictures of the pages in README.md.
screenshots: $(VENV)/test
	$(BIN)/python docs/screenshots.py

# Writes the golden letters anew; read the difference before you commit it.
golden: $(VENV)/test
	GOLDEN=write $(BIN)/python -m pytest tests/test_golden.py tests/test_ladder.py

clean:
	rm -rf $(VENV) out build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
