import { decorating, type Decorated } from './plant.ts'
import { listening, messages, overheard } from './wire/messages.ts'
import { fakes } from './witness/fakes.ts'

// Modules in the place of others ask here what to export, and programs say which plant is in the ground.

let current: readonly Decorated[] = []

/** From now on this lie is told, or this fake is made; none without an id. */
export function plant(id: string | undefined): void {
  const lie = messages.flatMap(({ lies }) => lies).find((lie) => lie.id === id)
  const fake = fakes.find((fake) => fake.id === id)
  current = id === overheard ? listening : lie ? [lie.decorated] : (fake?.decorated ?? [])
}

/** What a module exports under a name: the original, as long as the plant does not decorate it. */
export function decorate<Original extends object>(
  module: string,
  name: string,
  original: Original,
): Original {
  const madeOfIt = new WeakMap<readonly Decorated[], Original>()

  function now(): Original {
    const made =
      madeOfIt.get(current) ??
      current.filter((planted) => planted.module === module).reduce(decorateBy, original)
    madeOfIt.set(current, made)
    return made
  }
  function decorateBy(made: Original, { exports }: Decorated): Original {
    const decoration = exports[name]
    return decoration ? (decoration(made as never) as Original) : made
  }

  return new Proxy(original, {
    get: (_, key) => Reflect.get(now(), key) as unknown,
    apply: (_, self, said) => Reflect.apply(now() as () => unknown, self, said) as unknown,
  })
}

/** Every module in which something can be planted. */
export function plantable() {
  return decorating([...listening, ...fakes.flatMap((fake) => fake.decorated)])
}
