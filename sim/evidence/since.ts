/** Milliseconds since a moment of `performance.now()`, to a hundredth: more is noise. */
export function since(began: number): number {
  return Math.round((performance.now() - began) * 100) / 100
}
