"""The browser side of the platform: the only package, with `bridge`, that imports js or pyodide."""
