"""Programs that write data files of the repository; run by hand or by make, not part of the wheel.

`python -m kg.generate.divisions` writes ontology/divisions.csv from public sources, `python -m kg.generate.land`
kg/views/land.txt, `python -m kg.generate.network` kg/language/network.onnx, `python -m kg.generate.confidence`
kg/extract/confidence.json, and `python kg/generate/scripts.py` (make js) the bundles of the pages' scripts.
"""
