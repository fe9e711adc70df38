import { createPki, type Pki, type PkiOptions } from '../../certs/pki.ts'

export const mp1 = { name: 'MP1', fqdn: 'mp1.contoso.test' }
export const pc1 = { name: 'PC1', fqdn: 'pc1.contoso.test' }

/** A PKI of its own, without a cache. */
export function newPki({ ahead = () => 0, ...options }: Partial<PkiOptions> = {}): Pki {
  return createPki({
    name: 'Contoso',
    domain: 'contoso.test',
    keys: 'ec',
    startsAt: new Date(),
    ahead,
    now: () => new Date(Date.now() + ahead()),
    revocationListUrl: 'http://crl.contoso.test:8080',
    cache: false,
    revoked: [
      { purpose: 'server', fqdn: mp1.fqdn },
      { purpose: 'client', fqdn: pc1.fqdn },
    ],
    ...options,
  })
}
