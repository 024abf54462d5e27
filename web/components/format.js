/** Format numbers for people. Sizes are decimal (1 MB = 1,000,000 bytes), as in browsers and on download pages. */

const WHOLE = new Intl.NumberFormat("en");

/** @param {number} count */
export function formatCount(count) {
  return WHOLE.format(count);
}

/**
 * @param {number} count
 * @param {string} one
 * @param {string} [many]
 */
export function formatPlural(count, one, many = `${one}s`) {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

/**
 * 950 -> "950 bytes", 14693379 -> "15 MB", 1460000 -> "1.5 MB".
 * @param {number} bytes
 */
export function formatBytes(bytes) {
  if (bytes < 1000) return formatPlural(bytes, "byte");
  const units = ["kB", "MB", "GB"];
  let value = bytes;
  let unit = "";
  for (unit of units) {
    value /= 1000;
    if (value < 999.5) break;
  }
  return `${value < 9.95 ? value.toFixed(1).replace(/\.0$/, "") : WHOLE.format(Math.round(value))} ${unit}`;
}

/**
 * Format both numbers in the total's unit, with one decimal: "6.2 of 14.7 MB".
 * @param {number} loaded
 * @param {number} total
 */
export function formatBytesOf(loaded, total) {
  const [divisor, unit] = total < 1e6 ? [1e3, "kB"] : total < 1e9 ? [1e6, "MB"] : [1e9, "GB"];
  return `${(loaded / divisor).toFixed(1)} of ${(total / divisor).toFixed(1)} ${unit}`;
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
  if (ms < 50) return "under 0.1 s";
  const seconds = ms / 1000;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/**
 * Format a remaining time, no more precisely than it can be known.
 * @param {number} seconds
 */
export function formatTimeLeft(seconds) {
  if (!Number.isFinite(seconds) || seconds < 0) return "";
  if (seconds < 1.5) return "almost done";
  if (seconds < 59.5) return `${Math.round(seconds)} s left`;
  if (seconds < 3600) return `${formatPlural(Math.round(seconds / 60), "minute")} left`;
  return `${formatPlural(Math.round(seconds / 3600), "hour")} left`;
}
