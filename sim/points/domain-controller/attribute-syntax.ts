import { foldText, parseName } from '../../wire/ldap/distinguished-name.ts'

/** How the values of an attribute are compared. */
export type Syntax = 'text' | 'number' | 'truth' | 'name'

/** Two values are equal when these are. */
export type Comparable = string | bigint

/**
 * The attributes that this directory knows; another one in a filter makes that part neither true nor false (RFC 4511,
 * 4.5.1.7). The syntaxes follow the use of the values: numbers for the ends of ranges, truth for the marks of management
 * points.
 */
const syntaxes = new Map<string, Syntax>(
  Object.entries({
    objectClass: 'text',
    objectCategory: 'name',
    distinguishedName: 'name',
    cn: 'text',
    name: 'text',
    dc: 'text',
    dNSHostName: 'text',
    mSSMSSiteCode: 'text',
    mSSMSAssignmentSiteCode: 'text',
    mSSMSSiteBoundaries: 'text',
    mSSMSRoamingBoundaries: 'text',
    mSSMSRangedIPLow: 'number',
    mSSMSRangedIPHigh: 'number',
    mSSMSDefaultMP: 'truth',
    mSSMSDeviceManagementPoint: 'truth',
    mSSMSMPName: 'text',
    mSSMSMPAddress: 'text',
    mSSMSHealthState: 'text',
    mSSMSSourceForest: 'text',
    mSSMSVersion: 'text',
    mSSMSCapabilities: 'text',
  } satisfies Record<string, Syntax>).map(([name, syntax]) => [name.toLowerCase(), syntax]),
)

/** `attribute` is in lower case. One with an option behind it (`cn;lang-en`) is another attribute, and not known. */
export function syntaxOf(attribute: string): Syntax | undefined {
  return syntaxes.get(attribute)
}

/** undefined: the text is no value of the syntax. */
export function comparable(syntax: Syntax, text: string): Comparable | undefined {
  switch (syntax) {
    case 'text':
      return foldText(text).trim()
    case 'number':
      return /^-?\d{1,20}$/.test(text) ? BigInt(text) : undefined
    case 'truth':
      return text === 'TRUE' || text === 'FALSE' ? text : undefined
    case 'name':
      return parseName(text)?.join(',')
  }
}
