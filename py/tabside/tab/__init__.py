"""The browser platform. Besides `bridge` the only package that imports js or pyodide."""
