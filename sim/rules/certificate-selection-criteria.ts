type Matches = (certificate: StoreCertificate) => boolean

/**
 * Reads the criteria of "How to Specify the Client Certificate Selection Criteria": `none`, `Subject:x` (the whole
 * name), `SubjectStr:x` (a part of it, in any case) or `SubjectAttr:2.5.4.11 = x` (one attribute, in this case). All
 * look at the subject and the subject alternative name. undefined: the verb is missing or unknown.
 */
export function readSelectionCriteria(criteria: string): Matches | undefined {
  if (criteria === 'none') return () => true
  const [, verb = '', value = ''] = /^(\w+):\s*(.*?)\s*$/.exec(criteria) ?? []
  switch (verb.toLowerCase()) {
    case 'subject':
      return (certificate) => namesOf(certificate).some((name) => name.toLowerCase() === value.toLowerCase())
    case 'subjectstr':
      return (certificate) =>
        namesOf(certificate).some((name) => name.toLowerCase().includes(value.toLowerCase()))
    case 'subjectattr':
      return byAttribute(value)
    default:
      return undefined
  }
}

/** The distinguished name, the common name in it, and the alternative names. */
function namesOf({ subject, names }: StoreCertificate): string[] {
  const whole = subject.map(({ type, value }) => `${type}=${value}`).join(', ')
  return [whole, ...subject.filter(({ type }) => type === 'CN').map(({ value }) => value), ...names]
}

function byAttribute(written: string): Matches {
  const [, identifier = '', value = ''] = /^([\d.]+)\s*=\s*(.*)$/.exec(written) ?? []
  const wanted = withoutSpaces(value)
  if (identifier === subjectAlternativeName) return ({ names }) => names.includes(wanted)
  const type = attributeTypes[identifier]
  return ({ subject }) => subject.some((attribute) => attribute.type === type && attribute.value === wanted)
}

/**
 * The client loses the spaces of an attribute's value on its way from the site's settings, and a certificate that has
 * them does not match any more (SMS Writing Team, November 2008). That it always does is our choice.
 */
function withoutSpaces(value: string): string {
  return value.replaceAll(' ', '')
}

const subjectAlternativeName = '2.5.29.17'

/** The attributes that the documentation lists, and their short names in a distinguished name. */
const attributeTypes: Readonly<Record<string, string>> = {
  '2.5.4.3': 'CN',
  '2.5.4.4': 'SN',
  '2.5.4.5': 'serialNumber',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.9': 'street',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '2.5.4.12': 'title',
  '2.5.4.42': 'GN',
  '2.5.4.43': 'initials',
  '1.2.840.113549.1.9.1': 'emailAddress',
  '0.9.2342.19200300.100.1.25': 'DC',
}

/** A certificate in a client's store, with what matters for the choice among several. */
export interface StoreCertificate {
  /** In the order of the certificate: `{ type: 'OU', value: 'Sales' }`. */
  subject: readonly { type: string; value: string }[]
  /** Names of the subject alternative name. */
  names: readonly string[]
  notBefore: Date
  notAfter: Date
  /** It has the client authentication purpose. */
  clientAuthentication: boolean
  privateKey: boolean
}
