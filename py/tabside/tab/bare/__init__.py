"""Pyodide without tabside's worker: JupyterLite, PyScript, marimo, or any page that loads Pyodide itself.

`session` imports onnxruntime-web and runs models in Python's thread. `files` provides the model files: `fetching` from
the network, `shelf` from and into browser storage. These modules do by themselves what `tab.host` does through the
worker's functions.
"""
