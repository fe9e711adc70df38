import { findSites } from '../../sim/client/conversations/published-sites.ts'
import { searchDirectory } from '../../sim/client/transports/ldap.ts'
import { createRecorder } from '../../sim/evidence/recorder.ts'
import { openDomainController } from '../../sim/points/domain-controller/domain-controller.ts'
import {
  operations,
  serializeBindRequest,
  serializeMessage,
  serializePagedResults,
} from '../../sim/wire/ldap/message.ts'
import { printExtendedRequest, printCompareRequest } from '../wire/ldap-requests.ts'
import { serializeSearchRequest, type SearchScope } from '../../sim/wire/ldap/search.ts'
import { parseFilterText } from '../wire/ldap-filter-text.ts'
import { container, contosoDirectory, domain, fqdn } from '../points/domain-controller-of-contoso.ts'
import type { FuzzTarget } from './fuzz-target.ts'
import { mutations } from './mutations.ts'
import { createRandom } from './random.ts'
import { findManagementPoints } from '../client/published.ts'

export const ldap: FuzzTarget = {
  name: 'ldap',
  async open() {
    const { port, close } = await openDomainController({
      ...{ address: '127.0.0.1', port: 0, fqdn, domain },
      recorder: createRecorder(),
      accounts: () => [],
      entries: () => contosoDirectory,
    })
    return { port, transport: 'tcp', close }
  },
  samples,
  async stillAnswers(port, timeout) {
    const target = { address: '127.0.0.1', port, fqdn, timeout }
    const { entries, end } = await searchDirectory(target, findManagementPoints(domain))
    return end === null && entries.length > 0
  },
}

const filters = [
  '(objectClass=*)',
  '(&(objectCategory=mSSMSManagementPoint)(mSSMSDefaultMP=TRUE)(!(mSSMSSiteCode=OSL)))',
  '(|(mSSMSRangedIPLow<=168361994)(mSSMSRangedIPHigh>=168361994)(cn~=x))',
  '(cn=SMS*Site*O*)',
  String.raw`(distinguishedName=CN=SMS-Site-OSL,CN=System Management,CN=System,DC=contoso,DC=test)`,
  '(cn:dn:2.4.6.8.10:=x)',
  `${'(!'.repeat(40)}(cn=a)${')'.repeat(40)}`,
]

function search(text: string, base: string, scope: SearchScope): Buffer {
  return serializeSearchRequest({
    ...{ base, scope, sizeLimit: 0, timeLimit: 0, typesOnly: false },
    filter: parseFilterText(text) ?? findSites(domain).filter,
    attributes: ['cn', '*'],
  })
}

/** All that is said, one by one; what follows an unbind would not be heard. */
function requests(): Buffer[] {
  const bind = serializeBindRequest({
    version: 3,
    name: 'CN=PC,DC=contoso,DC=test',
    authentication: { kind: 'simple', password: Buffer.from('secret') },
  })
  const page = serializePagedResults({ size: 2, cookie: Buffer.from('cn=b') }, true)
  const compare = printCompareRequest({ name: container, attribute: 'cn', value: Buffer.from('x') })
  const all: [operation: number, content: Buffer][] = [
    [operations.bindRequest, bind],
    [operations.searchRequest, search('(objectClass=*)', '', 'base')],
    ...filters.flatMap((filter): [number, Buffer][] => [
      [operations.searchRequest, search(filter, container, 'sub')],
      [operations.searchRequest, search(filter, String.raw`CN=a\2cb+OU=c,${container}`, 'one')],
    ]),
    [operations.compareRequest, compare],
    [operations.addRequest, compare],
    [operations.deleteRequest, Buffer.from(container)],
    [operations.abandonRequest, Buffer.from([1])],
    [operations.extendedRequest, printExtendedRequest('1.3.6.1.4.1.1466.20037')],
  ]
  return all.map(([operation, content], index) =>
    serializeMessage({ id: index + 1, operation, content, controls: index % 2 === 0 ? [] : [page] }),
  )
}

/** Each request alone, all of them in a row, and rows in which one is broken. */
function samples(): Buffer[] {
  const whole = requests()
  const random = createRandom(389)
  const broken = Array.from({ length: 200 }, () => {
    const at = random.below(whole.length)
    return Buffer.concat(
      whole.map((one, index) =>
        index === at ? random.pick(Object.values(mutations))(one, random, whole) : one,
      ),
    )
  })
  return [...whole, Buffer.concat(whole), ...broken]
}
