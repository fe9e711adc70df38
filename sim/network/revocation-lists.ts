import { X509Certificate } from 'node:crypto'
import type { Pki } from '../../certs/pki.ts'
import { createRevocationChecker, type RevocationChecker } from '../../certs/revocation/revocation-checker.ts'
import type { Clock } from '../client/network.ts'
import type { Hierarchy } from '../model/hierarchy.ts'
import { revocationListPointName } from '../model/other-hosts.ts'
import { fetchRevocationList, type Fetcher } from './fetch-revocation-list.ts'

/** Its port: that of HTTP at a site which says nothing else. */
export const revocationListPort = 8080

export function revocationListHost({ domain }: Hierarchy): string {
  return `${revocationListPointName}.${domain}`
}

/** As the certificates name it. */
export function revocationListUrl(hierarchy: Hierarchy): string {
  return `http://${revocationListHost(hierarchy)}:${revocationListPort}`
}

/** Those of the root and of the authority that issues everything, below a URL. */
export function listUrls(url: string): string[] {
  return ['root', 'issuing'].map((name) => `${url}/${name}.crl`)
}

/** Every machine's own look at the revocation lists, and one hand over all of them. */
export interface RevocationCheckers {
  /** That of the machine with this address. */
  of(sourceAddress: string): RevocationChecker
  /** Everybody fetches anew. */
  forget(): void
}

export function createRevocationCheckers(
  pki: Pki,
  url: string,
  clock: Clock,
  fetcher: Omit<Fetcher, 'sourceAddress'>,
): RevocationCheckers {
  const made = new Map<string, RevocationChecker>()
  let parsed: { ahead: number; authorities: Promise<X509Certificate[]> } | undefined

  /** Parsed once, and anew when the clock was moved: they are asked for in every handshake. */
  function knownAuthorities(): Promise<X509Certificate[]> {
    if (parsed?.ahead !== clock.ahead()) {
      const authorities = pki
        .authorities()
        .then(({ root, issuing }) => [new X509Certificate(root), new X509Certificate(issuing)])
      parsed = { ahead: clock.ahead(), authorities }
    }
    return parsed.authorities
  }

  return {
    of(sourceAddress) {
      const known = made.get(sourceAddress)
      if (known) return known
      const checker = createRevocationChecker({
        // Given up before whoever waits for the handshake gives that up.
        fetch: (list) =>
          fetchRevocationList(list, { ...fetcher, sourceAddress, patience: fetcher.patience / 2 }),
        now: clock.now,
        authorities: knownAuthorities,
        fallback: listUrls(url),
      })
      made.set(sourceAddress, checker)
      return checker
    },
    forget() {
      for (const checker of made.values()) checker.forget()
    },
  }
}
