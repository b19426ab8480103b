"""The trained extractor at run time: a network by ONNX Runtime, and the decision over what it and the rules propose."""
