import { limits } from '../../sim/limits.ts'
import { cell, generated, type Page } from './page.ts'

const units = {
  bytes: (value: number) => {
    const [unit, size] = value % 2 ** 20 === 0 ? (['MiB', 2 ** 20] as const) : (['KiB', 2 ** 10] as const)
    return `${value / size} ${unit}`
  },
  seconds: (value: number) => `${value} s`,
  days: (value: number) => `${value} days`,
  items: (value: number) => `${value}`,
} as const

/** `16 KiB`, `120 s`. */
export function limitInWords({ value, unit }: { value: number; unit: keyof typeof units }): string {
  return units[unit](value)
}

/** What strangers can make the program keep, hold open or wait for. */
export function limitsPage(): Page {
  const rows = Object.values(limits).map((limit) => {
    const { what, beyond, why, basis } = limit
    return [what, limitInWords(limit), beyond, `${basis}: ${why}`].map(cell).join(' | ')
  })
  return {
    path: 'limits.md',
    text: `${generated}
# Limits

What others may send, keep open or make this program wait for. Simulated clients are never hurried by these: a connection from
an address whose client makes an attempt is closed for no limit of time, and takes nobody's place. Where all hosts share one
address, that holds for every connection while an attempt is under way.

A time is counted in four parts, each begun after the one before, so that a process that was stopped, or a machine that is
busy, does not hasten the end: it comes between the time given and half as much again.

| What | Limit | Beyond it | Why this |
| --- | --- | --- | --- |
${rows.map((row) => `| ${row} |`).join('\n')}
`,
  }
}
