import t from 'tap'
import {
  getAuthorizationCookie,
  getConfig,
  getCookie,
  registerComputer,
  type Cookie,
} from '../../sim/wire/software-update-point/sign-in.ts'
import {
  getExtendedUpdateInfo,
  getExtendedUpdateInfo2,
  refreshCache,
  startCategoryScan,
  syncPrinterCatalog,
  syncUpdates,
} from '../../sim/wire/software-update-point/updates.ts'
import { reportEventBatch } from '../../sim/wire/software-update-point/report-event-batch.ts'
import {
  answered,
  changedAt,
  computerInfo,
  nothingKnown,
  openUpdateServers,
  times,
} from './update-servers.ts'

const { running, call, authorize, enter } = await openUpdateServers(t)

function altered(cookie: Cookie): Cookie {
  const data = Buffer.from(cookie.EncryptedData ?? [])
  data.writeUInt8(data.readUInt8(data.length - 1) ^ 1, data.length - 1)
  return { ...cookie, EncryptedData: data }
}

void t.test('GetConfig tells how to ask', async (t) => {
  const { GetConfigResult: config } = answered(await call(getConfig, { protocolVersion: '1.8' }))
  t.match(config, {
    LastChange: changedAt,
    IsRegistrationRequired: true,
    AuthInfo: [{ PlugInID: 'SimpleTargeting', ServiceUrl: 'SimpleAuthWebService/SimpleAuth.asmx' }],
  })
  for (const protocolVersion of ['', '1', '1.8.0', 'one.two'])
    t.equal(await call(getConfig, { protocolVersion }), 'InvalidParameters protocolVersion')
  t.equal(await call(getConfig, {}), 'InvalidParameters protocolVersion')
})

void t.test('no cookie without a right authorization', async (t) => {
  for (const clientId of ['', 'UPPER', 'a b', 'a'.repeat(256)])
    t.equal(
      await call(getAuthorizationCookie, { clientId, dnsName: 'pc' }),
      'InvalidParameters clientId',
      clientId,
    )
  for (const dnsName of ['', 'pc..test', 'a b', '.', 'a'.repeat(64), 'a.'.repeat(150)])
    t.equal(
      await call(getAuthorizationCookie, { clientId: 'a', dnsName }),
      'InvalidParameters dnsName',
      dnsName,
    )
  const right = await authorize('a')
  const refused = 'InvalidAuthorizationCookie'
  const wrong = [
    [],
    [right, right],
    [{}],
    [{ PlugInId: 'SimpleTargeting' }],
    [{ ...right, PlugInId: 'Anonymous' }],
    [{ ...right, CookieData: Buffer.alloc(0) }],
    [{ ...right, CookieData: Buffer.alloc(200) }],
    [{ ...right, CookieData: right.CookieData?.subarray(1) ?? Buffer.alloc(1) }],
    [{ ...right, CookieData: (await enter('a')).EncryptedData ?? Buffer.alloc(1) }],
    [await authorize('a', 'sup.any')],
    [await authorize('a', 'twin.mix')],
  ]
  for (const authCookies of wrong) t.equal(await call(getCookie, { ...times, authCookies }), refused)
  t.equal(await call(getCookie, times), refused)

  const authCookies = [right]
  t.match(await call(getCookie, { ...times, authCookies }), { GetCookieResult: {} })
  t.equal(
    await call(getCookie, { ...times, authCookies, lastChange: new Date('2007-08-22T00:00:01Z') }),
    'ConfigChanged',
  )
  const { lastChange, currentTime } = times
  t.equal(
    await call(getCookie, { lastChange, currentTime, authCookies }),
    'InvalidParameters protocolVersion',
  )
  const oldCookie = await enter('a')
  t.match(await call(getCookie, { ...times, authCookies, oldCookie }), { GetCookieResult: {} })
  t.equal(await call(getCookie, { ...times, authCookies, oldCookie: altered(oldCookie) }), 'InvalidCookie')
  t.equal(
    await call(getCookie, { ...times, authCookies, oldCookie: await enter('a', 'sup.any') }),
    'InvalidCookie',
  )
  t.equal(
    await call(getCookie, { ...times, authCookies, oldCookie: await enter('a', 'twin.mix') }),
    'ServerChanged',
  )
})

