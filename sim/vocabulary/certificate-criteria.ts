/** The kinds of criteria by their verbs, in lower case. A client reads a verb in any case; our choice. */
const verbs = {
  subject: 'whole-name',
  subjectstr: 'part-of-name',
  subjectattr: 'attribute',
} as const

type CriteriaKind = (typeof verbs)[keyof typeof verbs]

/** The criteria by which a client selects its certificate, in the syntax of `CCMCERTSEL` and of the Site Mode tab. */
export type CertificateCriteria =
  | { kind: 'purpose-only' }
  | { kind: Exclude<CriteriaKind, 'attribute'>; value: string }
  /** `attribute`: as in `attributes`; undefined where no client knows it. */
  | { kind: 'attribute'; attribute: CertificateAttribute | undefined; value: string }

/**
 * Every attribute that criteria can name, by a name or by its object identifier ("Determine If You Need to Specify Client
 * Certificate Settings (Native Mode)", bb632325), under the name that OpenSSL gives it. The alternative name is no attribute
 * of the subject, and has an identifier alone.
 */
const attributes = {
  CN: { identifier: '2.5.4.3', names: ['CN'] },
  SN: { identifier: '2.5.4.4', names: ['SN'] },
  serialNumber: { identifier: '2.5.4.5', names: ['SERIALNUMBER'] },
  C: { identifier: '2.5.4.6', names: ['C'] },
  L: { identifier: '2.5.4.7', names: ['L'] },
  ST: { identifier: '2.5.4.8', names: ['S', 'ST'] },
  street: { identifier: '2.5.4.9', names: ['STREET'] },
  O: { identifier: '2.5.4.10', names: ['O'] },
  OU: { identifier: '2.5.4.11', names: ['OU'] },
  title: { identifier: '2.5.4.12', names: ['T', 'TITLE'] },
  GN: { identifier: '2.5.4.42', names: ['G', 'GN', 'GIVENNAME'] },
  initials: { identifier: '2.5.4.43', names: ['I', 'INITIALS'] },
  emailAddress: { identifier: '1.2.840.113549.1.9.1', names: ['E', 'E-MAIL'] },
  DC: { identifier: '0.9.2342.19200300.100.1.25', names: ['DC'] },
  alternativeName: { identifier: '2.5.29.17', names: [] },
} as const satisfies Readonly<Record<string, { identifier: string; names: readonly string[] }>>

export type CertificateAttribute = keyof typeof attributes

/**
 * Reads criteria such as `none`, `Subject:x` (the whole name), `SubjectStr:x` (a part of it), `SubjectAttr:OU = x` or
 * `SubjectAttr:2.5.4.11 = x` (one attribute). undefined: the verb is missing or unknown.
 */
export function readCertificateCriteria(written: string): CertificateCriteria | undefined {
  if (written === 'none') return { kind: 'purpose-only' }
  const { verb, value } = verbAndValue(written)
  const kind = kindOf(verb)
  if (kind !== 'attribute') return kind && { kind, value }
  const [, name = '', wanted = ''] = /^([\w.-]+)\s*=\s*(.*)$/.exec(value) ?? []
  return { kind, attribute: attributeCalled(name), value: wanted }
}

function verbAndValue(written: string): { verb: string; value: string } {
  const [, verb = '', value = ''] = /^(\w+):\s*(.*?)\s*$/.exec(written) ?? []
  return { verb, value }
}

function kindOf(verb: string): CriteriaKind | undefined {
  const known: Readonly<Partial<Record<string, CriteriaKind>>> = verbs
  return known[verb.toLowerCase()]
}

/** A name counts in any case; our choice. */
function attributeCalled(name: string): CertificateAttribute | undefined {
  let attribute: CertificateAttribute
  for (attribute in attributes) {
    const { identifier, names }: { identifier: string; names: readonly string[] } = attributes[attribute]
    if (identifier === name || names.includes(name.toUpperCase())) return attribute
  }
  return undefined
}

/** Why no client can select a certificate by these criteria, whatever its store holds; undefined: one may. */
export function faultOfCertificateCriteria(written: string): string | undefined {
  const criteria = readCertificateCriteria(written)
  if (!criteria) return 'the criteria begin with no verb that a client knows'
  switch (criteria.kind) {
    case 'purpose-only':
      return undefined
    case 'whole-name':
    case 'part-of-name':
      return criteria.value === '' ? 'the criteria name nothing to look for' : undefined
    case 'attribute':
      if (!criteria.attribute) return 'the criteria name no attribute that a client knows'
      return criteria.value === '' ? 'the criteria name no value of the attribute' : undefined
  }
}
