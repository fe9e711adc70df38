import type * as list from '../../../sim/wire/management-point/management-point-list.ts'
import type * as assignments from '../../../sim/wire/management-point/policy-assignments.ts'
import type {
  AssignmentsReply,
  PolicyAssignment,
} from '../../../sim/wire/management-point/policy-assignments.ts'
import type * as bodies from '../../../sim/wire/management-point/policy-body.ts'
import type { PolicyBody } from '../../../sim/wire/management-point/policy-body.ts'
import type * as registration from '../../../sim/wire/management-point/registration.ts'
import type { RegistrationResponse } from '../../../sim/wire/management-point/registration.ts'
import { message, type Told } from './lie.ts'
import {
  absent,
  cutShort,
  empty,
  hosts,
  leftOut,
  none,
  other,
  siteCodes,
  turnedRound,
  urls,
} from './usual-lies.ts'

// What a management point says to a client of its site.

const listModule = 'sim/wire/management-point/management-point-list.ts'

type Listed = Parameters<typeof list.mpList>[0][number]

const listed: Told<typeof list, Listed> = {
  module: listModule,
  said: { mpList: (serialize, say) => (points) => serialize(points.map(say)) },
  whole: [cutShort, absent('MP')],
  fields: {
    name: { unused: 'a NetBIOS name for people; clients connect to the FQDN' },
    fqdn: [...hosts, absent('FQDN')],
    // Other servers leave it out.
    siteCode: siteCodes,
    native: [turnedRound, absent('Capabilities')],
  },
}

const signing: Told<typeof list, { certificate: Buffer }> = {
  module: listModule,
  said: { siteSignCert: (serialize, say) => (certificate) => serialize(say({ certificate }).certificate) },
  whole: [cutShort, absent('X509Certificate')],
  fields: {
    certificate: [{ says: 'no certificate', instead: (told) => told.subarray(0, told.length / 2) }],
  },
}

const registered: Told<typeof registration, RegistrationResponse> = {
  module: 'sim/wire/management-point/registration.ts',
  said: { serializeRegistrationResponse: (serialize, say) => (response) => serialize(say(response)) },
  whole: [cutShort],
  fields: {
    type: [absent('ResponseType')],
    timeStamp: { unused: 'for people: no client acts on when it was registered' },
    status: [other(1 as const), other(2 as const), other(3 as const), absent('Status')],
    smsId: [other('GUID:00000000-0000-0000-0000-000000000000'), leftOut],
  },
}

const assignmentsModule = 'sim/wire/management-point/policy-assignments.ts'

const allAgain = {
  unused:
    'a server answers a wrong cookie with all policies, and a client here keeps none from one reply to the next',
}

const reply: Told<typeof assignments, AssignmentsReply> = {
  module: assignmentsModule,
  said: { serializeAssignmentsReply: (serialize, say) => (reply) => serialize(say(reply)) },
  whole: [cutShort],
  fields: {
    type: allAgain,
    policySource: [other('SMS:XYZ'), absent('PolicySource')],
    clientId: [other('GUID:00000000-0000-0000-0000-000000000000'), absent('Identification')],
    resource: [other('User' as const), absent('Resource')],
    serverCookie: allAgain,
    assignments: { unused: 'an empty list is a legal answer: nothing is new' },
    validationData: { unused: 'clients here do not ask for the check' },
    signatures: [leftOut, none],
  },
}

/** The site server signs what it says: a lie is signed as the truth would be. */
const assigned: Told<typeof assignments, PolicyAssignment> = {
  module: assignmentsModule,
  said: {
    serializeAssignment: (serialize, say) => (assignment) => serialize(say(assignment)),
    serializeAssignmentsReply: (serialize, say) => (reply) =>
      serialize({ ...reply, assignments: reply.assignments.map(say) }),
  },
  fields: {
    id: { unused: 'it ties the signature to its assignment, and the lie is signed as well' },
    policyId: [other('{00000000-0000-0000-0000-000000000000}'), absent('PolicyID')],
    policyVersion: [other('99'), absent('PolicyVersion')],
    policyCategory: { unused: 'every category is taken' },
    policyType: [other('User' as const)],
    policyFlags: { unused: 'clients here sign each download' },
    location: [
      ...urls.filter(({ says }) => !says.includes('host') && says !== 'port 1'),
      { says: 'another management point', instead: (told) => told.replace('<mp>', 'no-such.test') },
      { says: 'port 1', instead: (told) => told.replace('<mp>', '<mp>:1') },
      { says: 'another policy', instead: (told) => told.replace(/\?.*/, '?{NO-SUCH}.1') },
      absent('PolicyLocation'),
    ],
  },
}

const body: Told<typeof bodies, PolicyBody> = {
  module: 'sim/wire/management-point/policy-body.ts',
  said: { serializePolicyBody: (serialize, say) => (policy) => serialize(say(policy)) },
  whole: [cutShort],
  fields: {
    id: [other('{00000000-0000-0000-0000-000000000000}'), empty],
    version: [other('99'), empty],
    className: [other('CCM_Other')],
    // Mode and options are told by Active Directory or the installation, and the rest of a package by the order to get it.
    properties: [
      {
        says: 'policy is to be asked for every hour',
        instead: (told) => ({
          ...told,
          ...('PolicyPollingMinutes' in told && { PolicyPollingMinutes: '60' }),
        }),
      },
      {
        says: 'another package',
        instead: (told) => ({ ...told, ...('PKG_PackageID' in told && { PKG_PackageID: 'XYZ00009' }) }),
      },
    ],
  },
}

export const policyMessages = [
  message('listedManagementPoint', listed),
  message('siteSigningCertificate', signing),
  message('registrationResponse', registered),
  message('assignmentsReply', reply),
  message('policyAssignment', assigned),
  message('policyBody', body),
]
