/** A list cut into lists of at most so many. */
export function inParts<Thing>(things: readonly Thing[], most: number): Thing[][] {
  return Array.from({ length: Math.ceil(things.length / most) }, (_, part) =>
    things.slice(part * most, (part + 1) * most),
  )
}
