import { answerFaults } from '../../sim/vocabulary/fault.ts'
import { keysOf } from '../../sim/vocabulary/keys-of.ts'
import {
  deedNames,
  deeds,
  scriptedProtocols,
  scriptedRows,
  type ScriptedDeed,
  type Deed,
  type ScriptedProtocol,
} from '../../sim/vocabulary/misbehaviour.ts'
import { unusualBehaviours } from '../../sim/vocabulary/unusual.ts'
import { cell, generated, type Page } from './page.ts'

const deedsInWords: Readonly<Record<Deed, string>> = {
  delayMs: 'so many milliseconds before the answer; alone, or together with one of the others',
  answer: 'in place of the answer, one of your own: `status`, `headers`, `body`',
  error: 'in place of the answer, an error: the name that its standard gives it, or its number',
  fault: 'in place of the answer, a fault as `break` has it, for this request alone',
  unusual: 'the answer, in a way that its standard allows and servers seldom choose',
}

const speakers: Readonly<Record<ScriptedProtocol, string>> = {
  http: 'web servers, and `crl`',
  https: 'web servers',
  smb: 'the shares of distribution points and state migration points',
  ldap: '`dc`, the domain controller',
  dns: '`ns`, the name server, by UDP and TCP',
  wins: '`ns`',
  dhcp: 'PXE service points: offers, and the names of boot programs',
  tftp: 'PXE service points: boot programs',
  soh: 'system health validator points, by RADIUS',
}

type ByUdp = 'dns' | 'wins' | 'dhcp' | 'tftp' | 'soh'

/** What a deed comes to where nothing is established: in words, with the source. */
const byUdp: { readonly [P in ByUdp]: Readonly<Record<ScriptedDeed<P>, string>> } = {
  dns: {
    delayMs: 'the client may ask again meanwhile; each question is answered (RFC 1035, section 4.2.1)',
    error: 'the response code, with the question and no record (RFC 1035, section 4.1.1)',
    'silent-after-request': 'the question counts as lost (RFC 1035, section 4.2.1)',
    'garbage-answer': 'it has the number of no question, and is passed over (RFC 5452, section 9.1)',
    truncated:
      'the first half of the message, which counts records that are not there; the bit for that is not set (RFC 1035, section 4.1.1)',
  },
  wins: {
    delayMs: 'the client may ask again meanwhile; each question is answered (RFC 1002, section 6)',
    error: 'a negative response with this code (RFC 1002, section 4.2.14)',
    'silent-after-request': 'the question counts as lost (RFC 1002, section 6)',
    'garbage-answer': 'it has the number of no question (RFC 1002, section 4.2.1.1)',
    truncated: 'the first half of the response, without its addresses (RFC 1002, section 4.2.13)',
  },
  dhcp: {
    delayMs:
      'the client sends its message again, later each time; each one is answered (RFC 2131, section 4.1)',
    'silent-after-request': 'the message counts as lost, and is sent again (RFC 2131, section 4.1)',
    'garbage-answer': 'it has no magic cookie (RFC 2131, section 3)',
    truncated: 'the first half of the message, whose fixed fields are not whole (RFC 2131, section 2)',
  },
  tftp: {
    delayMs:
      'before the first packet; a request that is made again from the same port begins no second transfer (RFC 1350, section 4)',
    error: 'an error packet in place of the first block (RFC 1350, section 5)',
    'silent-after-request': 'the request counts as lost, and is made again (RFC 1350, section 2)',
    'garbage-answer': 'it is no packet of TFTP (RFC 1350, section 5)',
    truncated: 'the first block is half as long as agreed, which ends the transfer (RFC 1350, section 6)',
    'silent-in-answer': 'after the first block comes nothing, which only time can tell (RFC 1350, section 7)',
  },
  soh: {
    delayMs: 'the client may send its request again; each one gets the same answer (RFC 5080, section 2.2.2)',
    error: 'a signed packet of this code, with a Reply-Message (RFC 2865, sections 4.3 and 4.4)',
    'silent-after-request': 'the request counts as lost, and is sent again (RFC 5080, section 2.2.1)',
    'garbage-answer': 'it is shorter than it says, and silently discarded (RFC 2865, section 3)',
    truncated: 'the first half of the packet, which is silently discarded (RFC 2865, section 3)',
  },
}

/** What a script can have each protocol do. */
export function misbehaviourPage(): Page {
  const byProtocol = scriptedProtocols.map((protocol) => {
    const { operations, traits, errors, faults, unusual } = scriptedRows[protocol]
    const told = [
      ...(operations.length > 0 ? [`\`operation\`: ${operations.join(', ')}`] : []),
      ...traits.map(code),
    ]
    const named = errors
      ? `${keysOf(errors.named).map(code).join(', ')}; ${errors.least} to ${errors.most}`
      : ''
    const spoilt = faults === answerFaults ? 'all' : faults.map(code).join(', ')
    return [code(protocol), speakers[protocol], told.join('; '), named, spoilt, unusual.map(code).join(', ')]
  })
  const byDeed = deedNames.map((deed) => {
    const { of } = deeds[deed]
    return [code(deed), of.length === scriptedProtocols.length ? 'all' : of.join(', '), deedsInWords[deed]]
  })
  const datagrams = keysOf(byUdp).flatMap((protocol) => [
    ...Object.entries(byUdp[protocol]).map(([deed, meaning]) => [code(protocol), code(deed), meaning]),
    ...scriptedRows[protocol].unusual.map((kind) => {
      const { does, allowedBy } = unusualBehaviours[kind]
      return [code(protocol), code(kind), `${does}: ${allowedBy}`]
    }),
  ])
  return {
    path: 'misbehaviour.md',
    text: `${generated}
# Scripted misbehaviour

A script has a server do something amiss for the requests that it names: in a scenario, a test of yours, or a hierarchy that is served.
[How it works](how-it-works.md#scripted-misbehaviour) shows scripts; this page lists what they can have servers do.

## By protocol

Without \`protocol\` a script is about a web server, by HTTP and HTTPS. A \`*\` in a text stands for any characters, and case does not
count. All faults are ${answerFaults.map(code).join(', ')}.

${table(['`protocol`', 'Spoken by', 'Requests are told apart by', '`error`: names and numbers', '`fault`', '`unusual`'], byProtocol)}

## What befalls a request

${table(['Field', 'Protocols', 'A server answers'], byDeed)}

\`requests\` says which of the requests that match: the \`nth\`, each \`from\` one on, or a \`share\` that is the same for a \`seed\`; all by default. A datagram
that a client sends again is another request.

## By UDP

Nothing is established by UDP that could break, and anything may be lost. So a deed comes to this:

${table(['`protocol`', 'Deed', 'It comes to'], datagrams)}
`,
  }
}

function code(text: string): string {
  return `\`${text}\``
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => '---'), ...rows.map((row) => row.map(cell))]
  return lines.map((line) => `| ${line.join(' | ')} |`).join('\n')
}
