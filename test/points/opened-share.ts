import type { Test } from 'tap'
import { signOn } from '../../sim/client/transports/smb/sign-on.ts'
import {
  connectSmb,
  type SmbConnection,
  type SmbResponse,
} from '../../sim/client/transports/smb/connection.ts'
import { createRecorder } from '../../sim/evidence/recorder.ts'
import { openSmbServer, type SmbServerOptions } from '../../sim/points/smb-share/smb-server.ts'
import {
  accessRights,
  dispositions,
  parseCreateResponse,
  serializeCreateRequest,
} from '../../sim/wire/smb/create.ts'
import { commands, statusName } from '../../sim/wire/smb/header.ts'
import { serializeTreeConnectRequest } from '../../sim/wire/smb/session.ts'

export const fqdn = 'branch.contoso.test'
export const packages = [
  { id: 'PKG00001', version: 1, size: 150_000 },
  { id: 'PKG00002', version: 4, size: 0 },
]

export async function openShare(t: Test, more: Partial<SmbServerOptions> = {}) {
  const recorder = createRecorder()
  const server = await openSmbServer({
    address: '127.0.0.1',
    port: 0,
    fqdn,
    recorder,
    packages: () => packages,
    accounts: () => [],
    admitsAnonymous: () => true,
    ...more,
  })
  t.teardown(() => server.close())
  return { server, recorder }
}

export async function connectTo(t: Test, port: number): Promise<SmbConnection> {
  const target = { fqdn, address: '127.0.0.1', port, timeout: 10_000 }
  const connection = await connectSmb(target, { received: 0 })
  t.teardown(() => connection.close())
  return connection
}

/** Signed in anonymously, in the share of the packages. */
export async function openTree(t: Test, port: number): Promise<SmbConnection> {
  const connection = await connectTo(t, port)
  await signOn(connection, fqdn, [])
  const tree = await connection.ask(
    commands.treeConnect,
    serializeTreeConnectRequest({ path: `\\\\${fqdn}\\smspkgc$` }),
  )
  connection.treeId = tree.header.treeId
  return connection
}

export const statusOf = ({ header }: SmbResponse): string => statusName(header.status)

export const reading = {
  desiredAccess: accessRights.genericRead,
  attributes: 0,
  shareAccess: 7,
  disposition: dispositions.open,
  options: 0,
}

export const opening =
  (connection: SmbConnection) =>
  (name: string, more: Partial<typeof reading> | Record<string, number> = {}) =>
    connection.ask(commands.create, serializeCreateRequest({ ...reading, ...more, name }))

export function fileIdOf({ message }: SmbResponse): Buffer {
  const opened = parseCreateResponse(message)
  if (!opened) throw new Error('nothing was opened')
  return opened.fileId
}
