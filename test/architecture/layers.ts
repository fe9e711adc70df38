import type { Source } from './source.ts'

/** The table of the README's layers: which rooms each room may import from, besides itself. */
const below: Record<string, readonly string[]> = {
  'sim/encoding': [],
  certs: ['sim/encoding'],
  'sim/wire': ['sim/encoding'],
  'sim/evidence': [],
  'sim/model': [],
  'sim/net': ['sim/evidence'],
  'sim/texts': ['sim/evidence'],
  'sim/rules': [],
  'sim/points': ['sim/net', 'sim/wire', 'certs', 'sim/evidence', 'sim/model'],
  'sim/logs': ['sim/encoding', 'sim/evidence'],
  'sim/capture': ['sim/logs', 'sim/wire', 'certs', 'sim/evidence'],
  'sim/diagnose': ['sim/logs', 'sim/rules', 'sim/evidence', 'sim/model'],
  'sim/report': ['sim/texts', 'sim/diagnose', 'sim/logs', 'sim/evidence'],
  'sim/client': ['sim/rules', 'sim/net', 'sim/wire', 'certs', 'sim/evidence'],
  'sim/probe': ['sim/client', 'sim/report', 'sim/wire', 'certs', 'sim/evidence'],
  'sim/network': [
    'sim/client',
    'sim/points',
    'sim/rules',
    'sim/net',
    'sim/wire',
    'certs',
    'sim/evidence',
    'sim/model',
  ],
  'sim/scenario': ['sim/network', 'sim/rules', 'sim/report', 'sim/evidence', 'sim/model'],
  'sim/plan': ['sim/network', 'sim/parts', 'sim/rules', 'sim/report', 'sim/evidence', 'sim/model'],
  'sim/fleet': ['sim/network', 'sim/parts', 'sim/evidence', 'sim/model'],
  'sim/jobs': [],
  'sim/parts': ['sim/report', 'sim/model'],
  'sim/live': ['sim/scenario', 'sim/network', 'sim/report', 'sim/texts', 'sim/evidence', 'sim/model'],
}

/** Files and folders that everything may use. */
const ground = [
  ...['sim/shipped.ts', 'sim/errors.ts', 'sim/limits.ts', 'sim/printable.ts', 'sim/semaphore.ts'],
  ...['sim/descriptors.ts', 'sim/whole-files.ts', 'sim/random.ts'],
  'sim/vocabulary',
]

/** Whether everything may use this file. */
export function isGround(path: string): boolean {
  return ground.includes(roomOf(path))
}

/** The floor on top may use everything; but the library works without the command line. */
const library = ['sim/library', 'sim/index.ts']
const top = ['sim/cli', ...library]

/** The room of a file: `certs`, `sim/points`, or `sim/index.ts`, which is one by itself. */
function roomOf(path: string): string {
  const [house = '', room = ''] = path.split('/')
  return house === 'sim' ? `${house}/${room}` : house
}

/** Imports that point up or sideways, one sentence each. */
export function wrongWayImports(sources: readonly Source[]): string[] {
  return sources.flatMap(({ path, files }) =>
    files
      .filter((imported) => !mayImport(roomOf(path), roomOf(imported)))
      .map((imported) => `${path} imports ${imported}`),
  )
}

function mayImport(room: string, other: string): boolean {
  if (room === other || ground.includes(other)) return true
  if (!top.includes(room)) return (below[room] ?? []).includes(other)
  return other in below || (room === 'sim/cli' ? top : library).includes(other)
}

/** The files that a file imports, itself or by way of others; imports of types count. */
export function reachedFrom(sources: readonly Source[], start: string): ReadonlySet<string> {
  const importsOf = new Map(sources.map(({ path, files }) => [path, files]))
  const reached = new Set<string>()
  const follow = (path: string): void => {
    for (const next of importsOf.get(path) ?? []) {
      if (reached.has(next)) continue
      reached.add(next)
      follow(next)
    }
  }
  follow(start)
  return reached
}

/** A client knows only what it was told: the hierarchy's model, its listeners and its network are out of its reach. */
export function reachesForTheHierarchy(sources: readonly Source[]): string[] {
  const hidden = ['sim/model', 'sim/points', 'sim/network']
  return sources
    .filter(({ path }) => roomOf(path) === 'sim/client')
    .flatMap(({ path }) =>
      [...reachedFrom(sources, path)]
        .filter((reached) => hidden.includes(roomOf(reached)))
        .map((reached) => `${path} reaches ${reached}`),
    )
}

/** What an administrator describes; a site or system of which a client was told is called otherwise. */
const describedTypes = ['Hierarchy', 'Site', 'SiteSystem']

/** Places in which the types of a client name what only the hierarchy's description has. */
export function typesOfTheHierarchy(sources: readonly Source[]): string[] {
  return sources
    .filter(({ path }) => roomOf(path) === 'sim/client')
    .flatMap(({ path, types }) =>
      types.filter((name) => describedTypes.includes(name)).map((name) => `${path} names ${name}`),
    )
}

/** Imports of packages that belong to another room. */
export function packagesOutOfPlace(sources: readonly Source[]): string[] {
  const ofCerts = ['selfsigned', '@peculiar/x509', 'asn1js', 'node-forge']
  return sources
    .filter(({ path }) => roomOf(path) !== 'certs')
    .flatMap(({ path, packages }) =>
      packages.filter((name) => ofCerts.includes(name)).map((name) => `${path} imports ${name}`),
    )
}

const sockets = /^(node:)?(net|tls|https?|http2|dgram|timers|perf_hooks|child_process)(\/|$)|^undici$/

/** Decisions and diagnoses must not depend on when and where they are made. */
export function impurities(sources: readonly Source[]): string[] {
  return sources
    .filter(isPure)
    .flatMap(({ path, packages, clocks }) => [
      ...packages.filter((name) => sockets.test(name)).map((name) => `${path} imports ${name}`),
      ...clocks.map((clock) => `${path} reads the clock: ${clock}`),
    ])
}

function isPure({ path }: Source): boolean {
  const folders = 'rules|logs|diagnose|report/diff|evidence/(diagnosis|catalogue|codes|explanation)'
  const ofPlan =
    'plan/(preflight|verdicts|switches|groups|causes)|fleet/(habits|tally|units|fleet-result)|random'
  return new RegExp(`^sim/(${folders}|${ofPlan})\\b.*\\.ts$`).test(path)
}

/** Files that import one another in a ring, each ring once. Imports of types count, and those made on demand. */
export function rings(sources: readonly Source[]): string[] {
  const importsOf = new Map(sources.map(({ path, files }) => [path, files]))
  const done = new Set<string>()
  const found: string[] = []
  function follow(path: string, way: readonly string[]): void {
    const start = way.indexOf(path)
    if (start >= 0) found.push([...way.slice(start), path].join(' > '))
    if (start >= 0 || done.has(path)) return
    for (const next of importsOf.get(path) ?? []) follow(next, [...way, path])
    done.add(path)
  }
  for (const path of importsOf.keys()) follow(path, [])
  return found
}
