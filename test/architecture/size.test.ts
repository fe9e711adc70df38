import { fileURLToPath } from 'node:url'
import t from 'tap'
import { sourcesBelow, type Source } from './source.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const product = [...sourcesBelow(root, 'sim'), ...sourcesBelow(root, 'certs')]
const all = [...product, ...sourcesBelow(root, 'test'), ...sourcesBelow(root, 'bench')]

/** Folders whose files are data: readers look things up in them, and do not read them from top to bottom. */
const data = ['sim/evidence/catalogue/', 'sim/model/tables/', 'sim/texts/']

void t.test('the product has at most 720 files', (t) => {
  t.ok(product.length <= 720, `${product.length} files`)
  t.end()
})

void t.test('the median of its files has 60 to 110 lines', (t) => {
  const middle = median(product.map(({ lines }) => lines))
  t.ok(middle >= 60 && middle <= 110, `the median is ${middle} lines`)
  t.equal(median([300, 1, 61, 62]), 61.5, 'the mean of the two in the middle')
  t.equal(median([300, 1, 61]), 61)
  t.end()
})

void t.test('no file but data has more than 500 lines', (t) => {
  t.strictSame(tooLong(all), [])
  const long = (path: string): Source => ({
    path,
    lines: 501,
    files: [],
    packages: [],
    clocks: [],
    types: [],
  })
  t.strictSame(tooLong([long('sim/evidence/bad.ts'), long('sim/evidence/catalogue/good.ts')]), [
    'sim/evidence/bad.ts has 501 lines',
  ])
  for (const folder of data) {
    t.ok(
      product.some(({ path }) => path.startsWith(folder)),
      `${folder} exists`,
    )
  }
  t.end()
})

function tooLong(sources: readonly Source[]): string[] {
  return sources
    .filter(({ path, lines }) => lines > 500 && !data.some((folder) => path.startsWith(folder)))
    .map(({ path, lines }) => `${path} has ${lines} lines`)
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((one, other) => one - other)
  const upper = sorted[Math.floor(sorted.length / 2)] ?? NaN
  const lower = sorted[Math.floor((sorted.length - 1) / 2)] ?? NaN
  return (lower + upper) / 2
}
