import fc from 'fast-check'
import { commands, type Header } from '../../sim/wire/smb/header.ts'

export const bytes = (minLength: number, maxLength = minLength): fc.Arbitrary<Buffer> =>
  fc.uint8Array({ minLength, maxLength }).map((array) => Buffer.from(array))
/** Objects as the parsers make them, with a prototype. */
export const record = <Model>(model: {
  [Key in keyof Model]: fc.Arbitrary<Model[Key]>
}): fc.Arbitrary<Model> => fc.record(model, { noNullPrototype: true })
export const byte = fc.nat(0xff)
export const short = fc.nat(0xffff)
export const long = fc.nat(0xffffffff)
export const guid = bytes(16)
export const name = fc.string({ maxLength: 100 })
export const time = fc.date({ min: new Date('1601-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
export const size = fc.nat(Number.MAX_SAFE_INTEGER)
export const facts = record({
  created: time,
  accessed: time,
  written: time,
  changed: time,
  allocated: size,
  size,
  attributes: long,
})
export const header: fc.Arbitrary<Header> = record({
  command: short,
  status: long,
  credits: short,
  flags: long,
  nextCommand: long,
  messageId: fc.bigInt(0n, 2n ** 64n - 1n),
  treeId: long,
  sessionId: fc.bigInt(0n, 2n ** 64n - 1n),
  signature: guid,
})
export const plain: Header = {
  command: commands.echo,
  status: 0,
  credits: 1,
  flags: 0,
  nextCommand: 0,
  messageId: 1n,
  treeId: 0,
  sessionId: 0n,
  signature: Buffer.alloc(16),
}
