import { PkiFileError } from '../../certs/directory/pki-file-error.ts'
import type { Issued, Pki } from '../../certs/pki.ts'
import type { Hierarchy } from '../model/hierarchy.ts'
import { siteSystemNamed } from '../model/site-system-named.ts'
import { FaultError } from './fault-error.ts'

/** Whose certificates are revoked. */
export type Revoked = ({ client: string } | { system: string }) & {
  /** Everybody fetches the new list at the next handshake (`drop`, the default), or keeps its own until it runs out. */
  cachedLists?: 'drop' | 'keep'
}

/** Revokes every certificate of a client's store, or that of a site system. */
export function revokeCertificates(hierarchy: Hierarchy, pki: Pki, revoked: Revoked): void {
  if ('client' in revoked) {
    const client = hierarchy.clients.find(({ name }) => name === revoked.client)
    if (!client) throw new FaultError(`the hierarchy has no client ${revoked.client}`)
    for (const recipe of client.certificates) revoke(pki, { purpose: 'client', fqdn: client.fqdn, recipe })
    return
  }
  const { system } = siteSystemNamed(hierarchy, revoked.system) ?? {}
  if (!system) throw new FaultError(`the hierarchy has no site system ${revoked.system}`)
  revoke(pki, { purpose: 'server', fqdn: system.fqdn, recipe: system.listen.certificate ?? 'good' })
}

function revoke(pki: Pki, issued: Issued): void {
  try {
    pki.revoke(issued)
  } catch (error) {
    throw error instanceof PkiFileError ? new FaultError(error.message) : error
  }
}
