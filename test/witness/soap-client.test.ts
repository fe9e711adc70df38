import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { pkiLayout, writePki } from '../../certs/pki-directory.ts'
import type { HierarchyInput } from '../../sim/index.ts'
import { parseHierarchy } from '../../sim/model/load-hierarchy.ts'
import { hierarchyPki } from '../../sim/network/hierarchy-pki.ts'
import { createClock } from '../../sim/network/open-context.ts'
import { openHierarchy } from '../../sim/network/running-hierarchy.ts'
import { lacks, run } from './run-program.ts'

const python = '/usr/bin/python3'
const program = fileURLToPath(new URL('../../../test/witness/soap-client.py', import.meta.url))
/** They follow the appendix of the specification, and were written without ours. */
const wsdls = fileURLToPath(new URL('../../../test/witness/fixtures', import.meta.url))
const product = '7c40e8c2-01ae-47f5-9af2-6e75a0582518'
const nobody = '00000000-0000-0000-0000-000000000001'
const lacksZeep = lacks(python, '-c', 'import zeep, requests') && `${python} has no zeep`

const written: HierarchyInput = {
  domain: 'contoso.test',
  sites: [
    { code: 'NAT', mode: 'native', systems: [{ name: 'sup.nat', roles: ['software-update-point'] }] },
    {
      code: 'MIX',
      mode: 'mixed',
      parent: 'NAT',
      systems: [{ name: 'sup.mix', roles: ['software-update-point'] }],
    },
  ],
  clients: [{ name: 'PC', assignedSite: 'NAT' }],
}

void t.test(
  'zeep calls all twelve operations, by the WSDLs of [MS-WUSP] and by those that are shown',
  { skip: lacksZeep },
  async (t) => {
    const { hierarchy } = parseHierarchy(written)
    const pki = join(t.testdir(), 'pki')
    await writePki(hierarchyPki(hierarchy, createClock(), { cache: false }), pki, {
      systems: hierarchy.sites.flatMap(({ systems }) =>
        systems.map(({ name, fqdn }) => ({ name, fqdn, recipe: 'good' as const })),
      ),
      clients: hierarchy.clients.map(({ name, fqdn, certificates }) => ({
        name,
        fqdn,
        recipes: certificates,
      })),
      sites: [],
    })
    const running = await openHierarchy(hierarchy, { pki })
    t.teardown(() => running.close())
    const { authorities, client } = pkiLayout(pki)

    const plain = { scheme: 'http', port: 8530, authorities: null }
    const secured = { scheme: 'https', port: 8531, authorities, ...client('PC') }
    for (const [name, { scheme, port, ...credential }, described] of [
      ['sup.mix', plain, null],
      ['sup.mix', plain, wsdls],
      ['sup.nat', secured, null],
      ['sup.nat', secured, wsdls],
    ] as const) {
      const system = running.systems.find((candidate) => candidate.name === name)
      t.ok(system, name)
      const { fqdn = '', address = '' } = system ?? {}
      const asked = {
        fqdn,
        address,
        secured: `${scheme}://${fqdn}:${port}`,
        wsdls: described,
        product,
        ...credential,
      }
      const { status, stdout, stderr } = await run(python, [program], JSON.stringify(asked))
      t.equal(status, 0, stderr)
      const told = (operation: string, code: string, message: string | null = null) => [
        code,
        message,
        `"http://www.microsoft.com/SoftwareDistribution/${operation}"`,
      ]
      t.strictSame(
        JSON.parse(stdout.toString()),
        {
          plugIn: 'SimpleTargeting',
          mustRegister: true,
          lastChange: '2007-08-22T00:00:00+00:00',
          properties: {
            MaxExtendedUpdatesPerRequest: '50',
            PackageServerShare: `\\\\${fqdn}\\UpdateServicesPackages`,
            ProtocolVersion: '3.2',
            IsInventoryRequired: '0',
            ClientReportingLevel: '2',
          },
          // First what others wait for, then what waited for it, then nothing.
          rounds: [[101], [102, 103], []],
          extended: [102, 103],
          unknown: [999],
          downloads: [true, true],
          categories: {
            'a product and a classification': [[product], []],
            'an unknown one': [[product], [nobody]],
            'a classification alone': [[], []],
          },
          // What is new, what is gone, and what is deployed still.
          within: { 'the product': [[103], [7], []], 'an unknown one': [[], [7], [101, 102]] },
          printers: [[], [5]],
          named: [[102], [true]],
          refreshed: [103],
          located: true,
          reported: true,
          faults: {
            'without authorization': told('Server/ClientWebService/GetCookie', 'InvalidAuthorizationCookie'),
            'with another configuration': told('Server/ClientWebService/GetCookie', 'ConfigChanged'),
            'not registered': told('Server/ClientWebService/SyncUpdates', 'RegistrationRequired'),
            'with a changed cookie': told('Server/ClientWebService/RegisterComputer', 'InvalidCookie'),
            'without a computer': told(
              'Server/ClientWebService/RegisterComputer',
              'InvalidParameters',
              'computerInfo',
            ),
            'printers, not registered': told(
              'Server/ClientWebService/SyncPrinterCatalog',
              'RegistrationRequired',
            ),
            'without categories': told(
              'Server/ClientWebService/StartCategoryScan',
              'InvalidParameters',
              'requestedCategories',
            ),
            'a report with a changed cookie': told('ReportEventBatch', 'InvalidCookie'),
          },
        },
        `${name} by ${scheme}, ${described ? 'by the specification' : 'as shown'}`,
      )
    }
  },
)