void t.test('nothing is told without a cookie that is right', async (t) => {
  const cookie = await enter('b')
  const { CookieData } = await authorize('b')
  const wrong: [cookie: Cookie | undefined, code: string][] = [
    [undefined, 'InvalidCookie'],
    [{ Expiration: cookie.Expiration }, 'InvalidCookie'],
    [altered(cookie), 'InvalidCookie'],
    [{ ...cookie, EncryptedData: CookieData ?? Buffer.alloc(0) }, 'InvalidCookie'],
    [await enter('b', 'sup.any'), 'InvalidCookie'],
    [await enter('b', 'twin.mix'), 'ServerChanged'],
  ]
  for (const [given, code] of wrong) {
    const shown = given && { cookie: given }
    t.equal(await call(registerComputer, { ...shown, computerInfo }), code)
    t.equal(await call(syncUpdates, { ...shown, parameters: nothingKnown }), code)
    t.equal(await call(getExtendedUpdateInfo, { ...shown, infoTypes: [] }), code)
    t.equal(await call(reportEventBatch, { ...shown, clientTime: new Date(), eventBatch: [] }), code)
  }
})

void t.test('an unregistered client is told to register', async (t) => {
  const cookie = await enter('c')
  t.equal(await call(syncUpdates, { cookie, parameters: nothingKnown }), 'RegistrationRequired')
  t.equal(await call(registerComputer, { cookie }), 'InvalidParameters computerInfo')
  t.equal(
    await call(registerComputer, { cookie, computerInfo: { ...computerInfo, DnsName: 'other' } }),
    'InvalidParameters DnsName',
  )
  t.equal(await call(syncUpdates, { cookie, parameters: nothingKnown }), 'RegistrationRequired')
  t.strictSame(await call(registerComputer, { cookie, computerInfo }), {})
  t.match(await call(syncUpdates, { cookie, parameters: nothingKnown }), { SyncUpdatesResult: {} })
  const there = await enter('c', 'twin.mix')
  t.match(
    await call(syncUpdates, { cookie: there, parameters: nothingKnown }, 'twin.mix'),
    { SyncUpdatesResult: {} },
    'the site knows it',
  )
})

void t.test('SyncUpdates tells what is new and what is out of scope', async (t) => {
  let cookie = await enter('d')
  await call(registerComputer, { cookie, computerInfo })
  const sync = async (more: object) => {
    const parameters = { ...nothingKnown, ...more }
    const { SyncUpdatesResult: result } = answered(await call(syncUpdates, { cookie, parameters }))
    t.equal(result?.Truncated, false)
    t.ok(result?.NewCookie)
    if (result?.NewCookie) cookie = result.NewCookie
    return { found: result?.NewUpdates?.map(({ ID }) => ID), gone: result?.OutOfScopeRevisionIDs }
  }
  t.strictSame(await sync({}), { found: [101], gone: [] })
  t.strictSame(await sync({ OtherCachedUpdateIDs: [101] }), { found: [], gone: [] })
  t.strictSame(await sync({ InstalledNonLeafUpdateIDs: [101] }), { found: [102, 103], gone: [] })
  t.strictSame(await sync({ InstalledNonLeafUpdateIDs: [101], OtherCachedUpdateIDs: [103, 7] }), {
    found: [102],
    gone: [7],
  })
  t.strictSame(
    await sync({ OtherCachedUpdateIDs: [102] }),
    { found: [101], gone: [102] },
    'its prerequisite is gone',
  )
  t.strictSame(
    await sync({ SkipSoftwareSync: true, SystemSpec: [], CachedDriverIDs: [5], OtherCachedUpdateIDs: [101] }),
    { found: [], gone: [5] },
    'there are no drivers',
  )
  t.equal(await call(syncUpdates, { cookie }), 'InvalidParameters parameters')
  t.equal(
    await call(syncUpdates, { cookie, parameters: { ...nothingKnown, SystemSpec: [] } }),
    'InvalidParameters SystemSpec',
  )
  const { SyncUpdatesResult } = answered(
    await call(syncUpdates, { cookie, parameters: { ...nothingKnown, InstalledNonLeafUpdateIDs: [101] } }),
  )
  t.match(SyncUpdatesResult?.NewUpdates, [
    { IsLeaf: true, Deployment: { Action: 'Install', IsAssigned: true }, Xml: /^<UpdateIdentity / },
    { IsLeaf: true, Deployment: { Action: 'PreDeploymentCheck', IsAssigned: false } },
  ])
})

