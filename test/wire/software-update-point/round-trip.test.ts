import { isDeepStrictEqual } from 'node:util'
import fc, { type Arbitrary } from 'fast-check'
import t from 'tap'
import {
  getAuthorizationCookie,
  getConfig,
  getCookie,
  registerComputer,
} from '../../../sim/wire/software-update-point/sign-in.ts'
import {
  getExtendedUpdateInfo,
  getExtendedUpdateInfo2,
  getFileLocations,
  refreshCache,
  startCategoryScan,
  syncPrinterCatalog,
  syncUpdates,
} from '../../../sim/wire/software-update-point/updates.ts'
import {
  errorCodes,
  parseRequest,
  parseResponse,
  parseSoapBody,
  parseSoapFault,
  soapFault,
  serializeRequest,
  serializeResponse,
  type Operation,
  type SoapFault,
} from '../../../sim/wire/software-update-point/operation.ts'
import { reportEventBatch } from '../../../sim/wire/software-update-point/report-event-batch.ts'
import {
  bytes,
  computerInfo,
  cookie,
  deployment,
  event,
  int,
  ints,
  syncInfo,
  text,
  texts,
  time,
} from './arbitrary-messages.ts'

const some = { requiredKeys: [] }
const none = fc.record({})
const authorization = fc.record({ PlugInId: text, CookieData: bytes }, some)

/** Whatever is written is read again, request and response. */
function survives<Request, Response>(
  operation: Operation<Request, Response>,
  requests: Arbitrary<Request>,
  responses: Arbitrary<Response>,
): void {
  void t.test(`${operation.name} is read as it was written`, (t) => {
    fc.assert(
      fc.property(requests, (request) => {
        const body = parseSoapBody(serializeRequest(operation, request))
        return isDeepStrictEqual(body && parseRequest(operation, body), { value: plain(request) })
      }),
    )
    fc.assert(
      fc.property(responses, (response) =>
        isDeepStrictEqual(parseResponse(operation, serializeResponse(operation, response)), {
          value: plain(response),
        }),
      ),
    )
    t.end()
  })
}

