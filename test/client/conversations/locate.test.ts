import t from 'tap'
import {
  locateContent,
  locateSites,
  locateStateMigrationPoint,
  locateUpdateServer,
} from '../../../sim/client/conversations/locate.ts'
import { parseEnvelope, serializeReply } from '../../../sim/wire/management-point/envelope.ts'
import { open } from '../../network/opened.ts'
import { newFolder } from '../../new-folder.ts'
import { sayTo } from './say-to.ts'

const { running } = await open(
  t,
  {
    domain: 'contoso.test',
    sites: [
      {
        code: 'OSL',
        mode: 'mixed',
        boundaries: [
          { subnet: '10.1.0.0/16' },
          { subnet: '10.2.0.0/16', connection: 'slow' },
          { activeDirectorySite: 'Oslo' },
        ],
        systems: [
          { name: 'mp', roles: ['management-point'] },
          { name: 'dp1', roles: ['standard-distribution-point'], packages: ['OSL00001', 'OSL00002'] },
          {
            name: 'dp2',
            roles: ['standard-distribution-point'],
            packages: ['OSL00001'],
            protectedBoundaries: [{ subnet: '10.1.7.0/24' }],
          },
          {
            name: 'dp3',
            roles: ['standard-distribution-point'],
            packages: ['OSL00001'],
            httpTransfer: false,
          },
          { name: 'sup', roles: ['software-update-point'] },
          { name: 'smp', roles: ['state-migration-point'] },
        ],
      },
      {
        code: 'SEC',
        kind: 'secondary',
        parent: 'OSL',
        boundaries: [{ subnet: '10.3.0.0/16' }],
        systems: [
          { name: 'mp.sec', roles: ['management-point'] },
          { name: 'dp.sec', roles: ['standard-distribution-point'], packages: ['OSL00002'] },
        ],
      },
    ],
    packages: [
      { id: 'OSL00001', version: 3, size: 10 },
      { id: 'OSL00002', size: 10 },
    ],
  },
  { cache: newFolder(t) },
)
const pc = { name: 'PC', managementPoint: 'mp.contoso.test', now: new Date('2007-08-22T09:30:00Z') }
const say = sayTo(running, 'mp')
const at = (address: string, activeDirectorySite?: string) => ({
  addresses: [{ address }],
  ...(activeDirectorySite !== undefined && { activeDirectorySite }),
})

/** The distribution points of a package, as `SITE LOCALITY SERVER`. */
async function find(location: ReturnType<typeof at>, id = 'OSL00001', version = '3', assignedSite = 'OSL') {
  const sites = await locateContent(pc, {
    package: { id, version },
    assignedSite,
    location,
    onInternet: false,
    protection: 'first',
  })(say)
  return sites.flatMap(({ siteCode, locality, records }) =>
    records.map(({ serverName }) => `${siteCode} ${locality} ${serverName}`),
  )
}

void t.test('content is where the client is', async (t) => {
  t.strictSame(
    await find(at('10.1.2.7')),
    ['OSL LOCAL DP1', 'OSL LOCAL DP3'],
    'a protected one serves its own only',
  )
  t.strictSame(await find(at('10.1.7.7')), ['OSL LOCAL DP2'], 'and these nobody else does')
  t.strictSame(await find(at('10.2.2.7')), ['OSL REMOTE DP1', 'OSL REMOTE DP3'], 'a slow boundary')
  t.strictSame(await find(at('192.0.2.1', 'oslo')), ['OSL LOCAL DP1', 'OSL LOCAL DP3'])
  t.strictSame(await find(at('10.3.2.7'), 'OSL00002', '1'), ['SEC LOCAL DP'], 'the current site first')
  t.strictSame(await find(at('10.3.2.7')), ['OSL FALLBACK DP1', 'OSL FALLBACK DP3'], 'then the assigned one')
  t.strictSame(await find(at('192.0.2.1')), ['OSL FALLBACK DP1', 'OSL FALLBACK DP3'])
  t.strictSame(await find(at('192.0.2.1'), 'OSL00001', '3', 'XYZ'), [], 'neither current nor assigned')
  t.strictSame(await find(at('10.1.2.7'), 'OSL00001', '4'), [], 'another version')
  t.strictSame(await find(at('10.1.2.7'), 'OSL00009'), [])
  t.strictSame(await find(at('no address')), ['OSL FALLBACK DP1', 'OSL FALLBACK DP3'])
  const [site] = await locateContent(pc, {
    package: { id: 'OSL00001', version: '3' },
    assignedSite: 'OSL',
    onInternet: false,
    protection: 'first',
    location: at('10.1.2.7'),
  })(say)
  const [dp1, dp3] = site?.records ?? []
  t.match(dp1, {
    smbPath: '\\\\dp1.contoso.test\\SMSPKGC$\\OSL00001\\',
    type: 'SERVER',
    version: '3',
    ssl: false,
  })
  t.match(dp1?.url, /^http:\/\/dp1\.contoso\.test(:\d+)?\/SMS_DP_SMSPKGC\$\/OSL00001\/$/)
  t.equal(dp3?.url, undefined, 'by SMB only')
})

void t.test('sites and software update points are found', async (t) => {
  const near = async (address: string, assignedSite = 'OSL') =>
    (await locateSites(pc, { assignedSite, location: at(address) })(say)).map(
      ({ siteCode, masterSiteCode, locality }) => `${siteCode} ${masterSiteCode} ${locality}`,
    )
  t.strictSame(await near('10.1.2.7'), ['OSL OSL LOCAL'])
  t.strictSame(await near('10.2.2.7'), ['OSL OSL REMOTE'], 'a slow boundary')
  t.strictSame(await near('10.3.2.7'), ['SEC OSL LOCAL'])
  t.strictSame(await near('192.0.2.1', 'osl'), ['OSL OSL FALLBACK'], 'no boundary holds it')
  t.strictSame(await near('192.0.2.1', 'XYZ'), [])
  const request = { content: { id: '{0A}', version: 5 }, assignedSite: 'OSL', location: at('10.3.2.7') }
  const [site, ...more] = await locateUpdateServer(pc, request)(say)
  t.strictSame(more, [])
  t.match(site, {
    siteCode: 'OSL',
    records: [{ url: /^http:\/\/sup\.contoso\.test/, serverName: 'SUP', version: 5 }],
  })
  const withVersion = (version: number) =>
    locateUpdateServer(
      pc,
      request,
    )(async (said) => {
      const reply = await say(said)
      const envelope = parseEnvelope(reply.headers['content-type'], reply.body)
      if ('refusal' in envelope) throw new Error(envelope.refusal)
      const { contentType, bytes } = serializeReply(
        envelope.header,
        envelope.xml.replace('Version="5"', `Version="${version}"`),
      )
      return { ...reply, headers: { 'content-type': contentType }, body: bytes }
    })
  t.match(await withVersion(6), [{ records: [{ version: 6 }] }], 'newer than it has to be')
  t.match(await withVersion(4), [{ siteCode: 'OSL', records: [] }], 'too old')
})

void t.test('a state migration point is found', async (t) => {
  const [site, ...more] = await locateStateMigrationPoint(pc, {
    assignedSite: 'OSL',
    location: at('10.1.2.7'),
  })(say)
  t.strictSame(more, [])
  t.match(site, {
    siteCode: 'OSL',
    locality: 'LOCAL',
    records: [{ url: /^http:\/\/smp\.contoso\.test:\d+\/SMSSMP\/smp\.dll$/ }],
  })
  t.strictSame(
    await locateStateMigrationPoint(pc, { assignedSite: 'XYZ', location: at('10.1.2.7') })(say),
    [],
  )
})
