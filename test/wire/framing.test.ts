import fc from 'fast-check'
import t from 'tap'
import { framed, InvalidMessageError } from '../../sim/net/framed.ts'
import { ldapMessageBounds, serializeMessage } from '../../sim/wire/ldap/message.ts'
import { smbFrame, smbMessageBounds } from '../../sim/wire/smb/header.ts'
import { bytes } from './smb-arbitraries.ts'

const hex = (written: string): Buffer => Buffer.from(written.replaceAll(/\s/g, ''), 'hex')

type Bounds = Parameters<typeof framed>[1]['boundsOf']

async function collect(boundsOf: Bounds, pieces: readonly Buffer[], longest: number): Promise<Buffer[]> {
  async function* stream(): AsyncGenerator<Buffer> {
    for (const piece of pieces) yield await Promise.resolve(piece)
  }
  const messages: Buffer[] = []
  for await (const message of framed(stream(), { boundsOf, longest })) messages.push(message)
  return messages
}

void t.test('LDAP messages are found in a stream, however it is cut', async (t) => {
  const content = bytes(0, 300)
  await fc.assert(
    fc.asyncProperty(fc.array(content, { maxLength: 8 }), fc.nat(), async (contents, size) => {
      const sent = contents.map((content) =>
        serializeMessage({ id: 1, operation: 0x63, content, controls: [] }),
      )
      const whole = Buffer.concat(sent)
      const step = 1 + (size % 50)
      const chunks = Array.from({ length: Math.ceil(whole.length / step) }, (_, index) =>
        whole.subarray(index * step, (index + 1) * step),
      )
      t.strictSame(await collect(ldapMessageBounds, chunks, 1000), sent)
    }),
    { numRuns: 50 },
  )
  await t.rejects(collect(ldapMessageBounds, [hex('16 03 01')], 1000), InvalidMessageError, 'TLS')
  await t.rejects(
    collect(ldapMessageBounds, [hex('30 80')], 1000),
    InvalidMessageError,
    'an indefinite length',
  )
  await t.rejects(collect(ldapMessageBounds, [hex('30 82 10 00')], 1000), {
    message: 'a message of 4100 bytes, longer than the limit of 1000',
  })
  await t.rejects(collect(ldapMessageBounds, [hex('30 05 02')], 1000), {
    message: 'the connection ended 3 bytes into a message',
  })
})

void t.test('SMB messages, in whatever pieces they come', async (t) => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(bytes(0, 50), { maxLength: 6 }),
      fc.integer({ min: 1, max: 20 }),
      async (sent, by) => {
        const stream = Buffer.concat(sent.map(smbFrame))
        const pieces = Array.from({ length: Math.ceil(stream.length / by) }, (_, index) =>
          stream.subarray(index * by, (index + 1) * by),
        )
        t.strictSame(await collect(smbMessageBounds, pieces, 100), sent)
      },
    ),
  )
  await t.rejects(
    collect(smbMessageBounds, [Buffer.from('GET / HTTP/1.1\r\n')], 100),
    InvalidMessageError,
    'another protocol',
  )
  await t.rejects(
    collect(smbMessageBounds, [smbFrame(Buffer.alloc(101))], 100),
    InvalidMessageError,
    'too long',
  )
  await t.rejects(
    collect(smbMessageBounds, [smbFrame(Buffer.alloc(50)).subarray(0, 40)], 100),
    InvalidMessageError,
    'cut off',
  )
})