/** Records of fast-check have no prototype now and then. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain)
  const isRecord =
    typeof value === 'object' && value !== null && Object.getPrototypeOf(value) !== Buffer.prototype
  if (!isRecord || value instanceof Date) return value
  return Object.fromEntries(Object.entries(value).map(([name, property]) => [name, plain(property)]))
}

survives(
  getConfig,
  fc.record({ protocolVersion: text }, some),
  fc.record(
    {
      GetConfigResult: fc.record(
        {
          LastChange: time,
          IsRegistrationRequired: fc.boolean(),
          AuthInfo: fc.array(fc.record({ PlugInID: text, ServiceUrl: text, Parameter: text }, some)),
          AllowedEventIds: ints,
          Properties: fc.array(fc.record({ Name: text, Value: text }, some)),
        },
        { requiredKeys: ['LastChange', 'IsRegistrationRequired'] },
      ),
    },
    some,
  ),
)
survives(
  getAuthorizationCookie,
  fc.record({ clientId: text, targetGroupName: text, dnsName: text }, some),
  fc.record({ GetAuthorizationCookieResult: authorization }, some),
)
survives(
  getCookie,
  fc.record(
    {
      authCookies: fc.array(authorization),
      oldCookie: cookie,
      lastChange: time,
      currentTime: time,
      protocolVersion: text,
    },
    { requiredKeys: ['lastChange', 'currentTime'] },
  ),
  fc.record({ GetCookieResult: cookie }, some),
)
survives(registerComputer, fc.record({ cookie, computerInfo }, some), none)
survives(
  syncUpdates,
  fc.record(
    {
      cookie,
      parameters: fc.record(
        {
          ExpressQuery: fc.boolean(),
          InstalledNonLeafUpdateIDs: ints,
          OtherCachedUpdateIDs: ints,
          SystemSpec: fc.array(fc.record({ HardwareIDs: texts, CompatibleIDs: texts }, some)),
          CachedDriverIDs: ints,
          SkipSoftwareSync: fc.boolean(),
          FilterCategoryIds: fc.array(fc.record({ Id: fc.uuid() })),
          NeedTwoGroupOutOfScopeUpdates: fc.boolean(),
        },
        { requiredKeys: ['ExpressQuery', 'SkipSoftwareSync'] },
      ),
    },
    some,
  ),
  fc.record({ SyncUpdatesResult: syncInfo }, some),
)
survives(
  syncPrinterCatalog,
  fc.record({ cookie, installedNonLeafUpdateIDs: ints, printerUpdateIDs: ints }, some),
  fc.record({ SyncPrinterCatalogResult: syncInfo }, some),
)
survives(
  startCategoryScan,
  fc.record(
    { requestedCategories: fc.array(fc.record({ IndexOfAndGroup: int, CategoryId: fc.uuid() })) },
    some,
  ),
  fc.record(
    { preferredCategoryIds: fc.array(fc.uuid()), requestedCategoryIdsInError: fc.array(fc.uuid()) },
    some,
  ),
)
const updateData = fc.array(fc.record({ ID: int, Xml: text }, { requiredKeys: ['ID'] }))
survives(
  getExtendedUpdateInfo,
  fc.record(
    {
      cookie,
      revisionIDs: ints,
      infoTypes: fc.array(fc.constantFrom('Core', 'Extended', 'LocalizedProperties', 'Eula')),
      locales: texts,
    },
    some,
  ),
  fc.record(
    {
      GetExtendedUpdateInfoResult: fc.record(
        {
          Updates: updateData,
          FileLocations: fc.array(fc.record({ FileDigest: bytes, Url: text }, some)),
          OutOfScopeRevisionIDs: ints,
        },
        some,
      ),
    },
    some,
  ),
)
const identities = fc.record({ UpdateID: fc.uuid(), RevisionNumber: int })
survives(
  getExtendedUpdateInfo2,
  fc.record(
    {
      cookie,
      updateIDs: fc.array(identities),
      infoTypes: fc.array(fc.constantFrom('Extended', 'FileUrl', 'FileDecryption')),
      locales: texts,
    },
    some,
  ),
  fc.record(
    {
      GetExtendedUpdateInfo2Result: fc.record(
        {
          Updates: updateData,
          FileLocations: fc.array(
            fc.record({ FileDigest: bytes, Url: text, FileDigestAlgorithm: text }, some),
          ),
          FileDecryptionData: fc.array(
            fc.record({ FileDigest: bytes, DecryptionKey: bytes, SecurityData: fc.array(bytes) }, some),
          ),
        },
        some,
      ),
    },
    some,
  ),
)
survives(
  refreshCache,
  fc.record({ cookie, globalIDs: fc.array(identities) }, some),
  fc.record(
    {
      RefreshCacheResult: fc.array(
        fc.record(
          { RevisionID: int, GlobalID: identities, IsLeaf: fc.boolean(), Deployment: deployment },
          { requiredKeys: ['RevisionID', 'IsLeaf'] },
        ),
      ),
    },
    some,
  ),
)
survives(
  getFileLocations,
  fc.record({ cookie, fileDigests: fc.array(bytes) }, some),
  fc.record(
    {
      GetFileLocationsResult: fc.record(
        { FileLocations: fc.array(fc.record({ FileDigest: bytes, Url: text }, some)), NewCookie: cookie },
        some,
      ),
    },
    some,
  ),
)
survives(
  reportEventBatch,
  fc.record(
    { cookie, clientTime: time, eventBatch: fc.array(event, { maxLength: 3 }) },
    { requiredKeys: ['clientTime'] },
  ),
  fc.record({ ReportEventBatchResult: fc.boolean() }),
)

void t.test('a fault is read as it was written', (t) => {
  const faults: Arbitrary<SoapFault> = fc.record(
    {
      reason: text,
      detail: fc.record({
        errorCode: fc.constantFrom(...errorCodes),
        message: text,
        id: fc.uuid(),
        method: fc.webUrl(),
      }),
    },
    { requiredKeys: ['reason'] },
  )
  fc.assert(fc.property(faults, (fault) => isDeepStrictEqual(parseSoapFault(soapFault(fault)), plain(fault))))
  t.end()
})
