"""Benchmark against Transformers.js in one browser: `npm run bench`."""
