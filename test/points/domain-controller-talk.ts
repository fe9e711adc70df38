import { framed } from '../../sim/net/framed.ts'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import type { Test } from 'tap'
import {
  operations,
  parseMessage,
  parseResult,
  resultName,
  serializeBindRequest,
  serializeMessage,
  type BindRequest,
  type LdapMessage,
  ldapMessageBounds,
} from '../../sim/wire/ldap/message.ts'
import { isPresent, serializeSearchRequest, type SearchRequest } from '../../sim/wire/ldap/search.ts'
import { container } from './domain-controller-of-contoso.ts'

export async function dial(t: Test, port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1')
  t.teardown(() => socket.destroy())
  await once(socket, 'connect')
  return socket
}

/** Everything that comes until the other end closes. */
export async function hear(socket: Socket): Promise<LdapMessage[]> {
  const heard: LdapMessage[] = []
  for await (const bytes of framed(socket, { boundsOf: ldapMessageBounds, longest: 1_000_000 })) {
    const message = parseMessage(bytes)
    if (message) heard.push(message)
  }
  return heard
}

export type Said = [operation: number, content: Buffer, controls?: LdapMessage['controls']]

/** The replies to messages sent all at once, followed by an unbind. */
export async function say(t: Test, port: number, ...all: readonly Said[]): Promise<LdapMessage[]> {
  const socket = await dial(t, port)
  const messages = [...all, [operations.unbindRequest, Buffer.alloc(0)] as const]
  const sent = messages.map(([operation, content, controls = []], index) =>
    serializeMessage({ id: index + 1, operation, content, controls }),
  )
  socket.write(Buffer.concat(sent))
  return hear(socket)
}

export const resultOf = ({ content }: LdapMessage): string => resultName(parseResult(content)?.code ?? -1)

const everything: SearchRequest = {
  base: container,
  scope: 'sub',
  sizeLimit: 0,
  timeLimit: 0,
  typesOnly: false,
  filter: isPresent('objectClass'),
  attributes: ['cn'],
}
export const search = (more: Partial<SearchRequest> = {}, controls: LdapMessage['controls'] = []): Said => [
  operations.searchRequest,
  serializeSearchRequest({ ...everything, ...more }),
  controls,
]
export const bind = (more: Partial<BindRequest> = {}): Said => [
  operations.bindRequest,
  serializeBindRequest({
    version: 3,
    name: '',
    authentication: { kind: 'simple', password: Buffer.alloc(0) },
    ...more,
  }),
]
