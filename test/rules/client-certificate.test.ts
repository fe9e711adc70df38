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

void t.test('criteria', (t) => {
  const store = [good, other]
  const chosen: Record<string, number | string> = {
    'Subject:PC1.contoso.test': 0,
    'Subject:pc1.CONTOSO.test': 0,
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
    'SubjectAttr:2.5.29.17=pc1.contoso.test': 0,
    'SubjectAttr:1.2.3 = Sales': '0x87D00281',
    'Issuer:Contoso': '0x87D00285',
    Sales: '0x87D00285',
  }
  for (const [criteria, expected] of Object.entries(chosen))
    t.equal(choose(store, by(criteria)), expected, criteria)
  t.end()
})
