import { fileURLToPath } from 'node:url'

/** The package's own folder, from `dist/sim/cli`. */
const packageFolder = new URL('../../../', import.meta.url)

/** A file or folder that comes with the package: `scenarios/hierarchies/two-modes.yaml`. */
export function shipped(path: string): string {
  return fileURLToPath(new URL(path, packageFolder))
}