void t.test("a client from another server asks for the updates' names here", async (t) => {
  const cookie = await enter('g')
  const UpdateID = '0a4c6c73-8887-4d7f-9cbe-d08fa8fa9d1e'
  const globalIDs = [
    { UpdateID: UpdateID.toUpperCase(), RevisionNumber: 100 },
    { UpdateID, RevisionNumber: 99 },
  ]
  const { RefreshCacheResult } = answered(await call(refreshCache, { cookie, globalIDs }))
  t.match(RefreshCacheResult, [
    {
      RevisionID: 102,
      GlobalID: { UpdateID, RevisionNumber: 100 },
      IsLeaf: true,
      Deployment: { Action: 'Install' },
    },
  ])
  t.equal(RefreshCacheResult?.length, 1, 'not of another revision')
  t.equal(await call(refreshCache, { cookie }), 'InvalidParameters globalIDs')
  t.equal(await call(refreshCache, { cookie: altered(cookie), globalIDs }), 'InvalidCookie')
})

void t.test('StartCategoryScan tells the products to scan for', async (t) => {
  const product = '7c40e8c2-01ae-47f5-9af2-6e75a0582518'
  const security = '0fa1201d-4330-4fa8-8ae9-b877473b6441'
  const unknown = '00000000-0000-0000-0000-000000000001'
  const scanFor = (...groups: readonly (readonly string[])[]) =>
    call(startCategoryScan, {
      requestedCategories: groups.flatMap((group, IndexOfAndGroup) =>
        group.map((CategoryId) => ({ IndexOfAndGroup, CategoryId })),
      ),
    })
  const told = (preferredCategoryIds: string[], requestedCategoryIdsInError: string[] = []) => ({
    preferredCategoryIds,
    requestedCategoryIdsInError,
  })
  t.strictSame(await scanFor(), told([]))
  t.strictSame(await scanFor([product]), told([product]))
  t.strictSame(await scanFor([security, product], [product]), told([product]), 'the product alone, and once')
  t.strictSame(await scanFor([product, unknown]), told([], [unknown]), 'not the group of an unknown one')
  t.strictSame(await scanFor([product], [unknown, security]), told([product], [unknown]))
  t.strictSame(await scanFor([product], [security]), told([]), 'no classification alone')
  t.strictSame(
    await scanFor([product, security, 'cd5ffd1e-e932-4e3a-bf74-18bf0b1bbd83'], [product]),
    told([]),
    'no two classifications',
  )
  t.equal(await call(startCategoryScan, {}), 'InvalidParameters requestedCategories')

  const cookie = await enter('k')
  await call(registerComputer, { cookie, computerInfo })
  const within = async (id: string, NeedTwoGroupOutOfScopeUpdates = false) => {
    const parameters = {
      ...{ ...nothingKnown, InstalledNonLeafUpdateIDs: [101], OtherCachedUpdateIDs: [102, 7] },
      ...{ FilterCategoryIds: [{ Id: id }], NeedTwoGroupOutOfScopeUpdates },
    }
    const { SyncUpdatesResult: result } = answered(await call(syncUpdates, { cookie, parameters }))
    const { NewUpdates = [], OutOfScopeRevisionIDs, DeployedOutOfScopeRevisionIds } = result ?? {}
    return [NewUpdates.map(({ ID }) => ID), OutOfScopeRevisionIDs, DeployedOutOfScopeRevisionIds]
  }
  t.strictSame(await within(product), [[103], [7], undefined])
  t.strictSame(await within(product, true), [[103], [7], []])
  t.strictSame(await within(unknown), [[], [101, 102, 7], undefined])
  t.strictSame(await within(unknown, true), [[], [7], [101, 102]], 'apart from those that are deployed')
})

