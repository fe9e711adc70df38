import { randomUUID } from 'node:crypto'
import {
  clientProtocolVersion,
  getAuthorizationCookie,
  getConfig,
  getCookie,
  registerComputer,
  simpleTargeting,
  type ComputerInfo,
  type Config,
  type Cookie,
} from '../../wire/software-update-point/sign-in.ts'
import {
  parseResponse,
  parseSoapFault,
  soapRequest,
  type Operation,
} from '../../wire/software-update-point/operation.ts'
import {
  detectionFinished,
  installingSucceeded,
  reportEventBatch,
} from '../../wire/software-update-point/report-event-batch.ts'
import {
  syncUpdates,
  type SyncInfo,
  type UpdateIdentity,
  type UpdateInfo,
} from '../../wire/software-update-point/updates.ts'
import { UnexpectedReplyError, type Conversation, type Send } from '../transports/http.ts'
import type { Basis } from '../../vocabulary/basis.ts'

/** The computer that scans. */
export interface UpdateClient {
  /** Letters a-z, digits and hyphens, 255 at most. */
  clientId: string
  /** FQDN. */
  dnsName: string
  now: Date
}

export interface UpdateScan {
  /** The server asked the client to register, and it did. */
  registered: boolean
  /** Every update that the server offered, in the order of its answers. */
  updates: UpdateInfo[]
  /** Revision IDs that the server told the client to drop. */
  outOfScope: number[]
  /** The last cookie, with which the client has reported that the scan is done. */
  cookie: Cookie
}

/** Limit on SyncUpdates calls, for a server that always has something new. */
const mostRounds = 20

/**
 * A scan as the update agent does it ([MS-WUSP] 3.1.5): GetConfig, GetAuthorizationCookie, GetCookie, RegisterComputer
 * where the server requires it, and SyncUpdates until nothing is new. Then it reports, at the same address ([MS-WUSP] 2.1).
 * `path`: that of the server's address.
 */
export function scanForUpdates(client: UpdateClient, path = '/'): Conversation<UpdateScan> {
  return async (sendAt) => {
    const send = below(path, sendAt)
    const { clientId, dnsName, now } = client
    const config = await askOperation(
      send,
      getConfig,
      { protocolVersion: clientProtocolVersion },
      ({ GetConfigResult }) => GetConfigResult && readConfig(GetConfigResult),
    )
    const authorization = await askOperation(
      send,
      getAuthorizationCookie,
      { clientId, targetGroupName: '', dnsName },
      ({ GetAuthorizationCookieResult }) => GetAuthorizationCookieResult,
      config.authorizationPath,
    )
    const cookie = await askOperation(
      send,
      getCookie,
      {
        authCookies: [authorization],
        lastChange: config.lastChange,
        currentTime: now,
        protocolVersion: clientProtocolVersion,
      },
      ({ GetCookieResult }) => GetCookieResult,
    )
    if (config.registers)
      await askOperation(
        send,
        registerComputer,
        { cookie, computerInfo: computerInfo(dnsName) },
        (empty) => empty,
      )

    const scan: UpdateScan = { registered: config.registers, updates: [], outOfScope: [], cookie }
    for (let rounds = 1; ; rounds += 1) {
      const news = await askOperation(
        send,
        syncUpdates,
        { cookie: scan.cookie, parameters: known(scan.updates) },
        ({ SyncUpdatesResult }) => (rounds === mostRounds ? lastNews(SyncUpdatesResult) : SyncUpdatesResult),
      )
      const { NewUpdates = [], OutOfScopeRevisionIDs = [] } = news
      scan.updates.push(...NewUpdates)
      scan.outOfScope.push(...OutOfScopeRevisionIDs)
      scan.cookie = news.NewCookie ?? scan.cookie
      if (NewUpdates.length > 0 || news.Truncated) continue
      await report(send, client, scan.cookie, { event: detectionFinished })
      return scan
    }
  }
}

/** Reports that an update has been installed; `cookie`: the last one of the scan. `path`: that of the server's address. */
export function reportInstalled(
  client: UpdateClient,
  cookie: Cookie,
  update: UpdateIdentity,
  path = '/',
): Conversation<true> {
  return async (sendAt) => {
    await report(below(path, sendAt), client, cookie, { event: installingSucceeded, update })
    return true
  }
}

function below(path: string, send: Send): Send {
  const above = path.replace(/\/$/, '')
  return (request) => send({ ...request, path: above + request.path })
}

const noUpdate: UpdateIdentity = { UpdateID: '00000000-0000-0000-0000-000000000000', RevisionNumber: 0 }

