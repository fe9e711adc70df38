import t, { type Test } from 'tap'
import { createRecorder } from '../../sim/evidence/recorder.ts'
import { createScripts } from '../../sim/net/scripts.ts'
import { reordered } from '../../sim/net/unusual.ts'
import { createRandom } from '../../sim/random.ts'
import { openPxeServicePoint } from '../../sim/points/pxe-service-point/pxe-service-point.ts'
import { openSystemHealthValidatorPoint } from '../../sim/points/system-health-validator-point/system-health-validator-point.ts'
import type { Misbehaviour } from '../../sim/vocabulary/misbehaviour.ts'
import { signRequest } from '../../sim/wire/radius/authenticator.ts'
import { microsoftAttributes, microsoftTypes } from '../../sim/wire/radius/microsoft.ts'
import { statementMessages } from '../wire/statement-of-health-sample.ts'
import { openDatagrams } from './datagrams.ts'

// The bytes of answers that are legal and unusual, read here as the standards write them.

const fqdn = 'odd.contoso.test'

function scriptsOf(...scripted: Misbehaviour[]) {
  const scripts = createScripts()
  for (const one of scripted) scripts.add(one)
  return { scripts }
}

async function openBoots(t: Test, ...scripted: Misbehaviour[]) {
  const point = await openPxeServicePoint({
    ...{ address: '127.0.0.1', ports: { dhcp: 0, binl: 0, tftp: 0 }, fqdn, recorder: createRecorder() },
    answersFor: () => 'boot',
    bootFiles: [{ path: 'boot.bin', size: 2000, content: Buffer.alloc(2000, 'boot ') }],
    behaviour: scriptsOf(...scripted),
  })
  t.teardown(() => point.close())
  return { ports: point.ports, client: await openDatagrams(t) }
}

/** A DISCOVER of PXE firmware (RFC 2131 section 2). */
function discover(): Buffer {
  const fixed = Buffer.alloc(240)
  fixed.set([1, 1, 6, 0, 0, 0, 0, 9])
  fixed.set([0x63, 0x82, 0x53, 0x63], 236)
  const options = [53, 1, 1, 60, 9, ...Buffer.from('PXEClient'), 97, 17, ...Buffer.alloc(17, 1), 255]
  return Buffer.concat([fixed, Buffer.from(options)])
}

function optionsOf(reply: Buffer): [code: number, value: string][] {
  const options: [number, string][] = []
  for (let at = 240; reply.readUInt8(at) !== 255; at += 2 + reply.readUInt8(at + 1)) {
    const value = reply.toString('hex', at + 2, at + 2 + reply.readUInt8(at + 1))
    options.push([reply.readUInt8(at), value])
  }
  return options
}

void t.test('option-order: the same options of DHCP in another order', async (t) => {
  const usual = await openBoots(t)
  usual.client.send(usual.ports.dhcp, discover())
  const expected = optionsOf((await usual.client.next()).bytes)
  const odd = await openBoots(t, { name: 'odd', protocol: 'dhcp', unusual: 'option-order' })
  odd.client.send(odd.ports.dhcp, discover())
  const options = optionsOf((await odd.client.next()).bytes)
  t.not(options.join(' '), expected.join(' '))
  t.strictSame(new Map(options.sort()), new Map(expected.sort()))
})

void t.test('repeated-answer: the same offer twice', async (t) => {
  const { ports, client } = await openBoots(t, {
    name: 'odd',
    protocol: 'dhcp',
    unusual: 'repeated-answer',
    requests: { nth: 1 },
  })
  client.send(ports.dhcp, discover())
  const [one, other] = [await client.next(), await client.next()]
  t.strictSame(other, one)
  const later = discover()
  later[7] = 10
  client.send(ports.dhcp, later)
  t.equal((await client.next()).bytes.readUInt32BE(4), 10, 'the second request is answered once')
})

function readRequest(...options: string[]): Buffer {
  return Buffer.from(`\0\x01${['boot.bin', 'octet', ...options].join('\0')}\0`, 'latin1')
}

function acknowledgment(block: number): Buffer {
  return Buffer.from([0, 4, 0, block])
}

/** The strings of an option acknowledgment (RFC 2347). */
function acknowledged(bytes: Buffer): string[] {
  return bytes.toString('latin1', 2, bytes.length - 1).split('\0')
}

