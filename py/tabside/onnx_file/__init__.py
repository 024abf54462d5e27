"""Read and change ONNX files as bytes: protobuf, the safety guard, derivation."""
