"""Turn model output into detections: label decoding and evidence for names."""
