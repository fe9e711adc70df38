import type * as dhcp from '../../../sim/wire/dhcp/message.ts'
import type { DhcpMessage } from '../../../sim/wire/dhcp/message.ts'
import type * as listing from '../../../sim/wire/distribution-point/webdav.ts'
import type { Resource } from '../../../sim/wire/distribution-point/webdav.ts'
import type * as enforcement from '../../../sim/wire/radius/microsoft.ts'
import type { QuarantineState } from '../../../sim/wire/radius/microsoft.ts'
import type * as signIn from '../../../sim/wire/software-update-point/sign-in.ts'
import type { Config } from '../../../sim/wire/software-update-point/sign-in.ts'
import type * as updates from '../../../sim/wire/software-update-point/updates.ts'
import type { SyncInfo, UpdateInfo } from '../../../sim/wire/software-update-point/updates.ts'
import type * as health from '../../../sim/wire/soh/configuration-manager-entry.ts'
import type { HealthState } from '../../../sim/wire/soh/configuration-manager-entry.ts'
import type * as stores from '../../../sim/wire/state-migration-point/state-store.ts'
import type { StateStoreReply } from '../../../sim/wire/state-migration-point/state-store.ts'
import { message, type Told } from './lie.ts'
import { absent, cutShort, leftOut, none, other, turnedRound } from './usual-lies.ts'

// What a client is told by the system that it was led to.

const store: Told<typeof stores, StateStoreReply> = {
  module: 'sim/wire/state-migration-point/state-store.ts',
  said: { serializeStateStoreReply: (serialize, say) => (reply) => serialize(say(reply)) },
  whole: [cutShort],
  fields: {
    siteCode: { unused: 'it repeats whose point was asked' },
    computer: [other('NO-SUCH'), absent('Computer')],
    stores: { unused: 'it answers a query, which no action of a client sends' },
    status: [other('no-store' as const), other('restore-only' as const), absent('Status')],
    store: [
      { says: 'another store', instead: (told) => ({ ...told, id: 'no-such' }) },
      { says: 'another size', instead: (told) => ({ ...told, size: told.size + 1 }) },
      {
        says: 'another hash',
        instead: (told) => (told.hash === undefined ? told : { ...told, hash: told.hash.replace(/^./, 'x') }),
      },
      {
        says: 'another folder',
        instead: (told) => (told.path === undefined ? told : { ...told, path: `${told.path}.other` }),
      },
      leftOut,
    ],
  },
}

/** Files and folders of a package. */
const resource: Told<typeof listing, Resource> = {
  module: 'sim/wire/distribution-point/webdav.ts',
  said: {
    multistatus: (list, say) => (resources, propfind) => list(resources.map(say), propfind),
  },
  fields: {
    path: [{ says: 'another name', instead: (told) => told.replace(/([^/]+)\/?$/, 'no-such-$1') }],
    lastModified: { unused: 'a download goes by the size and the ETag' },
    file: [
      { says: 'another size', instead: (told) => ({ ...told, size: told.size + 1 }) },
      { says: 'another ETag', instead: (told) => ({ ...told, etag: '"no-such"' }) },
      leftOut,
    ],
  },
}

const signInModule = 'sim/wire/software-update-point/sign-in.ts'

type GetConfig = typeof signIn.getConfig

const config: Told<typeof signIn, Config> = {
  module: signInModule,
  said: {
    getConfig: (operation, say): GetConfig => ({
      ...operation,
      response: {
        ...operation.response,
        serialize: ({ GetConfigResult }) =>
          operation.response.serialize(GetConfigResult ? { GetConfigResult: say(GetConfigResult) } : {}),
      },
    }),
  },
  fields: {
    LastChange: [other(new Date('2001-01-01T00:00:00Z'))],
    IsRegistrationRequired: [turnedRound],
    AuthInfo: [
      none,
      { says: 'another plug-in', instead: (told) => told.map((info) => ({ ...info, PlugInID: 'NoSuch' })) },
      {
        says: 'another path',
        instead: (told) => told.map((info) => ({ ...info, ServiceUrl: 'NoSuch/NoSuch.asmx' })),
      },
    ],
    AllowedEventIds: { unused: 'the simulated agent reports no events but those it is asked for' },
    Properties: { unused: 'they limit requests that the simulated agent does not make' },
  },
}

