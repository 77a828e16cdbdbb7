interface CronField {
  name: string;
  minimum: number;
  maximum: number;
  /** Names by their numbers, counted from `minimum`; three letters of them are enough. */
  names?: readonly string[];
}

const MONTHS = [
  ...['january', 'february', 'march', 'april', 'may', 'june'],
  ...['july', 'august', 'september', 'october', 'november', 'december'],
];
const DAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

const FIELDS: readonly CronField[] = [
  { name: 'minute', minimum: 0, maximum: 59 },
  { name: 'hour', minimum: 0, maximum: 23 },
  { name: 'day of month', minimum: 1, maximum: 31 },
  { name: 'month', minimum: 1, maximum: 12, names: MONTHS },
  // 0 and 7 are both Sunday.
  { name: 'day of week', minimum: 0, maximum: 7, names: DAYS },
];

/** Days of the months, in a leap year. */
const LONGEST = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/**
 * What is wrong with a cron expression, as the rest of a sentence, or undefined when Temporal's schedules can take it: five fields of
 * `*`, numbers, ranges `1-5` and steps `0-30/5`, in lists; months and days of the week also by their names.
 */
export function describeCronFault(text: string): string | undefined {
  const parts = text.trim().split(/\s+/);
  if (parts.length !== FIELDS.length) {
    return `has ${parts.length} fields, and five are expected: minute, hour, day of month, month, day of week`;
  }
  for (const [index, field] of FIELDS.entries()) {
    const fault = fieldFault(parts[index] as string, field);
    if (fault) return fault;
  }
  const [, , days = '*', months = '*'] = parts;
  return comesNever(days, months) ? 'never comes: none of its months has such a day' : undefined;
}

function fieldFault(text: string, field: CronField): string | undefined {
  for (const part of text.split(',')) {
    if (numbersOf(part, field)) continue;
    const named = field.names ? `, or names such as ${field.names[1]?.slice(0, 3)}` : '';
    return `has \`${part}\` for a ${field.name}: ${field.minimum} to ${field.maximum}${named}, as 1-5, */2 or 1,3`;
  }
  return undefined;
}

/** The numbers of one part of a list; undefined where it cannot be read. */
function numbersOf(part: string, field: CronField): number[] | undefined {
  const [, range = '', stepText] = /^([^/]+)(?:\/(\d{1,4}))?$/.exec(part) ?? [];
  const step = stepText === undefined ? 1 : Number(stepText);
  const [first = '', last] = range.split(/-(.*)/s);
  const from = first === '*' && last === undefined ? field.minimum : numberOf(first, field);
  if (from === undefined || step < 1) return undefined;
  const openEnd = first === '*' || stepText !== undefined ? field.maximum : from;
  const to = last === undefined ? openEnd : numberOf(last, field);
  if (to === undefined || to < from) return undefined;
  return Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, index) => from + index * step);
}

function numberOf(text: string, { minimum, maximum, names = [] }: CronField): number | undefined {
  const named = text.length >= 3 ? names.findIndex((name) => name.startsWith(text.toLowerCase())) : -1;
  if (named >= 0) return minimum + named;
  const value = /^\d{1,2}$/.test(text) ? Number(text) : -1;
  return value >= minimum && value <= maximum ? value : undefined;
}

function comesNever(days: string, months: string): boolean {
  const [, , dayField, monthField] = FIELDS as [CronField, CronField, CronField, CronField];
  const all = (text: string, field: CronField) => text.split(',').flatMap((part) => numbersOf(part, field) ?? []);
  const longest = Math.max(...all(months, monthField).map((month) => LONGEST[month - 1] ?? 31));
  return Math.min(...all(days, dayField)) > longest;
}
