import { createPrivateKey, X509Certificate } from 'node:crypto'
import type { Credential } from '../../certs/pki.ts'
import { isWeak } from '../../certs/recipes.ts'
import { primaryCodeOf } from '../model/primary-site.ts'
import { openListener } from '../points/listener/listener.ts'
import type { TlsMaterial } from '../points/listener/tls-offer.ts'
import { bindingsOf } from '../points/web-server/bindings.ts'
import type { Place } from '../points/web-server/role.ts'
import { requestListener } from '../points/web-server/web-server.ts'
import { describeCertificate } from './certificate-evidence.ts'
import type { Ground, OpeningPort, SystemPlace } from './open-system.ts'

/** The first certificate, which is the holder's own. */
function derOf({ certificate }: Credential): Buffer {
  return new X509Certificate(certificate).raw
}

/** Opens the HTTP and HTTPS ports of a site system. */
export function openWebPorts(
  { hierarchy, addresses, recorder, pki, clock, revocation, keyLog }: Ground,
  { site, system, database, address }: SystemPlace,
): OpeningPort[] {
  const recipe = system.listen.certificate ?? 'good'
  const credential = (): Promise<Credential> => pki.webServer(system, recipe)
  const place: Place = {
    hierarchy,
    site,
    system,
    database,
    now: clock.now,
    certificate: async () => derOf(await credential()),
    async siteServerSigning() {
      if (site.mode !== 'native') return undefined
      const signing = await pki.siteServerSigning(primaryCodeOf(site))
      return { certificate: derOf(signing), key: createPrivateKey(signing.key) }
    },
  }
  const material = async (): Promise<TlsMaterial> => {
    const [own, { root }] = await Promise.all([credential(), pki.authorities()])
    return {
      profile: hierarchy.tls,
      ...own,
      weak: isWeak(recipe),
      root,
      revocation: revocation.of(address),
      now: clock.machine,
      describe: (certificate) => describeCertificate(certificate, clock),
    }
  }
  return bindingsOf(site, system).map((binding) => {
    const { protocol, clientCertificate, refusal } = binding
    const port = addresses.kind === 'own' ? binding.port : 0
    const opening = openListener({
      address,
      port,
      protocol,
      fqdn: system.fqdn,
      recorder,
      served: (request) =>
        recorder.tell({ type: 'request', request: { at: clock.now().toISOString(), ...request } }),
      answer: requestListener(binding, place),
      tls: { clientCertificate, refusal, material, keyLog },
    }).then((listener) => ({
      ...listener,
      configuredPort: binding.port,
      url: `${protocol}://${system.fqdn}:${listener.port}`,
    }))
    return { opening, port }
  })
}
