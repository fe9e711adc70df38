import { createHash } from 'node:crypto'
import type { Hierarchy, Site } from '../../model/hierarchy.ts'
import { primaryCodeOf } from '../../model/primary-site.ts'
import type { PolicyBody } from '../../wire/management-point/policy-body.ts'

/**
 * The policies of a site's clients: its client settings, and one for each package that its site systems hold. The names
 * of classes and properties are our choice. A version follows from what the policy says, so it changes when that does.
 */
export function policiesOf(hierarchy: Hierarchy, ownSite: Site): PolicyBody[] {
  const site = hierarchy.sites.find(({ code }) => code === primaryCodeOf(ownSite)) ?? ownSite
  const held = new Set(site.systems.flatMap(({ packages }) => packages))
  const packages = hierarchy.packages.filter(({ id }) => held.has(id))
  return [
    policy(site, 'client settings', 'CCM_ClientAgentConfig', {
      SiteMode: site.mode,
      HttpForRoaming: String(site.httpForRoaming),
      CrlChecking: String(site.crlChecking),
      CertificateSelectionCriteria: site.certificateSelection.criteria,
      SelectFirstCertificate: String(site.certificateSelection.selectFirst),
    }),
    ...packages.map(({ id, version, size }) =>
      policy(site, id, 'CCM_SoftwareDistribution', {
        PKG_PackageID: id,
        PKG_SourceVersion: String(version),
        PKG_Size: String(size),
      }),
    ),
  ]
}

function policy(
  { code }: Site,
  about: string,
  className: string,
  properties: Record<string, string>,
): PolicyBody {
  const version = digest(JSON.stringify([className, properties])).slice(0, 8)
  return { id: guidOf(`${code} ${about}`), version, className, properties }
}

/** The same for the same text. */
export function guidOf(text: string): string {
  return digest(text).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '{$1-$2-$3-$4-$5}')
}

export function digest(text: string): string {
  return createHash('sha1').update(text).digest('hex').toUpperCase()
}
