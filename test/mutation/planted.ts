import type { Decorated } from './plant.ts'
import { listening, messages, overheard } from './wire/messages.ts'
import { fakes } from './witness/fakes.ts'

// Runs in the process with the plant, whose modules in the place of others ask here what to export.

const decorated = plantCalled(process.env.PLANTED)

/** What a module exports under a name: made of the original by each decoration planted there. */
export function decorate<Original>(module: string, name: string, original: Original): Original {
  const decorations = decorated
    .filter((planted) => planted.module === module)
    .flatMap(({ exports }) => exports[name] ?? [])
  return decorations.reduce((made, decoration) => decoration(made as never) as Original, original)
}

function plantCalled(id: string | undefined): readonly Decorated[] {
  if (id === overheard) return listening
  const lie = messages.flatMap(({ lies }) => lies).find((lie) => lie.id === id)
  const fake = fakes.find((fake) => fake.id === id)
  return lie ? [lie.decorated] : (fake?.decorated ?? [])
}
