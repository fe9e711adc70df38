import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { packetFile, startHierarchy, type MisbehaviourInput } from '../../sim/index.ts'
import type { SiteSystemRole } from '../../sim/vocabulary/site-system-role.ts'
import { newFolder } from '../new-folder.ts'
import { lacks, run } from './run-program.ts'

// What tshark reads of answers by UDP that a script has a server give in an unusual way, beside usual ones.

/** The values of a field in the packets that pass a filter: of a first contact that meets the script, and of a second one. */
async function contacts(
  t: Test,
  role: SiteSystemRole,
  script: Omit<MisbehaviourInput, 'name'>,
  [filter, field]: [filter: string, field: string],
): Promise<[odd: string[], usual: string[]]> {
  const blocks: Buffer[] = []
  const running = await startHierarchy(
    {
      sites: [{ code: 'MIX', mode: 'mixed', systems: [{ name: 'server', roles: [role] }] }],
      clients: [{ name: 'PC', assignedSite: 'MIX' }],
    },
    { cache: newFolder(t), packets: packetFile((bytes) => blocks.push(bytes)) },
  )
  t.teardown(() => running.close())
  running.misbehave({ name: 'odd', system: 'server', ...script })
  t.match(await running.client('PC').contact(role), { outcome: 'answered' })
  running.behave()
  t.match(await running.client('PC').contact(role), { outcome: 'answered' })
  await running.close()
  const file = join(newFolder(t), 'packets.pcapng')
  writeFileSync(file, Buffer.concat(blocks))
  const { status, stdout, stderr } = await run('tshark', [
    ...['-r', file, '-Y', filter, '-T', 'fields', '-e', 'udp.dstport', '-e', field, '-E', 'aggregator=;'],
    ...['-d', 'udp.port==8067,dhcp', '-d', 'udp.port==8069,tftp', '-d', 'udp.port==1812,radius'],
  ])
  t.equal(status, 0, stderr)
  const lines = stdout.toString().split('\n').filter(Boolean)
  const ofClients = new Map<string, string[]>()
  for (const line of lines) {
    const [port = '', value = ''] = line.split('\t')
    ofClients.set(port, [...(ofClients.get(port) ?? []), value])
  }
  t.equal(ofClients.size, 2, 'the firmware has another port at each boot')
  const [odd = [], usual = []] = ofClients.values()
  return [odd, usual]
}

const skip = lacks('tshark', '-v')
const sorted = (values = ''): string[] => values.split(';').sort()

void t.test('option-order', { skip }, async (t) => {
  const offers: [string, string] = ['dhcp.type == 2 && udp.srcport == 8067', 'dhcp.option.type']
  const script = { protocol: 'dhcp', unusual: 'option-order' } as const
  const [[odd], [usual]] = await contacts(t, 'pxe-service-point', script, offers)
  t.not(odd, usual)
  t.strictSame(sorted(odd), sorted(usual))
})

void t.test('acknowledgment-order, and small blocks', { skip }, async (t) => {
  const acknowledged: [string, string] = ['tftp.opcode == 6', 'tftp.option.name']
  const order = { protocol: 'tftp', unusual: 'acknowledgment-order' } as const
  const [[odd], [usual]] = await contacts(t, 'pxe-service-point', order, acknowledged)
  t.not(odd, usual)
  t.strictSame(sorted(odd), sorted(usual))
  const small = { protocol: 'tftp', unusual: 'small-blocks' } as const
  const blocks = await contacts(t, 'pxe-service-point', small, ['tftp.opcode == 3', 'tftp.block'])
  // 31,000 bytes in blocks of 1,456.
  t.equal(blocks[1].length, 22)
  t.ok(blocks[0].length >= 2 * 22 - 1, `${blocks[0].length} blocks`)
})

void t.test('repeated-answer', { skip }, async (t) => {
  const twice = { unusual: 'repeated-answer' } as const
  const twoEach = (usual: string[]): string[] => usual.flatMap((one) => [one, one])
  const [blocks, blocksOnce] = await contacts(t, 'pxe-service-point', { ...twice, protocol: 'tftp' }, [
    'tftp.opcode == 3',
    'tftp.block',
  ])
  t.equal(blocksOnce.length, 22)
  t.strictSame(blocks, twoEach(blocksOnce))
  const [answers, answersOnce] = await contacts(
    t,
    'system-health-validator-point',
    { ...twice, protocol: 'soh' },
    ['radius.code == 2', 'radius.code'],
  )
  t.strictSame(answersOnce, ['2'])
  t.strictSame(answers, ['2', '2'])
})

void t.test('radius-order', { skip }, async (t) => {
  const script = { protocol: 'soh', unusual: 'radius-order' } as const
  const attributes: [string, string] = ['radius.code == 2', 'radius.avp.type']
  const [[odd], [usual]] = await contacts(t, 'system-health-validator-point', script, attributes)
  t.not(odd, usual)
  t.strictSame(sorted(odd), sorted(usual))
})
