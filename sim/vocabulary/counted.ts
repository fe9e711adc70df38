/** `1 attempt`, `7 attempts`, `20,000 attempts`. */
export function counted(number: number, unit: string, units = `${unit}s`): string {
  return `${thousands(number)} ${number === 1 ? unit : units}`
}

/** `20,000`. */
export function thousands(number: number): string {
  return number.toLocaleString('en')
}

/** `1 client`, `20,000 clients`. */
export function clientsCounted(number: number): string {
  return counted(number, 'client')
}
