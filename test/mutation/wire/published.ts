import type * as directory from '../../../sim/points/domain-controller/published-directory.ts'
import type * as published from '../../../sim/wire/ldap/published.ts'
import type { ClientOperationalSettings, PublishedClass } from '../../../sim/wire/ldap/published.ts'
import type * as netBios from '../../../sim/wire/names/netbios.ts'
import type * as dns from '../../../sim/wire/names/dns-message.ts'
import type { ServiceRecord } from '../../../sim/wire/names/dns-message.ts'
import type { LdapEntry } from '../../../sim/wire/ldap/search.ts'
import { message, type Lie, type Message, type Told, type ValueLie } from './lie.ts'
import {
  absent,
  cutShort,
  hosts,
  leftOut,
  other,
  otherMode,
  port,
  ports,
  siteCodes,
  siteVersions,
  turnedRound,
} from './usual-lies.ts'

// What clients find in Active Directory, in DNS and in WINS.

const settings: Told<typeof published, ClientOperationalSettings> = {
  module: 'sim/wire/ldap/published.ts',
  said: { serializeSettings: (serialize, say) => (settings) => serialize(say(settings)) },
  whole: [cutShort],
  fields: {
    version: [...siteVersions, absent('Version')],
    assignedSite: [...siteCodes, absent('CCM')],
    rootSite: { unused: 'nothing that a client does turns on it' },
    mode: [otherMode, absent('SecurityModeMask')],
    ports: [...ports, absent('HTTPPort'), absent('HTTPSPort')],
    httpForRoaming: [turnedRound],
    crlChecking: [turnedRound],
    certificateCriteria: [
      { says: 'Subject: NO-SUCH', instead: () => 'Subject:NO-SUCH' },
      { says: 'none', instead: () => '' },
      absent('CertificateSelectionCriteria'),
    ],
    selectFirstCertificate: [turnedRound, absent('SelectFirstCertificate')],
    fallbackStatusPoint: { unused: 'CCMSetup reads it, and the clients here are installed already' },
  },
}

type Attributes = LdapEntry['attributes']

/** Each value of an attribute is another, or is not there. */
function values(...lies: readonly ValueLie<string>[]): Lie<readonly string[]>[] {
  return lies.map(({ says, instead }) => ({
    says,
    instead: (told) => told.flatMap((value) => instead(value) ?? []),
  }))
}

/** What the entries of a class have besides its name; a test holds the fields against what is published. */
function entries(objectClass: PublishedClass, fields: Told<typeof directory, Attributes>['fields']): Message {
  return message<typeof directory, Attributes>(objectClass, {
    module: 'sim/points/domain-controller/published-directory.ts',
    said: {
      publishedDirectory: (publish, say) => (sites, domain) =>
        publish(sites, domain).map(({ name, attributes }) => ({
          name,
          attributes: attributes.objectClass?.includes(objectClass) ? say(attributes) : attributes,
        })),
    },
    fields,
  })
}

const codes = [...values(...siteCodes), leftOut]
/** Not left out: another attribute says the same. */
const names = values(...hosts.filter(({ says }) => says !== 'empty'))
const byName = { unused: 'clients connect to the name, as the certificate has it' }
const neverAsked = {
  unused: 'a client that reads Active Directory finds there what it would ask a server locator point for',
}
const boundaries: readonly Lie<readonly string[]>[] = [
  { says: 'another network', instead: () => ['192.0.2.0/24', 'Nowhere'] },
  leftOut,
]
const fastBoundaries = {
  unused:
    'the management point says how near content is; in whose boundaries a client is, it asks without regard to that',
}

const records: Told<typeof dns, ServiceRecord> = {
  module: 'sim/wire/names/dns-message.ts',
  said: {
    serializeDnsReply: (serialize, say) => (request, reply, longest) => {
      const answers = reply.answers.map(({ name, record }) => ({
        name,
        record: record.type === 'SRV' ? { ...record, ...say(record) } : record,
      }))
      return serialize(request, { ...reply, answers }, longest)
    },
  },
  whole: [cutShort],
  fields: { host: hosts, port, ttl: [other(0)] },
}

const nameAnswer: Told<typeof netBios, { address: string }> = {
  module: 'sim/wire/names/netbios.ts',
  said: {
    serializeNetBiosAnswer: (serialize, say) => (question, address) =>
      serialize(question, address === undefined ? undefined : say({ address }).address),
  },
  whole: [cutShort],
  fields: {
    address: [
      { says: 'an address that nothing has', instead: () => '127.0.0.1' },
      { says: 'another address', instead: (told) => told.replace(/\d+$/, (last) => `${Number(last) ^ 1}`) },
    ],
  },
}

export const publishedMessages = [
  message('clientOperationalSettings', settings),
  entries('mSSMSSite', {
    mSSMSSiteCode: codes,
    mSSMSAssignmentSiteCode: codes,
    mSSMSRoamingBoundaries: boundaries,
    mSSMSSiteBoundaries: fastBoundaries,
  }),
  entries('mSSMSManagementPoint', {
    mSSMSSiteCode: codes,
    mSSMSMPName: { unused: 'clients read dNSHostName first, which says the same' },
    dNSHostName: names,
    mSSMSMPAddress: byName,
    mSSMSDefaultMP: [{ says: 'FALSE', instead: () => ['FALSE'] }, leftOut],
    mSSMSDeviceManagementPoint: { unused: 'a mobile device does not search Active Directory' },
    mSSMSVersion: { unused: 'the capabilities say the version of the site too' },
    mSSMSCapabilities: [
      { says: 'malformed', instead: (told) => told.map((text) => text.slice(0, text.length / 2)) },
      leftOut,
    ],
  }),
  entries('mSSMSServerLocatorPoint', {
    mSSMSSiteCode: neverAsked,
    mSSMSMPName: neverAsked,
    dNSHostName: neverAsked,
    mSSMSMPAddress: neverAsked,
  }),
  entries('mSSMSRoamingBoundaryRange', {
    mSSMSSiteCode: codes,
    mSSMSRangedIPLow: [{ says: 'above the other end', instead: () => ['4294967295'] }, leftOut],
    mSSMSRangedIPHigh: [{ says: 'below the other end', instead: () => ['0'] }, leftOut],
    mSSMSRoamingBoundaries: { unused: 'the ends say the same as numbers, by which clients search' },
    mSSMSSiteBoundaries: fastBoundaries,
  }),
  message('serviceRecord', records),
  message('netBiosAnswer', nameAnswer),
]