const updatesModule = 'sim/wire/software-update-point/updates.ts'

type SyncUpdates = typeof updates.syncUpdates

function inSync(operation: SyncUpdates, say: (told: SyncInfo) => SyncInfo): SyncUpdates {
  return {
    ...operation,
    response: {
      ...operation.response,
      serialize: ({ SyncUpdatesResult }) =>
        operation.response.serialize(SyncUpdatesResult ? { SyncUpdatesResult: say(SyncUpdatesResult) } : {}),
    },
  }
}

const notEvaluated = { unused: 'the simulated agent keeps no list of updates from one scan to the next' }

const sync: Told<typeof updates, SyncInfo> = {
  module: updatesModule,
  said: { syncUpdates: (operation, say) => inSync(operation, say) },
  fields: {
    NewUpdates: [none],
    OutOfScopeRevisionIDs: notEvaluated,
    ChangedUpdates: notEvaluated,
    Truncated: [turnedRound],
    NewCookie: { unused: 'it is optional: without it the former one is still good' },
    DeployedOutOfScopeRevisionIds: notEvaluated,
    DriverSyncNotNeeded: notEvaluated,
  },
}

const update: Told<typeof updates, UpdateInfo> = {
  module: updatesModule,
  said: {
    syncUpdates: (operation, say) =>
      inSync(operation, ({ NewUpdates, ...told }) => ({
        ...told,
        ...(NewUpdates && { NewUpdates: NewUpdates.map(say) }),
      })),
  },
  fields: {
    ID: [{ says: 'another', instead: (told) => told + 5_000 }],
    Deployment: [
      { says: 'not to be installed', instead: (told) => ({ ...told, Action: 'PreDeploymentCheck' }) },
      leftOut,
    ],
    IsLeaf: [turnedRound],
    Xml: [
      { says: 'another update', instead: (told) => told.replace(/UpdateID="[^"]{8}/, 'UpdateID="00000000') },
      { says: 'another revision', instead: (told) => told.replace('RevisionNumber="', 'RevisionNumber="9') },
      leftOut,
    ],
  },
}

const boot: Told<typeof dhcp, DhcpMessage> = {
  module: 'sim/wire/dhcp/message.ts',
  said: {
    serializeDhcpMessage: (serialize, say) => (message) =>
      serialize(message.op === 'reply' ? say(message) : message),
  },
  fields: {
    op: { unused: 'it tells whose message it is' },
    hardwareType: { unused: 'as the firmware said it' },
    hardwareAddress: { unused: 'as the firmware said it' },
    hops: { unused: 'for relays, of which there are none' },
    transactionId: [{ says: 'another', instead: (told) => (told ^ 1) >>> 0 }],
    seconds: { unused: 'as the firmware said it' },
    flags: { unused: 'as the firmware said it' },
    clientAddress: { unused: 'as the firmware said it' },
    yourAddress: { unused: 'a PXE server gives no address' },
    serverAddress: { unused: 'firmware goes by the identifier among the options' },
    relayAddress: { unused: 'for relays, of which there are none' },
    serverName: { unused: 'the address makes it optional' },
    bootFile: [{ says: 'another file', instead: (told) => (told === '' ? '' : 'no-such.com') }],
    options: [{ says: 'none', instead: () => new Map() }],
  },
}

const verdict: Told<typeof health, { state: HealthState }> = {
  module: 'sim/wire/soh/configuration-manager-entry.ts',
  said: { serializeHealthState: (serialize, say) => (state) => serialize(say({ state }).state) },
  fields: { state: { unused: 'remediation is not simulated: either verdict is an answer' } },
}

const access: Told<typeof enforcement, { state: QuarantineState }> = {
  module: 'sim/wire/radius/microsoft.ts',
  said: { quarantineStateAttributes: (serialize, say) => (state) => serialize(say({ state }).state) },
  fields: {
    state: { unused: 'the enforcement point grants access, and the client only has its statement judged' },
  },
}

export const serviceMessages = [
  message('stateStoreReply', store),
  message('listedResource', resource),
  message('updateServerConfig', config),
  message('synchronization', sync),
  message('offeredUpdate', update),
  message('bootReply', boot),
  message('healthVerdict', verdict),
  message('grantedAccess', access),
]
