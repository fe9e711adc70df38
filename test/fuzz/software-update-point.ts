import {
  getAuthorizationCookie,
  getConfig,
  getCookie,
  registerComputer,
} from '../../sim/wire/software-update-point/sign-in.ts'
import {
  getExtendedUpdateInfo,
  getExtendedUpdateInfo2,
  startCategoryScan,
  syncPrinterCatalog,
  syncUpdates,
} from '../../sim/wire/software-update-point/updates.ts'
import { soapRequest } from '../../sim/wire/software-update-point/operation.ts'
import { reportEventBatch } from '../../sim/wire/software-update-point/report-event-batch.ts'
import { openSystem, type FuzzTarget } from './fuzz-target.ts'

const time = new Date('2007-08-22T00:00:00Z')
const cookie = { Expiration: time, EncryptedData: Buffer.alloc(120) }
const question = soapRequest(getConfig, { protocolVersion: '1.8' })

const requests = [
  question,
  soapRequest(getAuthorizationCookie, { clientId: 'a-1', targetGroupName: '', dnsName: 'pc.contoso.test' }),
  soapRequest(getCookie, {
    authCookies: [{ PlugInId: 'SimpleTargeting', CookieData: Buffer.alloc(100) }],
    oldCookie: cookie,
    lastChange: time,
    currentTime: time,
    protocolVersion: '1.8',
  }),
  soapRequest(registerComputer, {
    cookie,
    computerInfo: {
      DnsName: 'pc.contoso.test',
      OSMajorVersion: 5,
      OSMinorVersion: 1,
      OSBuildNumber: 2600,
      OSServicePackMajorNumber: 2,
      OSServicePackMinorNumber: 0,
      BiosReleaseDate: time,
      SuiteMask: 256,
      OldProductType: 1,
      NewProductType: 0,
      SystemMetrics: 0,
      ClientVersionMajorNumber: 7,
      ClientVersionMinorNumber: 0,
      ClientVersionBuildNumber: 6000,
      ClientVersionQfeNumber: 374,
    },
  }),
  soapRequest(syncUpdates, {
    cookie,
    parameters: { ExpressQuery: false, InstalledNonLeafUpdateIDs: [101, 102], SkipSoftwareSync: false },
  }),
  soapRequest(getExtendedUpdateInfo, {
    cookie,
    revisionIDs: [102],
    infoTypes: ['Extended'],
    locales: ['en'],
  }),
  soapRequest(getExtendedUpdateInfo2, {
    cookie,
    updateIDs: [{ UpdateID: '0a4c6c73-8887-4d7f-9cbe-d08fa8fa9d1e', RevisionNumber: 100 }],
    infoTypes: ['Extended', 'FileUrl'],
  }),
  soapRequest(startCategoryScan, {
    requestedCategories: [{ IndexOfAndGroup: 1, CategoryId: '7c40e8c2-01ae-47f5-9af2-6e75a0582518' }],
  }),
  soapRequest(syncPrinterCatalog, { cookie, printerUpdateIDs: [5] }),
  soapRequest(reportEventBatch, { cookie, clientTime: time, eventBatch: [{}] }),
]

/** Its web services and its files, by HTTP. */
export const softwareUpdatePoint: FuzzTarget = {
  name: 'software-update-point',
  open: () => openSystem('sup', 'software-update-point'),
  samples: () => [
    ...requests.map(({ method, path, headers, body }) => raw(method, path, headers, body)),
    raw('GET', '/ClientWebService/client.asmx?wsdl'),
    raw('GET', '/SelfUpdate/wuident.cab', { Range: 'bytes=10-20' }),
    raw('HEAD', '/iuident.cab'),
    raw('GET', '/Content/00/0000000000000000000000000000000000000000.cab'),
  ],
  async stillAnswers(port) {
    const { method, path, headers, body } = question
    const { status } = await fetch(`http://127.0.0.1:${port}${path}`, { method, headers, body })
    return status === 200
  },
}

function raw(method: string, path: string, headers: Record<string, string> = {}, body = ''): Buffer {
  const fields = { Host: 'sup.contoso.test', ...headers, 'Content-Length': String(Buffer.byteLength(body)) }
  const head = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`)
  return Buffer.from(`${method} ${path} HTTP/1.1\r\n${head.join('')}\r\n${body}`)
}
