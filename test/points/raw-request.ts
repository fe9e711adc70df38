import { Agent as HttpAgent, request as httpRequest, type Agent, type IncomingHttpHeaders } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest, type RequestOptions } from 'node:https'
import { buffer } from 'node:stream/consumers'
import { TLSSocket } from 'node:tls'
import { signingIn } from '../../sim/client/transports/windows-sign-in.ts'
import type { RunningHierarchy } from '../../sim/network/running-hierarchy.ts'

export interface Asked {
  method?: string
  path: string
  headers?: Record<string, string>
  body?: string | Buffer
  /** Which of the system's ports, where it has more than one. */
  protocol?: 'http' | 'https'
  /** The client's side of the handshake. */
  tls?: Pick<RequestOptions, 'ca' | 'cert' | 'key'>
  /** Whose connections are used; by default each request has one of its own. */
  agents?: { http: Agent; https: Agent }
}

export interface RawAnswer {
  status: number
  headers: IncomingHttpHeaders
  body: Buffer
  /** DER of the certificate that the server showed. */
  certificate: Buffer | undefined
}

/** One request to a site system by Node's own client: none of our client code. */
export function ask({ systems }: RunningHierarchy, name: string, asked: Asked): Promise<RawAnswer> {
  const system = systems.find((candidate) => candidate.name === name)
  const url = system?.urls.find((candidate) =>
    candidate.startsWith(asked.protocol ? `${asked.protocol}:` : 'http'),
  )
  if (!system || url === undefined) throw new Error(`${name} is not open`)
  const { protocol, hostname, port } = new URL(url)
  const options = {
    host: system.address,
    port,
    servername: hostname,
    headers: { Host: hostname, ...asked.headers },
    method: asked.method ?? 'GET',
    path: asked.path,
    agent: asked.agents?.[protocol === 'https:' ? 'https' : 'http'] ?? (false as const),
    ...asked.tls,
  }
  return new Promise((resolve, reject) => {
    const request = protocol === 'https:' ? httpsRequest(options) : httpRequest(options)
    request.on('error', reject)
    request.on('response', (response) => {
      const { socket, statusCode = 0, headers } = response
      const certificate = socket instanceof TLSSocket ? socket.getPeerX509Certificate()?.raw : undefined
      buffer(response).then((body) => resolve({ status: statusCode, headers, body, certificate }), reject)
    })
    request.end(asked.body)
  })
}

/** One request by an account of the domain, which signs in over the connection as far as it is asked to. */
export async function askAs(
  account: { name: string; password: string },
  running: RunningHierarchy,
  name: string,
  asked: Asked,
): Promise<RawAnswer> {
  const one = { keepAlive: true, maxSockets: 1 }
  const agents = { http: new HttpAgent(one), https: new HttpsAgent(one) }
  let last: RawAnswer | undefined
  const send = signingIn(
    async ({ headers = {} }) => {
      last = await ask(running, name, { ...asked, agents, headers: { ...asked.headers, ...headers } })
      const { status, body } = last
      return { status, headers: { 'www-authenticate': last.headers['www-authenticate'] }, body }
    },
    () => [{ user: account.name, domain: 'CONTOSO', password: account.password }],
  )
  await send({ method: asked.method ?? 'GET', path: asked.path })
  agents.http.destroy()
  agents.https.destroy()
  if (!last) throw new Error('nothing was asked')
  return last
}
