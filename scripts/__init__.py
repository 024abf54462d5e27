"""What `serve.py` and `npm test` call: set-up, the site's assembly, the server, the checks.

`command` -> `setup` (environment -> pyodide_packages, wheels, models -> site) -> `server`. What runs before the virtual
environment exists needs the standard library alone; compression, server and the bars are imported after that.
"""