void t.test('small-blocks: less than was proposed, and the whole file', async (t) => {
  const { ports, client } = await openBoots(t, { name: 'odd', protocol: 'tftp', unusual: 'small-blocks' })
  client.send(ports.tftp, readRequest('blksize', '1200'))
  const agreed = await client.next()
  const [name, size = ''] = acknowledged(agreed.bytes)
  t.equal(name, 'blksize')
  t.ok(Number(size) >= 8 && Number(size) < 1200, size)
  const blocks: Buffer[] = []
  for (let block = 0; (blocks.at(-1)?.length ?? Number(size)) === Number(size); block += 1) {
    client.send(agreed.fromPort, acknowledgment(block))
    blocks.push((await client.next()).bytes.subarray(4))
  }
  client.send(agreed.fromPort, acknowledgment(blocks.length))
  t.equal(Buffer.concat(blocks).toString(), 'boot '.repeat(400))
})

void t.test('small-blocks: nothing can be smaller where no size is proposed', async (t) => {
  const { ports, client } = await openBoots(t, { name: 'odd', protocol: 'tftp', unusual: 'small-blocks' })
  client.send(ports.tftp, readRequest())
  t.equal((await client.next()).bytes.length, 4 + 512)
})

void t.test('acknowledgment-order: the same options of TFTP in another order', async (t) => {
  const script = { name: 'odd', protocol: 'tftp', unusual: 'acknowledgment-order' } as const
  const { ports, client } = await openBoots(t, script)
  client.send(ports.tftp, readRequest('blksize', '1200', 'tsize', '0'))
  t.strictSame(acknowledged((await client.next()).bytes), ['tsize', '2000', 'blksize', '1200'])
})

void t.test('repeated-answer: each block twice, and none four times', async (t) => {
  const script = { name: 'odd', protocol: 'tftp', unusual: 'repeated-answer' } as const
  const { ports, client } = await openBoots(t, script)
  client.send(ports.tftp, readRequest())
  const numbers: number[] = []
  while (numbers.length < 8) {
    const { bytes, fromPort } = await client.next()
    numbers.push(bytes.readUInt16BE(2))
    // Both are acknowledged, as a client does that keeps no count (RFC 1123 section 4.2.3.1).
    client.send(fromPort, bytes.subarray(0, 4).fill(4, 1, 2))
  }
  t.strictSame(numbers, [1, 1, 2, 2, 3, 3, 4, 4])
})

void t.test(
  'radius-order: the same attributes in another order, and those of one type in theirs',
  async (t) => {
    const { statement, withMode } = statementMessages
    const answered = async (...scripted: Misbehaviour[]): Promise<string[]> => {
      const point = await openSystemHealthValidatorPoint({
        ...{ address: '127.0.0.1', port: 0, fqdn, recorder: createRecorder(), sharedSecret: 'loopback' },
        reference: () => statement,
        now: () => statement.generated,
        behaviour: scriptsOf(...scripted),
      })
      t.teardown(() => point.close())
      const client = await openDatagrams(t)
      const attributes = microsoftAttributes(microsoftTypes.quarantineSoh, withMode)
      const request = { code: 1, identifier: 5, authenticator: Buffer.alloc(16, 7), attributes }
      client.send(point.port, signRequest(request, 'loopback'))
      const { bytes } = await client.next()
      const found: string[] = []
      for (let at = 20; at < bytes.length; at += bytes.readUInt8(at + 1))
        if (bytes[at] !== 80) found.push(bytes.toString('hex', at, at + bytes.readUInt8(at + 1)))
      return found
    }
    const usual = await answered()
    const odd = await answered({ name: 'odd', protocol: 'soh', unusual: 'radius-order' })
    t.notSame(odd, usual)
    t.strictSame([...odd].sort(), [...usual].sort())
    const vendor = (attributes: string[]) => attributes.filter((attribute) => attribute.startsWith('1a'))
    t.ok(vendor(usual).length > 1)
    t.strictSame(vendor(odd), vendor(usual))
  },
)

void t.test('what is put in another order is in another', (t) => {
  for (let seed = 0; seed < 50; seed += 1) {
    const random = createRandom(seed, 'order')
    t.not(reordered(['a', 'b'], random).join(''), 'ab')
    t.strictSame(reordered(['a', 'a', 'b'], random).sort(), ['a', 'a', 'b'])
    t.strictSame(reordered(['a'], random), ['a'])
  }
  t.end()
})
