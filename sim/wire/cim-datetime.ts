/** `20070822093000.250000+000`: a CIM datetime (DSP0004, "datetime"), the DateTime format of WMI; in UTC here. */
export function cimDatetime(date: Date): string {
  return `${date.toISOString().slice(0, 23).replaceAll(/[-:T]/g, '')}000+000`
}

const written = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)\.(\d{3})\d{3}([+-])(\d{3})$/

/** undefined when it is no point in time. What is finer than a millisecond is lost. */
export function readCimDatetime(text: string): Date | undefined {
  const [, year, month, day, hour, minute, second, fraction, sign, offset] = written.exec(text) ?? []
  const local = `${year}-${month}-${day}T${hour}:${minute}:${second}.${fraction}Z`
  const date = new Date(local)
  // A 31st of February is moved on to March by some, and refused by others: a date that reads otherwise is none.
  if (Number.isNaN(date.getTime()) || date.toISOString() !== local) return undefined
  const minutes = sign === '-' ? -Number(offset) : Number(offset)
  return new Date(date.getTime() - minutes * 60_000)
}
