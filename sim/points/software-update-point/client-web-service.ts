import {
  getConfig,
  getCookie,
  registerComputer,
  simpleTargeting,
} from '../../wire/software-update-point/sign-in.ts'
import {
  getExtendedUpdateInfo,
  getFileLocations,
  refreshCache,
  syncUpdates,
} from '../../wire/software-update-point/updates.ts'
import { simpleAuthWebService } from '../../wire/software-update-point/operation.ts'
import { giveCookie, readAuthorization, readCookie, readOldCookie } from './cookie-jar.ts'
import { extendedUpdateInfo, mostRevisionsAsked } from './extended-update-info.ts'
import { FaultError } from './fault-error.ts'
import { fileLocation } from './file-locations.ts'
import { register, registeredComputers } from './registered-computers.ts'
import { offer, type Offered } from './soap-directory.ts'
import { updateCatalogue } from './update-catalogue.ts'
import { newsFor } from './update-synchronization.ts'

const configuredAt = new Date('2007-08-22T00:00:00Z')
const twoPartVersion = /^\d{1,9}\.\d{1,9}$/

/**
 * The operations of a scan ([MS-WUSP] 3.1.5). A client has to register: the server in the specification's example
 * (section 4) asks for it as well.
 */
export const clientOperations: readonly Offered[] = [
  offer(getConfig, ({ protocolVersion = '' }, { system }) => {
    if (!twoPartVersion.test(protocolVersion)) throw new FaultError('InvalidParameters', 'protocolVersion')
    const properties: [name: string, value: string][] = [
      ['MaxExtendedUpdatesPerRequest', String(mostRevisionsAsked)],
      ['PackageServerShare', `\\\\${system.fqdn}\\UpdateServicesPackages`],
      ['ProtocolVersion', '3.0'],
      ['IsInventoryRequired', '0'],
      ['ClientReportingLevel', '2'],
    ]
    return {
      GetConfigResult: {
        LastChange: configuredAt,
        IsRegistrationRequired: true,
        AuthInfo: [{ PlugInID: simpleTargeting, ServiceUrl: simpleAuthWebService.path.slice(1) }],
        Properties: properties.map(([Name, Value]) => ({ Name, Value })),
      },
    }
  }),

  offer(getCookie, ({ authCookies = [], oldCookie, lastChange, protocolVersion = '' }, place) => {
    const [authorization] = authCookies
    if (authCookies.length !== 1 || authorization?.PlugInId !== simpleTargeting)
      throw new FaultError('InvalidAuthorizationCookie')
    const identity = readAuthorization(authorization.CookieData, place)
    // A client that never had a cookie sends one without data (section 4).
    if (oldCookie?.EncryptedData) readOldCookie(oldCookie, place)
    if (!twoPartVersion.test(protocolVersion)) throw new FaultError('InvalidParameters', 'protocolVersion')
    if (lastChange.getTime() !== configuredAt.getTime()) throw new FaultError('ConfigChanged')
    return { GetCookieResult: giveCookie(identity, place) }
  }),

  offer(registerComputer, ({ cookie, computerInfo }, place) => {
    const identity = readCookie(cookie, place)
    if (!computerInfo) throw new FaultError('InvalidParameters', 'computerInfo')
    if (computerInfo.DnsName?.toLowerCase() !== identity.dnsName.toLowerCase())
      throw new FaultError('InvalidParameters', 'DnsName')
    register(identity, computerInfo, place)
    return {}
  }),

  offer(syncUpdates, ({ cookie, parameters }, place) => {
    const identity = readCookie(cookie, place)
    if (!parameters) throw new FaultError('InvalidParameters', 'parameters')
    if (parameters.SystemSpec && !parameters.SkipSoftwareSync)
      throw new FaultError('InvalidParameters', 'SystemSpec')
    if (!registeredComputers(place).has(identity.clientId)) throw new FaultError('RegistrationRequired')
    return { SyncUpdatesResult: { ...newsFor(parameters), NewCookie: giveCookie(identity, place) } }
  }),

  offer(getExtendedUpdateInfo, ({ cookie, ...asked }, place) => {
    readCookie(cookie, place)
    return { GetExtendedUpdateInfoResult: extendedUpdateInfo(asked, place) }
  }),

  offer(refreshCache, ({ cookie, globalIDs }, place) => {
    readCookie(cookie, place)
    if (!globalIDs) throw new FaultError('InvalidParameters', 'globalIDs')
    const asked = new Set(globalIDs.map(({ UpdateID, RevisionNumber }) => `${UpdateID} ${RevisionNumber}`))
    return {
      RefreshCacheResult: updateCatalogue
        .filter(({ identity }) => asked.has(`${identity.UpdateID} ${identity.RevisionNumber}`))
        .map(({ revisionId, identity, isLeaf, deployment }) => ({
          RevisionID: revisionId,
          GlobalID: identity,
          IsLeaf: isLeaf,
          Deployment: deployment,
        })),
    }
  }),

  offer(getFileLocations, ({ cookie, fileDigests }, place) => {
    const identity = readCookie(cookie, place)
    if (!fileDigests?.every(({ length }) => length === 20))
      throw new FaultError('InvalidParameters', 'fileDigests')
    const files = updateCatalogue.flatMap((update) => update.files)
    const found = files.filter(({ digest }) => fileDigests.some((asked) => asked.equals(digest)))
    return {
      GetFileLocationsResult: {
        FileLocations: found.map((file) => fileLocation(file, place)),
        NewCookie: giveCookie(identity, place),
      },
    }
  }),
]
