/** The look of `<tabside-redact>`. A constructed style sheet is allowed by every content security policy. */

export const STYLE = `
:host { display: grid; gap: var(--tabside-gap, 0.5rem); color-scheme: light dark; font: var(--tabside-font, inherit); color: var(--tabside-color, light-dark(#1b1b1f, #e6e6ea)); }
:host([hidden]) { display: none; }
textarea, pre { box-sizing: border-box; inline-size: 100%; margin: 0; padding: 0.6rem; font: inherit; color: inherit; line-height: 1.5;
  background: var(--tabside-background, light-dark(#fff, #1d1d22)); border: 1px solid var(--tabside-border, light-dark(#85858f, #8a8a94)); border-radius: var(--tabside-radius, 6px); }
textarea { min-block-size: 8rem; resize: vertical; }
pre { min-block-size: 3rem; white-space: pre-wrap; overflow-wrap: anywhere; }
mark { color: inherit; background: var(--tabside-mark, light-dark(#ffe58a, #5c4a00)); border-radius: 3px; padding-inline: 0.1em; }
label, h2 { margin: 0; font: inherit; font-weight: 600; }
div { display: flex; flex-wrap: wrap; align-items: center; gap: var(--tabside-gap, 0.5rem); }
button { font: inherit; padding: 0.45rem 0.9rem; cursor: pointer; border-radius: var(--tabside-radius, 6px); border: 1px solid transparent;
  color: var(--tabside-accent-text, light-dark(#fff, #101014)); background: var(--tabside-accent, light-dark(#2446b8, #a9bdff)); }
button[part="copy"] { color: inherit; background: none; border-color: currentcolor; }
:focus-visible { outline: 2px solid var(--tabside-accent, light-dark(#2446b8, #a9bdff)); outline-offset: 2px; }
[role="alert"]:not(:empty) { color: var(--tabside-error, light-dark(#a1161b, #ffb3b0)); }
[hidden] { display: none; }
@media (forced-colors: active) { mark { forced-color-adjust: none; color: #000; background: #ff0; } button { border-color: currentcolor; } }
`;
