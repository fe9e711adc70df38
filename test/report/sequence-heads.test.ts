import t from 'tap'
import { sequenceDiagram } from '../../sim/report/html/sequence-diagram.ts'
import { endOf, partsOf, sequencesOf, type Sequence } from '../../sim/report/sequence.ts'
import { english } from '../../sim/texts/english.ts'
import { recordedRun } from './recorded.ts'

/** The modes in a diagram, from the left: of each head, and then what a site went into on the line below. */
function modesShown(sequence: Sequence): { heads: string[]; onLines: string[]; colours: string[] } {
  const drawn = sequenceDiagram(sequence, english).html
  const all = (pattern: RegExp): string[] => [...drawn.matchAll(pattern)].map(([, found = '']) => found)
  return {
    heads: all(/class="mode" x="\d+" y="39"[^>]*>([^<]*)</g),
    onLines: all(/class="mode"[^>]*>([^<]* now)</g),
    colours: all(/<g class="site (\w+)"><line class="life"/g),
  }
}

/** Bergen goes into native mode, and back into mixed mode. */
const run = await recordedRun('scenarios/site-goes-native.yaml')
const sequences = run.hierarchies.flatMap((one) => sequencesOf(one, english))

function sequenceOf(name: string): Sequence {
  const found = sequences.find(({ client }) => client === name)
  if (!found) throw new Error(`${name} has no sequence`)
  return found
}

void t.test(
  'a head has the modes that its site goes through, and the line below those that it goes into',
  (t) => {
    const bergen = ['BGO · mixed → native → mixed']
    for (const client of ['DESKTOP', 'KIOSK']) {
      const { heads, onLines, colours } = modesShown(sequenceOf(client))
      t.strictSame(
        heads.filter((head) => head.startsWith('BGO')),
        bergen,
        client,
      )
      t.strictSame(onLines, ['native now', 'mixed now'], client)
      t.match(colours.join(' '), 'mixed native mixed', client)
    }
    const { heads, onLines } = modesShown(sequenceOf('LAPTOP'))
    t.strictSame(
      heads.filter((head) => head.startsWith('OSL')),
      ['OSL · native'],
      'a site that stays in its mode has that alone',
    )
    t.strictSame(onLines, [], 'and the switch of a site that is not in the diagram is not in it')
    t.end()
  },
)

void t.test('a part of a sequence begins with the mode at that step', (t) => {
  const whole = sequenceOf('KIOSK')
  const isSwitch = whole.events.map((event) => event.kind === 'note' && event.switched.length > 0)
  const [toNative, toMixed] = [isSwitch.indexOf(true), isSwitch.lastIndexOf(true)]
  const bergenOf = (sequence: Sequence): string[] =>
    modesShown(sequence).heads.filter((head) => head.startsWith('BGO'))
  const [before, after] = partsOf(whole, toNative + 1)
  if (!before || !after) throw new Error('there is one part alone')
  t.strictSame(bergenOf(before), ['BGO · mixed → native'])
  t.strictSame(
    bergenOf(after).map((head) => head.split(' → ')[0]),
    ['BGO · native'],
  )
  t.strictSame(bergenOf(endOf(whole, whole.events.length - toNative - 1)), ['BGO · native → mixed'])
  t.strictSame(bergenOf(endOf(whole, whole.events.length - toMixed - 1)), ['BGO · mixed'])
  t.end()
})
