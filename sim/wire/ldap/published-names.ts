import { domainName } from './distinguished-name.ts'

/**
 * The classes by which Configuration Manager extends the schema, each with the name of its definition there ("About the
 * Active Directory Schema Extensions"; ConfigMgr_ad_schema.ldf; ExtADSch.log lists them as they are made).
 */
export const publishedClasses = {
  mSSMSSite: 'MS-SMS-Site',
  mSSMSManagementPoint: 'MS-SMS-Management-Point',
  mSSMSServerLocatorPoint: 'MS-SMS-Server-Locator-Point',
  mSSMSRoamingBoundaryRange: 'MS-SMS-Roaming-Boundary-Range',
} as const

export type PublishedClass = keyof typeof publishedClasses

/** Where the sites of a domain publish what they are: a container that its administrator has made for them. */
export function systemManagement(domain: string): string {
  return `CN=System Management,CN=System,${domainName(domain)}`
}

/** The value of `objectCategory` that entries of a class have ([MS-ADTS] 3.1.1.2.4.8). */
export function objectCategory(definition: string, domain: string): string {
  return `CN=${definition},CN=Schema,CN=Configuration,${domainName(domain)}`
}
