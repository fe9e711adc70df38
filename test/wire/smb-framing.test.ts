import fc from 'fast-check'
import t from 'tap'
import { joinCompound, splitCompound } from '../../sim/wire/smb/compound.ts'
import {
  directoryClasses,
  joinDirectoryEntries,
  parseDirectoryEntries,
  printDirectoryEntry,
} from '../../sim/wire/smb/directory-entry.ts'
import { printEmptyBody } from '../../sim/wire/smb/empty-body.ts'
import { framed, InvalidMessageError } from '../../sim/net/framed.ts'
import { frame, frameBounds } from '../../sim/wire/smb/framing.ts'
import { parseHeader, printMessage } from '../../sim/wire/smb/header.ts'
import * as negotiate from '../../sim/wire/smb/negotiate.ts'
import * as read from '../../sim/wire/smb/read.ts'
import { isSignedWith, sign } from '../../sim/wire/smb/signing.ts'
import { isSmb1, parseSmb1Negotiate, printSmb1Negotiate } from '../../sim/wire/smb/smb1-negotiate.ts'
import { statusName } from '../../sim/wire/smb/status.ts'
import { bytes, facts, header, name, plain, record } from './smb-arbitraries.ts'

void t.test('headers', (t) => {
  fc.assert(
    fc.property(header, (header) => {
      t.strictSame(parseHeader(printMessage(header, Buffer.alloc(0))), header)
    }),
  )
  const good = printMessage(plain, printEmptyBody())
  t.equal(parseHeader(good.subarray(0, 63)), undefined, 'too short')
  const smb1 = Buffer.from(good)
  smb1[0] = 0xff
  t.equal(parseHeader(smb1), undefined, 'of another protocol')
  const longer = Buffer.from(good)
  longer[4] = 65
  t.equal(parseHeader(longer), undefined, 'of another length')
  t.end()
})

for (const [what, informationClass] of Object.entries(directoryClasses)) {
  void t.test(`directory entries, ${what}`, (t) => {
    const hasNumber = informationClass >= directoryClasses.idBoth
    const entry = record({
      name,
      facts,
      fileId: hasNumber ? fc.bigInt(0n, 2n ** 64n - 1n) : fc.constant(0n),
    })
    fc.assert(
      fc.property(fc.array(entry, { minLength: 1, maxLength: 5 }), fc.nat(), (entries, at) => {
        const printed = joinDirectoryEntries(entries.map((one) => printDirectoryEntry(informationClass, one)))
        t.strictSame(parseDirectoryEntries(informationClass, printed), entries)
        parseDirectoryEntries(informationClass, printed.subarray(0, at % printed.length))
      }),
      { numRuns: 50 },
    )
    t.end()
  })
}

void t.test('compounds', (t) => {
  const message = fc.tuple(header, bytes(0, 40)).map(([header, body]) => ({
    header: { ...header, nextCommand: 0 },
    body,
  }))
  fc.assert(
    fc.property(fc.array(message, { minLength: 1, maxLength: 5 }), (messages) => {
      const parts = splitCompound(
        joinCompound(messages.map(({ header, body }) => printMessage(header, body))),
      )
      t.strictSame(
        parts?.map(({ header }) => ({ ...header, nextCommand: 0 })),
        messages.map(({ header }) => header),
      )
      parts?.forEach(({ bytes }, index) => {
        const { body = Buffer.alloc(0) } = messages[index] ?? {}
        t.ok(bytes.subarray(64, 64 + body.length).equals(body))
      })
    }),
  )
  const led = (nextCommand: number) =>
    splitCompound(Buffer.concat([printMessage({ ...plain, nextCommand }, Buffer.alloc(8)), Buffer.alloc(80)]))
  t.equal(led(8), undefined, 'into itself')
  t.equal(led(76), undefined, 'to where nothing is aligned')
  t.equal(led(72), undefined, 'to what is no header')
  t.equal(led(4096), undefined, 'out of the frame')
  t.end()
})

void t.test('frames, in whatever pieces they come', async (t) => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(bytes(0, 50), { maxLength: 6 }),
      fc.integer({ min: 1, max: 20 }),
      async (sent, by) => {
        const stream = Buffer.concat(sent.map(frame))
        const pieces = Array.from({ length: Math.ceil(stream.length / by) }, (_, index) =>
          stream.subarray(index * by, (index + 1) * by),
        )
        t.strictSame(await framesOf(pieces), sent)
      },
    ),
  )
  await t.rejects(framesOf([Buffer.from('GET / HTTP/1.1\r\n')]), InvalidMessageError, 'another protocol')
  await t.rejects(framesOf([frame(Buffer.alloc(101))]), InvalidMessageError, 'too long')
  await t.rejects(framesOf([frame(Buffer.alloc(50)).subarray(0, 40)]), InvalidMessageError, 'cut off')
})

