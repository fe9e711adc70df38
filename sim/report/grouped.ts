/** Things by what they have in common, in their order. */
export function grouped<Thing>(
  things: readonly Thing[],
  by: (thing: Thing) => string,
): Map<string, [Thing, ...Thing[]]> {
  const groups = new Map<string, [Thing, ...Thing[]]>()
  for (const thing of things) {
    const group = groups.get(by(thing))
    if (group) group.push(thing)
    else groups.set(by(thing), [thing])
  }
  return groups
}
