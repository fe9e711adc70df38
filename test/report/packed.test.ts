import fc from 'fast-check'
import t from 'tap'
import { createPacker, unpack, type Shared } from '../../sim/report/html/packed.ts'
import { markup } from '../../sim/report/html/markup.ts'

/** Contents as they come out of the packing again. */
function repacked(contents: readonly string[]): string[] {
  const pack = createPacker()
  const packed = contents.map((content) => pack(content))
  const shared: Shared = {
    texts: packed.flatMap(({ added }) => added.texts),
    blocks: packed.flatMap(({ added }) => added.blocks),
  }
  return packed.map(({ content }) => unpack(content, shared))
}

void t.test('what is packed comes out as it was', (t) => {
  const piece = fc.oneof(
    fc.string({ unit: 'binary' }).map((text) => markup`${text}`.html),
    fc.constantFrom(
      '<b>',
      '</b>',
      '</a>',
      '</details>',
      ' id="a17"',
      '<rect x="4" />',
      '1 1 1',
      '&#39;',
      ' ',
      '0',
    ),
    fc.nat().map((number) => `<a href="#a${number}" data-attempt="a${number}">a${number}</a>`),
  )
  const content = fc.array(piece, { maxLength: 20 }).map((pieces) => pieces.join(''))
  fc.assert(
    fc.property(fc.array(content, { maxLength: 10 }), (contents) => {
      t.strictSame(repacked(contents), contents)
    }),
    { numRuns: 300 },
  )
  t.end()
})

void t.test('contents that differ in their numbers alone share everything else', (t) => {
  const pack = createPacker()
  const content = (id: number): string =>
    markup`<details id="a${id}"><summary><b>a${id}</b></summary><p>took ${id}.5 ms, isn’t it</p></details>`
      .html
  t.not(pack(content(1)).added.texts.length, 0)
  const second = pack(content(2))
  t.strictSame(second.added, { texts: [], blocks: [] })
  t.ok(JSON.stringify(second.content).length < 40, JSON.stringify(second.content))
  t.end()
})
