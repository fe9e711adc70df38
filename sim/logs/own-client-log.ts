import type { Stage } from '../vocabulary/network.ts'
import type { OwnCertificateFault, SeenByClient } from './statement.ts'

/** What the log of a simulated client says beyond the lines of the real one. */
export interface OwnWords {
  /** The status of an answer; where that is a failure, it has a line of its own. */
  answered: number | null
  ownFault: OwnCertificateFault | null
  seen: SeenByClient | null
  /** The message without what repeats its codes. */
  rest: string
}

const answer = /^[A-Z_]+ https?:\/\/\S+: HTTP (\d{3}), \d+ bytes\.$/
const without = /^No client certificate to present \((\w+)\): /
const faulty = /^The (client's|authority above the client's) certificate has a fault \((\w+)\): /
const circumstances =
  / failed by \S+ at \S* \(([^)]+)\).* Stage=(\w+), Received=(\d+)(, Answering=yes)?(?:, Certificate=(presented|none))?, Message=(.*)$/

export function ownWords(message: string): OwnWords {
  const status = answer.exec(message)?.[1]
  return {
    answered: status === undefined ? null : Number(status),
    ownFault: faultIn(message),
    seen: seenIn(message),
    rest: message.replace(/ Stage=\w+, Received=\d+,.* Message=.*$/, ''),
  }
}

function faultIn(message: string): OwnCertificateFault | null {
  const none = without.exec(message)?.[1]
  if (none !== undefined) return { fault: none, presented: false, ofAuthority: false }
  const found = faulty.exec(message)
  if (!found) return null
  const [, whose, fault = ''] = found
  return { fault, presented: true, ofAuthority: whose !== "client's" }
}

function seenIn(message: string): SeenByClient | null {
  const found = message.includes('Stage=') ? circumstances.exec(message) : null
  if (!found) return null
  const [, code = '', written, received, answering, certificate, said = ''] = found
  const stage = Object.values(stages).find((one) => one === written)
  if (stage === undefined) return null
  return {
    stage,
    code,
    message: said,
    received: Number(received),
    ...(answering !== undefined && { answering: true }),
    presented: certificate === undefined ? null : certificate === 'presented',
  }
}

const stages = {
  resolve: 'resolve',
  connect: 'connect',
  tls: 'tls',
  http: 'http',
  smb: 'smb',
  pxe: 'pxe',
  soh: 'soh',
  ldap: 'ldap',
  dns: 'dns',
  wins: 'wins',
} as const satisfies { [Name in Stage]: Name }
