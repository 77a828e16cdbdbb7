const INSTANT = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(\.\d+)?(Z|[+-]\d\d:\d\d)$/i;
const DATE = /^(\d{4})-(\d\d)-(\d\d)$/;

/** RFC 3339: a date and time that there is, with its offset. */
export function isInstant(text: string): boolean {
  const match = INSTANT.exec(text);
  if (match === null) return false;
  const [hour = 99, minute = 99, second = 99] = match.slice(4, 7).map(Number);
  return isDate(text.slice(0, 10)) && hour <= 23 && minute <= 59 && second <= 60 && isOffset(match[8] ?? '');
}

export function isDate(text: string): boolean {
  const match = DATE.exec(text);
  if (match === null) return false;
  const [year = 0, month = 0, day = 0] = match.slice(1).map(Number);
  // The year 0 is none of PostgreSQL's.
  return year > 0 && month >= 1 && month <= 12 && day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function isOffset(text: string): boolean {
  const [hours = 0, minutes = 0] = text.slice(1).split(':').map(Number);
  return hours <= 15 && minutes <= 59;
}
