/** Questions that entries of the bundled corpus answer; the corpus is English. @type {readonly string[]} */
export const EXAMPLE_QUERIES = [
  "a bug that disappears when you try to find it",
  "a person who hides in a forum and only reads",
  "code so tangled that nobody can follow it",
  "the blinking lights on a computer",
  "why do programmers count from zero?",
  "too many features",
];
