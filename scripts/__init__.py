"""The code behind `serve.py` and `npm test`: set-up, assembly of the site, the server, the checks.

`command` -> `setup` (environment -> pyodide_packages, wheels, models -> site) -> `server`. Code that runs before the
virtual environment exists needs only the standard library. Compression, server and progress bars are imported later.
"""
