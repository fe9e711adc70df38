import { readFileSync } from 'node:fs'
import { transpiled, type Mutant } from '../mutants.ts'
import type { Replacement } from '../plant.ts'

/**
 * The modules of some mutants, with all of them in place, by their numbers: a process that has loaded them can turn round one
 * after the other, and tell which ones would decide otherwise.
 */
export function turnable(mutants: readonly Mutant[]): Replacement[] {
  const places = mutants.map(({ file, expression }, number) => ({ ...expression, file, number }))
  return [...new Set(mutants.map(({ file }) => file))].map((file) => {
    const source = readFileSync(file, 'utf8')
    const inIt = places.filter((place) => place.file === file)
    const module = transpiled(withSwitches(source, inIt, 0, source.length))
    return {
      file,
      module: `import { either } from '${new URL('turned.js', import.meta.url).href}'\n${module}`,
    }
  })
}

interface Place {
  start: number
  end: number
  turned: string
  number: number
}

/** A part of the source in which every place can be turned round. Places lie within each other, or apart. */
function withSwitches(source: string, places: readonly Place[], start: number, end: number): string {
  const [first] = [...places].sort((one, other) => one.start - other.start || other.end - one.end)
  if (!first) return source.slice(start, end)
  const alike = places.filter((one) => one.start === first.start && one.end === first.end)
  const within = places.filter((one) => !alike.includes(one) && one.end <= first.end)
  const after = places.filter((one) => one.start >= first.end)
  const right = `(${withSwitches(source, within, first.start, first.end)})`
  return [
    source.slice(start, first.start),
    alike.reduce((text, { number, turned }) => `either(${number}, () => (${turned}), () => ${text})`, right),
    withSwitches(source, after, first.end, end),
  ].join('')
}
