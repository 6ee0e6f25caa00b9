const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Beyond this a date says more than a count of days. */
const RELATIVE_FOR = 30 * DAY;

/** `just now`, `14 s ago`, `3 m ago`, `2 h ago`, `4 d ago`, then a date. */
export function formatRelative(timeMs: number, nowMs: number): string {
  const age = nowMs - timeMs;
  if (age < 5_000) return "just now";
  if (age < MINUTE) return `${Math.floor(age / 1000)} s ago`;
  if (age < HOUR) return `${Math.floor(age / MINUTE)} m ago`;
  if (age < DAY) return `${Math.floor(age / HOUR)} h ago`;
  if (age < RELATIVE_FOR) return `${Math.floor(age / DAY)} d ago`;
  return new Date(timeMs).toISOString().slice(0, 10);
}

/** `2026-03-14 09:26:53` in the reader's own time zone. */
export function formatAbsolute(timeMs: number): string {
  const date = new Date(timeMs);
  const two = (value: number) => String(value).padStart(2, "0");
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${formatClock(timeMs)}`;
}

/** `09:26:53` in the reader's own time zone. */
export function formatClock(timeMs: number): string {
  const date = new Date(timeMs);
  const two = (value: number) => String(value).padStart(2, "0");
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** `14 Mar` in the reader's own time zone. */
export function formatDay(timeMs: number): string {
  const date = new Date(timeMs);
  return `${date.getDate()} ${months[date.getMonth()]}`;
}