void t.test('SyncPrinterCatalog knows no drivers', async (t) => {
  const cookie = await enter('l')
  t.equal(await call(syncPrinterCatalog, { cookie }), 'RegistrationRequired')
  t.equal(await call(syncPrinterCatalog, {}), 'InvalidCookie')
  await call(registerComputer, { cookie, computerInfo })
  const { SyncPrinterCatalogResult: result } = answered(
    await call(syncPrinterCatalog, { cookie, installedNonLeafUpdateIDs: [101], printerUpdateIDs: [5] }),
  )
  t.match(result, { NewUpdates: [], OutOfScopeRevisionIDs: [5], Truncated: false, NewCookie: {} })
})

void t.test('GetExtendedUpdateInfo2 tells what is asked, by the name of the update', async (t) => {
  const cookie = await enter('m')
  const updateIDs = [{ UpdateID: '0a4c6c73-8887-4d7f-9cbe-d08fa8fa9d1e', RevisionNumber: 100 }]
  const asked = { cookie, updateIDs }
  const { GetExtendedUpdateInfo2Result: info } = answered(
    await call(getExtendedUpdateInfo2, { ...asked, infoTypes: ['Extended', 'FileUrl', 'FileDecryption'] }),
  )
  t.match(info, {
    Updates: [{ ID: 102, Xml: /<Files>/ }],
    FileLocations: [{ Url: /\/Content\//, FileDigestAlgorithm: 'SHA1' }],
    FileDecryptionData: [],
  })
  const { GetExtendedUpdateInfo2Result: core } = answered(
    await call(getExtendedUpdateInfo2, { ...asked, infoTypes: ['Core'] }),
  )
  t.match(core, { Updates: [{ ID: 102 }], FileLocations: { length: 0 } }, 'no files unless asked')
  const many = Array.from({ length: 51 }, () => updateIDs).flat()
  for (const [request, wrong] of [
    [{ ...asked, updateIDs: many, infoTypes: [] }, 'updateIDs'],
    [asked, 'infoTypes'],
    [{ ...asked, infoTypes: ['Eula' as const] }, 'locales'],
  ] satisfies [object, string][])
    t.equal(await call(getExtendedUpdateInfo2, request), `InvalidParameters ${wrong}`)
  t.equal(await call(getExtendedUpdateInfo2, { updateIDs, infoTypes: [] }), 'InvalidCookie')
})

void t.test('a cookie lasts an hour', async (t) => {
  const cookie = await enter('f')
  await call(registerComputer, { cookie, computerInfo })
  const left = cookie.Expiration.getTime() - Date.now()
  running.advance(left / 2)
  const parameters = nothingKnown
  const { SyncUpdatesResult } = answered(await call(syncUpdates, { cookie, parameters }))
  running.advance(left / 2)
  t.equal(await call(syncUpdates, { cookie, parameters }), 'CookieExpired')
  const later = { ...cookie, Expiration: new Date('2100-01-01T00:00:00Z') }
  t.equal(
    await call(syncUpdates, { cookie: later, parameters }),
    'CookieExpired',
    'whatever it says of itself',
  )
  t.equal(await call(reportEventBatch, { cookie, clientTime: new Date(), eventBatch: [] }), 'CookieExpired')
  t.match(await call(syncUpdates, { cookie: SyncUpdatesResult?.NewCookie ?? cookie, parameters }), {
    SyncUpdatesResult: {},
  })
  t.match(
    await call(getCookie, { ...times, authCookies: [await authorize('f')], oldCookie: cookie }),
    { GetCookieResult: {} },
    'an old one is renewed',
  )
})