async function framesOf(pieces: readonly Buffer[]): Promise<Buffer[]> {
  async function* stream(): AsyncGenerator<Buffer> {
    for (const piece of pieces) yield await Promise.resolve(piece)
  }
  const frames: Buffer[] = []
  for await (const message of framed(stream(), { boundsOf: frameBounds, longest: 100 })) frames.push(message)
  return frames
}

void t.test('a signature goes with its message and its key', (t) => {
  const key = Buffer.alloc(16, 1)
  const message = printMessage(plain, printEmptyBody())
  t.notOk(isSignedWith(message, key))
  sign(message, key)
  t.ok(isSignedWith(message, key))
  t.notOk(isSignedWith(message, Buffer.alloc(16, 2)))
  message[66] = 1
  t.notOk(isSignedWith(message, key))
  t.end()
})

void t.test("SMB1's NEGOTIATE, as far as it offers SMB2", (t) => {
  const names = fc.array(fc.stringMatching(/^[ -~]{0,20}$/), { minLength: 1, maxLength: 8 })
  fc.assert(
    fc.property(names, fc.nat(), (dialects, at) => {
      const printed = printSmb1Negotiate(dialects)
      t.strictSame(parseSmb1Negotiate(printed), dialects)
      t.equal(parseSmb1Negotiate(printed.subarray(0, at % printed.length)), undefined)
    }),
  )
  // As [MS-CIFS] 2.2.4.52.1 has it: the header, no words, the length of the names, each with a 2 before it.
  const written = Buffer.concat([
    Buffer.from('ff534d4272000000001853c8000000000000000000000000fffffffe00000000', 'hex'),
    Buffer.from('002200', 'hex'),
    Buffer.from('\x02NT LM 0.12\0\x02SMB 2.002\0\x02SMB 2.???\0', 'latin1'),
  ])
  t.ok(isSmb1(written))
  t.strictSame(parseSmb1Negotiate(written), ['NT LM 0.12', 'SMB 2.002', 'SMB 2.???'])
  t.end()
})

void t.test('messages composed by hand as [MS-SMB2] lays them out', (t) => {
  const negotiateRequest = Buffer.from(
    'fe534d42' + // protocol
      '4000' + // size of the header
      '0000' + // credit charge
      '00000000' + // status
      '0000' + // NEGOTIATE
      '1f00' + // credits
      '00000000' + // flags
      '00000000' + // next command
      '0000000000000000' + // message
      '00000000' + // reserved
      '00000000' + // tree
      '0000000000000000' + // session
      '00000000000000000000000000000000' + // signature
      '2400' + // size of the body
      '0200' + // two dialects
      '0100' + // signing is enabled
      '0000' + // reserved
      '00000000' + // capabilities
      '000102030405060708090a0b0c0d0e0f' + // client
      '0000000000000000' + // start time
      '02021002', // 2.0.2, 2.1
    'hex',
  )
  t.match(parseHeader(negotiateRequest), { command: 0, credits: 31, messageId: 0n })
  t.strictSame(negotiate.parseNegotiateRequest(negotiateRequest), {
    securityMode: 1,
    clientGuid: Buffer.from('000102030405060708090a0b0c0d0e0f', 'hex'),
    dialects: [0x0202, 0x0210],
  })
  const readRequest =
    '3100' + // size
    '50' + // where data is to stand
    '00' + // flags
    '00000100' + // 64 KiB
    '0080000000000000' + // from 32 KiB on
    '0100000000000000' +
    '0200000000000000' + // file
    '00000000' + // minimum
    '00000000' + // channel
    '00000000' + // remaining
    '00000000' + // channel information
    '00' // the byte that the size counts
  const fileId = Buffer.from('01000000000000000200000000000000', 'hex')
  t.equal(
    read.printReadRequest({ length: 65_536, offset: 32_768n, fileId, minimum: 0 }).toString('hex'),
    readRequest,
  )
  t.end()
})

void t.test('statuses are told by name, or by number', (t) => {
  t.equal(statusName(0xc000006d), 'STATUS_LOGON_FAILURE')
  t.equal(statusName(0x00000103), 'STATUS_PENDING')
  t.equal(statusName(0xc0000001), '0xC0000001')
  t.end()
})
