import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The package's own folder, two above both `dist/sim` and `dist/cli`, where the bundled command line lies. */
const packageFolder = new URL('../../', import.meta.url)

/** A file or folder that comes with the package: `scenarios/hierarchies/two-modes.yaml`. */
export function shipped(path: string): string {
  return fileURLToPath(new URL(path, packageFolder))
}

export function packageVersion(): string {
  const { version } = JSON.parse(readFileSync(shipped('package.json'), 'utf8')) as { version: string }
  return version
}
