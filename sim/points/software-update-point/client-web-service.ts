import {
  getConfig,
  getCookie,
  registerComputer,
  simpleTargeting,
} from '../../wire/software-update-point/sign-in.ts'
import {
  getExtendedUpdateInfo,
  getExtendedUpdateInfo2,
  getFileLocations,
  refreshCache,
  startCategoryScan,
  syncPrinterCatalog,
  syncUpdates,
} from '../../wire/software-update-point/updates.ts'
import { simpleAuthWebService } from '../../wire/software-update-point/operation.ts'
import { giveCookie, readAuthorization, readCookie, readOldCookie } from './cookie-jar.ts'
import {
  categoriesFor,
  extendedUpdateInfo,
  extendedUpdateInfo2,
  fileLocation,
  mostRevisionsAsked,
  newsFor,
  updatesNamed,
} from './update-information.ts'
import { offer, SoapFaultError, type Offered } from './soap-directory.ts'
import { register, registeredComputers } from './registered-computers.ts'
import { updateCatalogue } from './update-catalogue.ts'

const configuredAt = new Date('2007-08-22T00:00:00Z')
const twoPartVersion = /^\d{1,9}\.\d{1,9}$/

/**
 * The operations of a scan ([MS-WUSP] 3.1.5). A client has to register: the server in the specification's example
 * (section 4) asks for it as well.
 */
export const clientOperations: readonly Offered[] = [
  offer(getConfig, ({ protocolVersion = '' }, { system }) => {
    if (!twoPartVersion.test(protocolVersion))
      throw new SoapFaultError('InvalidParameters', 'protocolVersion')
    const properties: [name: string, value: string][] = [
      ['MaxExtendedUpdatesPerRequest', String(mostRevisionsAsked)],
      ['PackageServerShare', `\\\\${system.fqdn}\\UpdateServicesPackages`],
      // That of WSUS 3.0 with service pack 2, which goes with the client's own ([MS-WUSP] 7, notes 11 and 12).
      ['ProtocolVersion', '3.2'],
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

  offer(getCookie, ({ authCookies = [], oldCookie, lastChange, protocolVersion = '' }, context) => {
    const [authorization] = authCookies
    if (authCookies.length !== 1 || authorization?.PlugInId !== simpleTargeting)
      throw new SoapFaultError('InvalidAuthorizationCookie')
    const identity = readAuthorization(authorization.CookieData, context)
    // A client that never had a cookie sends one without data (section 4).
    if (oldCookie?.EncryptedData) readOldCookie(oldCookie, context)
    if (!twoPartVersion.test(protocolVersion))
      throw new SoapFaultError('InvalidParameters', 'protocolVersion')
    if (lastChange.getTime() !== configuredAt.getTime()) throw new SoapFaultError('ConfigChanged')
    return { GetCookieResult: giveCookie(identity, context) }
  }),

  offer(registerComputer, ({ cookie, computerInfo }, context) => {
    const identity = readCookie(cookie, context)
    if (!computerInfo) throw new SoapFaultError('InvalidParameters', 'computerInfo')
    if (computerInfo.DnsName?.toLowerCase() !== identity.dnsName.toLowerCase())
      throw new SoapFaultError('InvalidParameters', 'DnsName')
    register(identity, computerInfo, context)
    return {}
  }),

  offer(syncUpdates, async ({ cookie, parameters }, context) => {
    const identity = readCookie(cookie, context)
    if (!parameters) throw new SoapFaultError('InvalidParameters', 'parameters')
    if (parameters.SystemSpec && !parameters.SkipSoftwareSync)
      throw new SoapFaultError('InvalidParameters', 'SystemSpec')
    if (!registeredComputers(context).has(identity.clientId)) throw new SoapFaultError('RegistrationRequired')
    return {
      SyncUpdatesResult: {
        ...(await newsFor(parameters, context)),
        NewCookie: giveCookie(identity, context),
      },
    }
  }),

  // There are no drivers here, of printers or else ([MS-WUSP] 3.1.5.12).
  offer(syncPrinterCatalog, async ({ cookie, printerUpdateIDs = [] }, context) => {
    const identity = readCookie(cookie, context)
    if (!registeredComputers(context).has(identity.clientId)) throw new SoapFaultError('RegistrationRequired')
    const drivers = { ExpressQuery: false, SkipSoftwareSync: true, CachedDriverIDs: printerUpdateIDs }
    const news = await newsFor(drivers, context)
    return { SyncPrinterCatalogResult: { ...news, NewCookie: giveCookie(identity, context) } }
  }),

  // It alone asks for no cookie ([MS-WUSP] 2.2.2.2.8).
  offer(startCategoryScan, ({ requestedCategories }, context) => {
    if (!requestedCategories) throw new SoapFaultError('InvalidParameters', 'requestedCategories')
    return categoriesFor(requestedCategories, context)
  }),

  offer(getExtendedUpdateInfo, async ({ cookie, ...request }, context) => {
    readCookie(cookie, context)
    return { GetExtendedUpdateInfoResult: await extendedUpdateInfo(request, context) }
  }),

  offer(getExtendedUpdateInfo2, async ({ cookie, ...request }, context) => {
    readCookie(cookie, context)
    return { GetExtendedUpdateInfo2Result: await extendedUpdateInfo2(request, context) }
  }),

  offer(refreshCache, async ({ cookie, globalIDs }, context) => {
    readCookie(cookie, context)
    if (!globalIDs) throw new SoapFaultError('InvalidParameters', 'globalIDs')
    return {
      RefreshCacheResult: (await updatesNamed(globalIDs, context)).map(
        ({ revisionId, identity, isLeaf, deployment }) => ({
          RevisionID: revisionId,
          GlobalID: identity,
          IsLeaf: isLeaf,
          Deployment: deployment,
        }),
      ),
    }
  }),

  offer(getFileLocations, async ({ cookie, fileDigests }, context) => {
    const identity = readCookie(cookie, context)
    if (!fileDigests?.every(({ length }) => length === 20))
      throw new SoapFaultError('InvalidParameters', 'fileDigests')
    const catalogue = await updateCatalogue(context)
    const files = catalogue.flatMap((update) => update.files)
    const found = files.filter(({ digest }) => fileDigests.some((wanted) => wanted.equals(digest)))
    return {
      GetFileLocationsResult: {
        FileLocations: found.map((file) => fileLocation(file, context)),
        NewCookie: giveCookie(identity, context),
      },
    }
  }),
]
