/** Moments as documents show them on a person's machine: `2026-03-01 09:05`, in the machine's own time zone. */

/** `YYYY-MM-DD HH:MM` of a moment in ISO 8601. */
export function localStamp(iso: string): string {
  const moment = new Date(iso);
  const two = (number: number) => String(number).padStart(2, "0");
  const day = `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
  return `${day} ${two(moment.getHours())}:${two(moment.getMinutes())}`;
}
