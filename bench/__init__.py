"""Side by side with Transformers.js, in one browser: `npm run bench`."""
