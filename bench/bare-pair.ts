import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { createSecureContext } from 'node:tls'
import { Client } from 'undici'
import type { Credential } from '../certs/credential.ts'
import type { Pki } from '../certs/pki.ts'

/** A server and a client that do the same handshake and nothing else. */
export interface BarePair {
  request(): Promise<void>
  close(): Promise<void>
}

/**
 * `node:https` and undici, written for speed: one secure context on the client for all connections, no sessions resumed.
 * Both ends check the same revocation lists as in the simulator.
 */
export async function openBarePair(pki: Pki, server: string, client: string): Promise<BarePair> {
  const holder = (fqdn: string) => ({ name: fqdn.split('.', 1)[0] ?? fqdn, fqdn })
  const [{ root }, lists, ofServer, ofClient] = await Promise.all([
    pki.authorities(),
    pki.crls(),
    pki.webServer(holder(server), 'good'),
    pki.client(holder(client), 'good'),
  ])
  const crl = lists.map(({ pem }) => pem)
  const trust = { ca: root, crl, minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2' } as const
  const listening = createServer(
    {
      ...trust,
      cert: ofServer.certificate,
      key: keyOf(ofServer),
      requestCert: true,
      rejectUnauthorized: true,
    },
    (_request, response) => response.end('<MPList></MPList>'),
  )
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve))
  const { port } = listening.address() as AddressInfo
  const secureContext = createSecureContext({ ...trust, cert: ofClient.certificate, key: keyOf(ofClient) })
  return {
    async request() {
      const connect = { secureContext, servername: server, maxCachedSessions: 0 }
      const connection = new Client(`https://127.0.0.1:${port}`, { connect, pipelining: 0 })
      const { body } = await connection.request({ method: 'GET', path: '/' })
      await body.dump()
      await connection.destroy()
    },
    close: () =>
      new Promise((resolve) => {
        listening.close(() => resolve())
        listening.closeAllConnections()
      }),
  }
}

function keyOf({ key }: Credential): string {
  if (key === undefined) throw new Error('a good certificate has its key')
  return key
}
