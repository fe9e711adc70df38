import t from 'tap'
import {
  chooseCertificate,
  type CertificateSelection,
  type StoreCertificate,
} from '../../sim/rules/client-certificate.ts'

const now = new Date('2008-06-01T12:00:00Z')
const none: CertificateSelection = { criteria: 'none', selectFirst: false }
const by = (criteria: string): CertificateSelection => ({ criteria, selectFirst: false })

const good: StoreCertificate = {
  subject: [
    { type: 'O', value: 'Contoso' },
    { type: 'OU', value: 'Sales' },
    { type: 'CN', value: 'PC1.contoso.test' },
  ],
  issuers: ['CN=Contoso issuing authority', 'CN=Contoso root authority'],
  names: ['pc1.contoso.test'],
  notBefore: new Date('2008-01-01'),
  notAfter: new Date('2009-01-01'),
  clientAuthentication: true,
  privateKey: true,
}
const other: StoreCertificate = {
  ...good,
  subject: [
    { type: 'OU', value: 'Sales Department' },
    { type: 'CN', value: 'Laptops' },
  ],
  names: ['laptop.contoso.test'],
}
const expired: StoreCertificate = { ...good, notAfter: new Date('2008-05-31') }
const notYetValid: StoreCertificate = { ...good, notBefore: new Date('2008-06-02') }
const wrongUsage: StoreCertificate = { ...good, clientAuthentication: false }

/** The index of the certificate chosen, or the code. */
function choose(store: readonly StoreCertificate[], selection: CertificateSelection): number | string {
  const choice = chooseCertificate(store, selection, now)
  return choice.chosen ? store.indexOf(choice.chosen) : choice.code
}

void t.test(
  'one certificate that is valid and has the purpose is taken from among those that do not',
  (t) => {
    t.equal(choose([expired, notYetValid, wrongUsage, good], none), 3)
    t.equal(choose([good, expired], none), 0)
    t.equal(choose([expired, notYetValid], none), '0x87D00281')
    t.equal(choose([wrongUsage, wrongUsage], none), '0x87D00281')
    t.end()
  },
)

void t.test(
  'of several certificates none is selected, unless the site says so: then the one valid longest',
  (t) => {
    const longer = { ...good, notAfter: new Date('2010-01-01') }
    t.equal(choose([good, longer], none), '0x87D00282')
    t.equal(choose([good, longer], { ...none, selectFirst: true }), 1)
    t.equal(choose([longer, good, good], { ...none, selectFirst: true }), 0)
    t.end()
  },
)

void t.test('a certificate alone is presented as it is, where the site has no criteria', (t) => {
  for (const alone of [good, expired, notYetValid, wrongUsage]) t.equal(choose([alone], none), 0)
  t.equal(choose([expired], by('SubjectStr:pc1')), '0x87D00281')
  t.equal(choose([good], by('SubjectStr:pc1')), 0)
  t.end()
})

void t.test('further requirements of a certificate', (t) => {
  t.equal(choose([], none), '0x87D00280')
  t.equal(choose([{ ...good, privateKey: false }], none), '0x87D00283')
  t.equal(choose([{ ...good, subject: [], names: [] }], none), '0x87D00284')
  t.equal(choose([{ ...good, subject: [] }], none), 0, 'the alternative name is a name')
  t.end()
})

void t.test('of a server that keeps its clients to certain authorities', (t) => {
  const ofAnother = { ...good, issuers: ['CN=Another authority', 'CN=Another root'] }
  const chosen = (store: readonly StoreCertificate[], acceptable: readonly string[]) => {
    const choice = chooseCertificate(store, none, now, acceptable)
    return choice.chosen ? store.indexOf(choice.chosen) : choice.code
  }
  t.equal(chosen([good], ['CN=Contoso root authority']), 0)
  t.equal(chosen([good], ['CN=Contoso issuing authority']), 0, 'any authority of the chain will do')
  t.equal(chosen([good], ['CN=Another root']), 'ISSUER_NOT_NAMED')
  t.equal(chosen([good], []), 0)
  t.equal(chosen([], ['CN=Another root']), '0x87D00280')
  t.equal(chosen([good, ofAnother], []), '0x87D00282')
  t.equal(chosen([good, ofAnother], ['CN=Another root']), 1, 'the others do not count')
  t.end()
})

void t.test('criteria', (t) => {
  const store = [good, other]
  const chosen: Record<string, number | string> = {
    'Subject:PC1.contoso.test': 0,
    'Subject:pc1.contoso.test': 0,
    'Subject:pc1.CONTOSO.test': '0x87D00281',
    'Subject:O=Contoso, OU=Sales, CN=PC1.contoso.test': 0,
    'Subject:o=contoso, ou=sales, cn=pc1.contoso.test': '0x87D00281',
    'Subject:PC1': '0x87D00281',
    'Subject:laptop.contoso.test': 1,
    'SubjectStr:pc1': 0,
    'SubjectStr:LAPTOP': 1,
    'SubjectStr:contoso': '0x87D00282',
    'SubjectStr:nothing of the kind': '0x87D00281',
    'SubjectAttr:2.5.4.3 = Laptops': 1,
    'SubjectAttr:2.5.4.3 = laptops': '0x87D00281',
    'SubjectAttr: 2.5.4.11 = Sales': 0,
    'SubjectAttr:2.5.4.11 = Sales Department': '0x87D00281',
    'SubjectAttr:OU = Sales': 0,
    'SubjectAttr:OU = sales': '0x87D00281',
    'SubjectAttr:ou=Sales': 0,
    'SubjectAttr:O = Contoso': 0,
    'SubjectAttr:CN = Laptops': 1,
    'SubjectAttr:SN = Sales': '0x87D00281',
    'SubjectAttr:2.5.29.17=pc1.contoso.test': 0,
    'SubjectAttr:1.2.3 = Sales': '0x87D00281',
    'Issuer:Contoso': '0x87D00285',
    Sales: '0x87D00285',
  }
  for (const [criteria, expected] of Object.entries(chosen))
    t.equal(choose(store, by(criteria)), expected, criteria)
  t.end()
})

void t.test('every attribute goes by its object identifier, and by each of its names', (t) => {
  const called: Record<string, readonly string[]> = {
    CN: ['2.5.4.3', 'CN'],
    SN: ['2.5.4.4', 'SN'],
    serialNumber: ['2.5.4.5', 'SERIALNUMBER'],
    C: ['2.5.4.6', 'C'],
    L: ['2.5.4.7', 'L'],
    ST: ['2.5.4.8', 'S', 'ST'],
    street: ['2.5.4.9', 'STREET'],
    O: ['2.5.4.10', 'O'],
    OU: ['2.5.4.11', 'OU'],
    title: ['2.5.4.12', 'T', 'Title'],
    GN: ['2.5.4.42', 'G', 'GN', 'GivenName'],
    initials: ['2.5.4.43', 'I', 'Initials'],
    emailAddress: ['1.2.840.113549.1.9.1', 'E', 'E-mail'],
    DC: ['0.9.2342.19200300.100.1.25', 'DC'],
  }
  const store = Object.keys(called).map((type) => ({ ...good, subject: [{ type, value: 'This' }] }))
  for (const [index, names] of Object.values(called).entries()) {
    for (const name of names) t.equal(choose(store, by(`SubjectAttr:${name} = This`)), index, name)
  }
  t.end()
})
