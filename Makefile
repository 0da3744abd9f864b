# Facts of the service models, and the interfaces generated from them.
.PHONY: models interfaces check-interfaces

models:
	python3 Tools/apus-interface/extract.py

interfaces:
	python3 Tools/apus-interface/generate.py

check-interfaces:
	python3 Tools/apus-interface/generate.py --check
