"""Programs that write data files of the repository from public sources; run by hand, not part of the wheel.

`python -m kg.generate.divisions` writes ontology/divisions.csv, `python -m kg.generate.land` kg/views/land.txt, and
`python -m kg.generate.network` kg/language/network.onnx.
"""
