"""Pyodide without a worker of tabside's: JupyterLite, PyScript, marimo, or any page that loads Pyodide itself.

`session` imports onnxruntime-web and runs models in the thread that Python is in; `files` brings models there, with
`fetching` from the network, with `shelf` from and into browser storage. What `runtime.web` does through the worker's
functions, these modules do by themselves.
"""
