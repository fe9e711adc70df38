import { readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { planCsv, type GroupedClient } from '../../sim/report/plan-csv.ts'
import { newFolder } from '../new-folder.ts'
import { change, group, planOf } from './planned.ts'

const kiosks = group(1, { from: ['KIOSKS'], clients: 2 })
const office = group(2, { clients: 1 })

const result = planOf([
  change(kiosks, 'stranded', 'never-told'),
  change(office, 'losesContent', 'package-only-there'),
  change(kiosks, 'losesContent', 'package-only-there'),
])

const clients: GroupedClient[] = [
  { name: 'KIOSK-1', group: 1, assignedSite: 'CEN' },
  { name: 'KIOSK-2', group: 1, assignedSite: 'CEN' },
  { name: 'PC-1', group: 2, assignedSite: 'CEN' },
  { name: 'LAPTOP-1', group: 3, assignedSite: null },
]

void t.test('every client has a row, with the worst that becomes of it', (t) => {
  t.equal(
    [...planCsv(result, clients)].join(''),
    'name,group,assignedSite,kind,because\r\n' +
      'KIOSK-1,1,CEN,stranded,never-told\r\n' +
      'KIOSK-2,1,CEN,stranded,never-told\r\n' +
      'PC-1,2,CEN,losesContent,package-only-there\r\n' +
      'LAPTOP-1,3,,unchanged,\r\n',
  )
  t.end()
})

void t.test('where clients of a group differ, each that was run has what became of itself', (t) => {
  const differing = [
    {
      group: 1,
      clients: [
        { client: 'KIOSK-2', kinds: ['losesContent' as const] },
        { client: 'KIOSK-3', kinds: ['stranded' as const, 'losesContent' as const] },
        { client: 'KIOSK-4', kinds: [] },
      ],
    },
  ]
  const kindOf = (name: string): string | undefined =>
    [...planCsv({ ...result, differing }, [{ name, group: 1, assignedSite: 'CEN' }])].join('').split(',')[7]
  t.strictSame(['KIOSK-1', 'KIOSK-2', 'KIOSK-3', 'KIOSK-4'].map(kindOf), [
    'losesContent',
    'losesContent',
    'stranded',
    'unchanged',
  ])
  t.end()
})

void t.test('no name becomes a formula, another cell or another row', (t) => {
  const named = (name: string): string => {
    const [table = ''] = planCsv(planOf([]), [{ name, group: 1, assignedSite: 'CEN' }])
    return table.slice(table.indexOf('\r\n') + 2)
  }
  for (const [name, cell] of [
    ['=1+1', "'=1+1"],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\tPC', "'\tPC"],
    ['=HYPERLINK("x","y")', `"'=HYPERLINK(""x"",""y"")"`],
    ['a,b', '"a,b"'],
    ['a"b', '"a""b"'],
    ['a\r\nb', '"a\r\nb"'],
    ['PC-1=2', 'PC-1=2'],
  ] as const) {
    t.equal(named(name), `${cell},1,CEN,unchanged,\r\n`)
  }
  t.end()
})

void t.test('a large table is written piece by piece', async (t) => {
  const many = Array.from({ length: 100_000 }, (_, index) => ({
    name: `PC${index + 1}`,
    group: (index % 3) + 1,
    assignedSite: 'CEN',
  }))
  const pieces = [...planCsv(result, many)]
  t.ok(Math.max(...pieces.map(({ length }) => length)) < 100_000)
  const file = join(newFolder(t), 'clients.csv')
  await writeFile(file, planCsv(result, many))
  const rows = readFileSync(file, 'utf8').split('\r\n')
  t.equal(rows.length, 1 + many.length + 1, 'a header, the rows, and the end of the last one')
  t.equal(rows.at(-2), 'PC100000,1,CEN,stranded,never-told')
})
