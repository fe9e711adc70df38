import * as z from 'zod'

const unitMilliseconds: Readonly<Record<string, number>> = {
  s: 1000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
}

/** `400 d`, `25 h`, `30 min` or `10 s`; read as milliseconds. */
export const writtenDuration = z
  .string()
  .regex(/^[1-9][0-9]{0,5} ?(?:s|min|h|d)$/, 'a duration such as 400 d, 25 h, 30 min or 10 s')
  .transform((written) => parseInt(written, 10) * (unitMilliseconds[written.replace(/^[0-9]+ ?/, '')] ?? 0))
