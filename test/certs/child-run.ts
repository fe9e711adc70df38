import { createHash } from 'node:crypto'
import { createRequire } from 'node:module'
import { newPki } from './contoso.ts'

/**
 * A run of its own for `cache.test.ts`. Prints one line per certificate that it got (its kind and fingerprint, never
 * its key), then the certificate libraries it has loaded.
 */
export interface ChildRun {
  cache: string
  servers: number
  umask?: number
}

const { cache, servers, umask } = JSON.parse(process.argv[2] ?? '') as ChildRun
if (umask !== undefined) process.umask(umask)

const pki = newPki({ cache })
const fingerprint = (text: string): string => createHash('sha256').update(text).digest('hex')

const { root, issuing } = await pki.authorities()
console.log('authorities', fingerprint(root + issuing))
console.log('crls', fingerprint((await pki.crls()).map(({ pem }) => pem).join('')))
for (let i = 0; i < servers; i++) {
  const server = await pki.webServer({ name: `S${i}`, fqdn: `s${i}.contoso.test` }, 'good')
  console.log(`server ${i}`, fingerprint(server.certificate + String(server.key)))
}

const modules = Object.keys(createRequire(import.meta.url).cache)
console.log(
  'loaded',
  modules.filter((file) => /node_modules.(selfsigned|@peculiar.x509)\b/.test(file)).length,
)