/** The sources and namespaces are those of the messages in [MS-WUSP] 4. */
async function report(
  send: Send,
  { clientId, dnsName, now }: UpdateClient,
  cookie: Cookie,
  { event: EventID, update = noUpdate }: { event: number; update?: UpdateIdentity },
): Promise<void> {
  const event = {
    BasicData: {
      TargetID: { Sid: clientId },
      SequenceNumber: 0,
      TimeAtTarget: now,
      EventInstanceID: randomUUID(),
      NamespaceID: 1,
      EventID,
      SourceID: 101,
      UpdateID: update,
      Win32HResult: 0,
    },
    PrivateData: { ComputerDnsName: dnsName, UserAccountName: '' },
  }
  await askOperation(
    send,
    reportEventBatch,
    { cookie, clientTime: now, eventBatch: [event] },
    ({ ReportEventBatchResult }) => ReportEventBatchResult || undefined,
  )
}

/** undefined when the server asks for an authorization that the specification does not know. */
function readConfig({
  LastChange,
  IsRegistrationRequired,
  AuthInfo = [],
}: Config): { lastChange: Date; registers: boolean; authorizationPath: string } | undefined {
  const { ServiceUrl = '' } = AuthInfo.find(({ PlugInID }) => PlugInID === simpleTargeting) ?? {}
  // Taken as a path on the same server ([MS-WUSP] 2.2.2.2.1), and nothing else.
  if (!/^\w[\w./-]*$/.test(ServiceUrl)) return undefined
  return { lastChange: LastChange, registers: IsRegistrationRequired, authorizationPath: `/${ServiceUrl}` }
}

/**
 * Installed updates are not simulated. Of the updates offered, those that others depend on count as installed (our
 * choice), so that the server offers everything.
 */
function known(updates: readonly UpdateInfo[]): {
  ExpressQuery: boolean
  InstalledNonLeafUpdateIDs: number[]
  OtherCachedUpdateIDs: number[]
  SkipSoftwareSync: boolean
} {
  const ids = (leaves: boolean): number[] =>
    updates.filter(({ IsLeaf }) => IsLeaf === leaves).map(({ ID }) => ID)
  return {
    ExpressQuery: false,
    InstalledNonLeafUpdateIDs: ids(false),
    OtherCachedUpdateIDs: ids(true),
    SkipSoftwareSync: false,
  }
}

function lastNews(news: SyncInfo | undefined): SyncInfo | undefined {
  return news?.Truncated === false && !news.NewUpdates?.length ? news : undefined
}

/** A Windows XP SP2 of the time; the details are our choice. */
function computerInfo(dnsName: string): ComputerInfo {
  return {
    DnsName: dnsName,
    OSMajorVersion: 5,
    OSMinorVersion: 1,
    OSBuildNumber: 2600,
    OSServicePackMajorNumber: 2,
    OSServicePackMinorNumber: 0,
    OSLocale: 'en-US',
    BiosReleaseDate: new Date('2005-11-22T00:00:00Z'),
    ProcessorArchitecture: 'x86',
    SuiteMask: 256,
    OldProductType: 1,
    NewProductType: 0,
    SystemMetrics: 0,
    ClientVersionMajorNumber: 7,
    ClientVersionMinorNumber: 0,
    ClientVersionBuildNumber: 6000,
    ClientVersionQfeNumber: 374,
  }
}

/**
 * Calls an operation of an update server. `resultOf` takes from the response what the caller needs, or gives undefined
 * where the response lacks it. Throws an `UnexpectedReplyError` for a fault and for any other reply.
 */
export async function askOperation<Parameters, Response, Result>(
  send: Send,
  operation: Operation<Parameters, Response>,
  parameters: Parameters,
  resultOf: (response: Response) => Result | undefined,
  path: string = operation.service.path,
): Promise<Result> {
  const reply = await send({ ...soapRequest(operation, parameters), path })
  const text = reply.body.toString('utf8')
  const unexpected = (received: string): UnexpectedReplyError =>
    new UnexpectedReplyError(reply, `expected a response to ${operation.name} but received ${received}`)
  const fault = parseSoapFault(text)
  if (fault) throw unexpected(`a fault: ${fault.detail?.errorCode ?? fault.reason}`)
  if (reply.status !== 200) throw unexpected(`status ${reply.status}`)
  const response = parseResponse(operation, text)
  if ('wrong' in response) throw unexpected(`another body: ${response.wrong}`)
  const result = resultOf(response.value)
  if (result === undefined) throw unexpected('one that lacks its result')
  return result
}

export const basis: readonly Basis[] = [
  {
    certainty: 'our choice',
    about: 'the computer that it says it is to a software update point: one with Windows XP SP2',
  },
]
