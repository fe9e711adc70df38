import fc from 'fast-check'
import t from 'tap'
import * as create from '../../sim/wire/smb/create.ts'
import { isEmptyBody, serializeEmptyBody } from '../../sim/wire/smb/body.ts'
import { serializeMessage } from '../../sim/wire/smb/header.ts'
import * as negotiate from '../../sim/wire/smb/negotiate.ts'
import * as read from '../../sim/wire/smb/read.ts'
import * as session from '../../sim/wire/smb/session.ts'
import {
  byte,
  bytes,
  facts,
  guid,
  header,
  long,
  name,
  plain,
  record,
  short,
  time,
} from './smb-arbitraries.ts'

interface Printed<Message> {
  what: string
  of: fc.Arbitrary<Message>
  print(message: Message): Buffer
  parse(bytes: Buffer): Message | undefined
}

/** A serialized message parses to its original; cut anywhere it never parses as more than there is, and nothing throws. */
function roundTrip<Message>({ what, of, print, parse }: Printed<Message>): void {
  void t.test(what, (t) => {
    fc.assert(
      fc.property(of, header, fc.nat(), (message, header, at) => {
        const printed = serializeMessage(header, print(message))
        t.strictSame(parse(printed), message)
        parse(printed.subarray(0, at % printed.length))
      }),
      { numRuns: 50 },
    )
    fc.assert(
      fc.property(bytes(0, 200), (body) => {
        parse(serializeMessage(plain, body))
      }),
    )
    t.equal(parse(serializeMessage(plain, Buffer.alloc(0))), undefined, 'nothing is no message')
    t.end()
  })
}

roundTrip({
  what: 'NEGOTIATE request',
  of: record({
    securityMode: short,
    clientGuid: guid,
    dialects: fc.array(short, { minLength: 1, maxLength: 64 }),
  }),
  print: negotiate.serializeNegotiateRequest,
  parse: negotiate.parseNegotiateRequest,
})
roundTrip({
  what: 'NEGOTIATE response',
  of: record({
    securityMode: short,
    dialect: short,
    serverGuid: guid,
    maxTransactSize: long,
    maxReadSize: long,
    maxWriteSize: long,
    systemTime: time,
    securityToken: bytes(0, 300),
  }),
  print: negotiate.serializeNegotiateResponse,
  parse: negotiate.parseNegotiateResponse,
})
roundTrip({
  what: 'SESSION_SETUP request',
  of: record({ securityMode: byte, securityToken: bytes(0, 300) }),
  print: session.serializeSessionSetupRequest,
  parse: session.parseSessionSetupRequest,
})
roundTrip({
  what: 'SESSION_SETUP response',
  of: record({ flags: short, securityToken: bytes(0, 300) }),
  print: session.serializeSessionSetupResponse,
  parse: session.parseSessionSetupResponse,
})
roundTrip({
  what: 'TREE_CONNECT request',
  of: record({ path: name }),
  print: session.serializeTreeConnectRequest,
  parse: session.parseTreeConnectRequest,
})
roundTrip({
  what: 'TREE_CONNECT response',
  of: record({ shareType: byte, maximalAccess: long }),
  print: session.serializeTreeConnectResponse,
  parse: session.parseTreeConnectResponse,
})
roundTrip({
  what: 'CREATE request',
  of: record({
    desiredAccess: long,
    attributes: long,
    shareAccess: long,
    disposition: long,
    options: long,
    name,
  }),
  print: create.serializeCreateRequest,
  parse: create.parseCreateRequest,
})
roundTrip({
  what: 'CREATE response',
  of: record({ action: fc.constantFrom(...Object.values(create.createActions)), facts, fileId: guid }),
  print: create.serializeCreateResponse,
  parse: create.parseCreateResponse,
})
roundTrip({
  what: 'CLOSE request',
  of: record({ tell: fc.boolean(), fileId: guid }),
  print: create.serializeCloseRequest,
  parse: create.parseCloseRequest,
})
roundTrip({
  what: 'CLOSE response',
  of: record({ facts: fc.option(facts) }),
  print: create.serializeCloseResponse,
  parse: create.parseCloseResponse,
})
roundTrip({
  what: 'READ request',
  of: record({ length: long, offset: fc.bigInt(0n, 2n ** 64n - 1n), fileId: guid, minimum: long }),
  print: read.serializeReadRequest,
  parse: read.parseReadRequest,
})
roundTrip({
  what: 'READ response',
  of: record({ data: bytes(0, 2000) }),
  print: read.serializeReadResponse,
  parse: read.parseReadResponse,
})
roundTrip({
  what: 'QUERY_DIRECTORY request',
  of: record({ informationClass: byte, flags: byte, fileId: guid, pattern: name, longest: long }),
  print: read.serializeQueryDirectoryRequest,
  parse: read.parseQueryDirectoryRequest,
})
roundTrip({
  what: 'QUERY_INFO request',
  of: record({ infoType: byte, informationClass: byte, longest: long, parts: long, fileId: guid }),
  print: read.serializeQueryInfoRequest,
  parse: read.parseQueryInfoRequest,
})
roundTrip({
  what: 'responses of both queries',
  of: record({ information: bytes(0, 500) }),
  print: read.serializeQueryResponse,
  parse: read.parseQueryResponse,
})
roundTrip({
  what: 'LOGOFF, TREE_DISCONNECT and ECHO',
  of: fc.constant(true as const),
  print: serializeEmptyBody,
  parse: (message) => isEmptyBody(message) || undefined,
})
