import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

const dist = fileURLToPath(new URL('../../', import.meta.url))
const hierarchy = fileURLToPath(new URL('../../../scenarios/hierarchies/fjords.yaml', import.meta.url))

/** The steps that are measured, in a native-mode site with nothing in any cache. */
const steps = { contact: 'contact: management-point, system: mp.osl', getContent: 'getContent: CEN00001' }

/**
 * What only this machine makes run, and no step: another run may hold the first block of addresses, so that one that is free is
 * searched for; and under load, time is lost.
 */
const doingOfTheMachine = [
  'sim/network/addresses.js',
  'sim/library/own-process.js',
  'sim/evidence/time-lost.js',
]

export type MeasuredStep = keyof typeof steps

/**
 * The files below sim/ and certs/ in which a function ran for a step of a scenario, and did not run for a scenario that
 * only moves the client. By V8's coverage of the modules as they are, not of the bundled command.
 */
export function filesOfSteps(): Record<MeasuredStep, string[]> {
  const moving = functionsThatRan([])
  const filesOf = (step: MeasuredStep): string[] => {
    const ran = [...functionsThatRan([steps[step]])].filter((one) => !moving.has(one))
    const files = new Set(ran.map((one) => one.split(':')[0] ?? ''))
    for (const file of doingOfTheMachine) files.delete(file)
    return [...files].sort()
  }
  return { contact: filesOf('contact'), getContent: filesOf('getContent') }
}

interface Coverage {
  result: {
    url: string
    functions: { functionName: string; ranges: { startOffset: number; count: number }[] }[]
  }[]
}

/** Each as `sim/client/contact.js:3051`, with its offset in the file. */
function functionsThatRan(steps: readonly string[]): Set<string> {
  const folder = mkdtempSync(join(tmpdir(), 'files-of-a-step-'))
  try {
    runScenario(folder, steps)
    return new Set(
      readdirSync(folder)
        .filter((name) => name.startsWith('coverage-'))
        .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Coverage)
        .flatMap(({ result }) => result.filter(({ url }) => isOfProduct(url)).flatMap(ranIn)),
    )
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function runScenario(folder: string, steps: readonly string[]): void {
  const file = join(folder, 'scenario.yaml')
  const move = '{ name: move, client: LAPTOP, move: { address: 10.1.0.77 } }'
  const measured = steps.map(
    (step) => `{ name: step, client: LAPTOP, ${step}, expect: { outcome: answered } }`,
  )
  const list = [move, ...measured].map((step) => `  - ${step}\n`).join('')
  writeFileSync(file, `name: files of a step\nhierarchy: ${hierarchy}\nsteps:\n${list}`)
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(dist, 'sim/cli/sitemode.js'), 'run', file, '--no-cache'],
    { encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '', NODE_V8_COVERAGE: folder } },
  )
  if (status !== 0) throw new Error(`the scenario ended with ${status}: ${stdout}${stderr}`)
}

function isOfProduct(url: string): boolean {
  return url.startsWith('file:') && /^(sim|certs)\//.test(inDist(url))
}

/** With slashes on every platform. */
function inDist(url: string): string {
  return relative(dist, fileURLToPath(url)).split(sep).join('/')
}

/** A module's own code runs on import and does not count. */
function ranIn({ url, functions }: Coverage['result'][number]): string[] {
  return functions.flatMap(({ functionName, ranges }) => {
    const [whole] = ranges
    const isModule = functionName === '' && whole?.startOffset === 0
    return whole && whole.count > 0 && !isModule ? `${inDist(url)}:${whole.startOffset}` : []
  })
}

// Run as a script, it prints how many files each step runs through, and which.
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [step, files] of Object.entries(filesOfSteps())) {
    console.log(`${step}: ${files.length} files\n${files.map((file) => `  ${file}\n`).join('')}`)
  }
}
