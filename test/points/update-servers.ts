import type { Test } from 'tap'
import type { HierarchyInput } from '../../sim/index.ts'
import {
  getAuthorizationCookie,
  getCookie,
  type ComputerInfo,
  type Cookie,
} from '../../sim/wire/software-update-point/sign-in.ts'
import {
  parseResponse,
  parseSoapFault,
  soapRequest,
  type Operation,
} from '../../sim/wire/software-update-point/operation.ts'
import { open } from '../network/opened.ts'
import { newFolder } from '../new-folder.ts'
import { ask, type Asked, type RawAnswer } from './raw-request.ts'

const written: HierarchyInput = {
  domain: 'contoso.test',
  sites: [
    { code: 'NAT', mode: 'native', systems: [{ name: 'sup.nat', roles: ['software-update-point'] }] },
    {
      code: 'MIX',
      mode: 'mixed',
      parent: 'NAT',
      systems: [
        { name: 'sup.mix', roles: ['software-update-point'] },
        { name: 'twin.mix', roles: ['software-update-point'] },
        { name: 'ssl.mix', roles: ['software-update-point'], ssl: true },
      ],
    },
    {
      code: 'ANY',
      mode: 'mixed',
      parent: 'NAT',
      systems: [{ name: 'sup.any', roles: ['software-update-point'] }],
    },
  ],
  clients: [{ name: 'PC', assignedSite: 'NAT' }],
}
export const changedAt = new Date('2007-08-22T00:00:00Z')
export const times = { lastChange: changedAt, currentTime: new Date(), protocolVersion: '1.8' }
export const nothingKnown = { ExpressQuery: false, SkipSoftwareSync: false }
export const computerInfo: ComputerInfo = {
  DnsName: 'PC.contoso.test',
  OSMajorVersion: 5,
  OSMinorVersion: 1,
  OSBuildNumber: 2600,
  OSServicePackMajorNumber: 2,
  OSServicePackMinorNumber: 0,
  BiosReleaseDate: changedAt,
  SuiteMask: 256,
  OldProductType: 1,
  NewProductType: 0,
  SystemMetrics: 0,
  ClientVersionMajorNumber: 7,
  ClientVersionMinorNumber: 0,
  ClientVersionBuildNumber: 6000,
  ClientVersionQfeNumber: 374,
}
/** Software update points of two modes and three sites, and a client of theirs made of nothing but messages. */
export async function openUpdateServers(t: Test) {
  const { running, pki } = await open(t, written, { cache: newFolder(t) })

  function asking(name: string): (path: string, more?: Omit<Asked, 'path'>) => Promise<RawAnswer> {
    return (path, more) => ask(running, name, { path, ...more })
  }

  /** The response; or a fault's code and what it is about. */
  async function call<Request, Response>(
    operation: Operation<Request, Response>,
    request: Request,
    name = 'sup.mix',
  ): Promise<Response | string> {
    const { path, ...said } = soapRequest(operation, request)
    const { status, headers, body } = await asking(name)(path, said)
    t.equal(headers['content-type'], 'text/xml')
    const fault = parseSoapFault(body.toString())
    t.equal(status, fault ? 500 : 200)
    if (fault) return [fault.detail?.errorCode, fault.detail?.message].filter(Boolean).join(' ')
    const read = parseResponse(operation, body.toString())
    return 'value' in read ? read.value : read.wrong
  }

  async function authorize(clientId: string, name = 'sup.mix') {
    const who = { clientId, targetGroupName: '', dnsName: 'pc.contoso.test' }
    const { GetAuthorizationCookieResult = {} } = answered(await call(getAuthorizationCookie, who, name))
    return GetAuthorizationCookieResult
  }

  async function enter(clientId: string, name = 'sup.mix'): Promise<Cookie> {
    const authCookies = [await authorize(clientId, name)]
    const { GetCookieResult } = answered(await call(getCookie, { ...times, authCookies }, name))
    if (!GetCookieResult) throw new Error('no cookie')
    return GetCookieResult
  }

  return { running, pki, asking, call, authorize, enter }
}

export function answered<Response>(answer: Response | string): Response {
  if (typeof answer === 'string') throw new Error(answer)
  return answer
}
