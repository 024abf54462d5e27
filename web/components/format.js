/** Format numbers for people, in the page's language. Sizes are decimal (1 MB = 1,000,000 bytes), as in browsers and on download pages. */

import { language, t } from "../language/language.js";

/** Formats that were built, by language and options: building one is slow. @type {Map<string, Intl.NumberFormat>} */
const built = new Map();

/** @param {number} value @param {Intl.NumberFormatOptions} [options] */
function format(value, options = {}) {
  const key = `${language()} ${JSON.stringify(options)}`;
  const numbers = built.get(key) ?? new Intl.NumberFormat(language(), options);
  built.set(key, numbers);
  return numbers.format(value);
}

/** @param {number} count */
export function formatCount(count) {
  return format(count);
}

/** A number with this many decimals: 0.5 -> "0.50". @param {number} value */
export function formatDecimals(value, decimals = 2) {
  return format(value, { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
}

/** A number with its sign and two decimals. @param {number} value */
export function formatSigned(value) {
  return format(value, { minimumFractionDigits: 2, maximumFractionDigits: 2, signDisplay: "always" });
}

/** 0.25 -> "25%". @param {number} share @param {number} [decimals] */
export function formatShare(share, decimals = 0) {
  return format(share, { style: "percent", minimumFractionDigits: decimals, maximumFractionDigits: decimals });
}

/** A date with its time. @param {Date} time */
export function formatTime(time) {
  return new Intl.DateTimeFormat(language(), { dateStyle: "medium", timeStyle: "short" }).format(time);
}

/** ["a", "b", "c"] -> "a, b, and c". @param {readonly string[]} names */
export function formatList(names) {
  return new Intl.ListFormat(language()).format(names);
}

const UNITS = ["kilobyte", "megabyte", "gigabyte"];

/**
 * 950 -> "950 bytes", 14693379 -> "15 MB", 1460000 -> "1.5 MB".
 * @param {number} bytes
 */
export function formatBytes(bytes) {
  if (bytes < 1000) return format(bytes, { style: "unit", unit: "byte", unitDisplay: "long" });
  let value = bytes;
  let unit = "";
  for (unit of UNITS) {
    value /= 1000;
    if (value < 999.5) break;
  }
  return format(value, { style: "unit", unit, maximumFractionDigits: value < 9.95 ? 1 : 0 });
}

/**
 * Format both numbers in the total's unit, with one decimal: "6.2 of 14.7 MB".
 * @param {number} loaded
 * @param {number} total
 */
export function formatBytesOf(loaded, total) {
  const power = total < 1e6 ? 1 : total < 1e9 ? 2 : 3;
  const unit = UNITS[power - 1] ?? "";
  const decimals = { minimumFractionDigits: 1, maximumFractionDigits: 1 };
  return t("amount.part", { part: format(loaded / 1000 ** power, decimals), whole: format(total / 1000 ** power, { ...decimals, style: "unit", unit }) });
}

/** @param {number} bytes_per_second */
export function formatSpeed(bytes_per_second) {
  return `${formatBytes(Math.round(bytes_per_second))}/s`;
}

/**
 * Format a duration: 380 -> "0.4 s", 72000 -> "1 min 12 s".
 * @param {number} ms
 */
export function formatDuration(ms) {
  if (ms < 50) return t("time.under", { seconds: 0.1 });
  const seconds = ms / 1000;
  if (seconds < 9.95) return t("time.seconds", { seconds: formatDecimals(seconds, 1) });
  const whole = Math.round(seconds);
  if (whole < 60) return t("time.seconds", { seconds: whole });
  return t("time.minutes", { minutes: Math.floor(whole / 60), seconds: whole % 60 });
}

/**
 * Format a remaining time, no more precisely than it can be known.
 * @param {number} seconds
 */
export function formatTimeLeft(seconds) {
  if (!Number.isFinite(seconds) || seconds < 0) return "";
  if (seconds < 1.5) return t("time.almostDone");
  if (seconds < 59.5) return t("time.secondsLeft", { seconds: Math.round(seconds) });
  if (seconds < 3600) return t("time.minutesLeft", { count: Math.round(seconds / 60) });
  return t("time.hoursLeft", { count: Math.round(seconds / 3600) });
}
