/** The look of the review box. A constructed style sheet is allowed by every page's content security policy. */

export const BOX_STYLE = `
:host { all: initial; position: fixed; inset: auto 1rem 1rem auto; margin: 0; padding: 0; border: 0; background: none; color-scheme: light dark; font: 14px/1.5 system-ui, sans-serif; }
:host(:not(:popover-open)) { display: none; }
section { box-sizing: border-box; inline-size: min(26rem, 90vw); padding: 0.8rem; color: light-dark(#13201d, #e8efec); background: light-dark(#fff, #161d1b);
  border: 1px solid light-dark(#7d8c87, #71817c); border-radius: 10px; box-shadow: 0 4px 24px rgb(0 0 0 / 30%); }
p { margin: 0 0 0.5rem; font-weight: 600; }
p:empty { display: none; }
pre { margin: 0 0 0.6rem; padding: 0.5rem; max-block-size: 40vh; overflow: auto; white-space: pre-wrap; overflow-wrap: anywhere; font: inherit; background: light-dark(#f4f6f5, #0f1413); border-radius: 6px; }
del { color: light-dark(#a3201f, #ff9d94); margin-inline-end: 0.2em; }
ins { text-decoration: none; background: light-dark(#e1f1ec, #173530); color: light-dark(#075c4b, #7be0c6); border-radius: 3px; }
div { display: flex; gap: 0.5rem; }
button { font: inherit; padding: 0.35rem 0.8rem; cursor: pointer; color: inherit; background: none; border: 1px solid currentcolor; border-radius: 6px; }
button:first-child { color: light-dark(#fff, #06231c); background: light-dark(#0b6b59, #4cc7a8); border-color: transparent; }
:focus-visible { outline: 2px solid light-dark(#0b57d0, #8ab8ff); outline-offset: 2px; }
[role="alert"] { color: light-dark(#a3201f, #ff9d94); }
[hidden] { display: none; }
`;
