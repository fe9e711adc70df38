import t from 'tap'
import { clientCertificate } from '../../sim/evidence/catalogue/client-certificate.ts'
import { causeOfContent, causeOfLoss } from '../../sim/plan/causes.ts'
import { planCauses, type PlanCause } from '../../sim/report/plan-result.ts'
import { nobodyHasTheContent } from '../../sim/rules/content-location.ts'
import { keysOf } from '../../sim/vocabulary/keys-of.ts'
import type { SiteMode } from '../../sim/vocabulary/site-mode.ts'
import { believes, content, far, no, observed, withheld, type Given } from './observed.ts'

const [certificateFailure = ''] = keysOf(clientCertificate)

/** A client that does not get along with its site. */
const astray: Given = { believed: 'mixed', actual: 'native' }

interface Loss {
  seen: Given
  settled?: boolean
  cause: PlanCause
}

const losses: Record<string, Loss> = {
  'a client that takes its site to be as it was, right after the switch': {
    seen: { ...no, ...astray, diagnosis: 'mode-not-told-yet' },
    settled: false,
    cause: 'not-told-yet',
  },
  'the same, though it had time to read of it': {
    seen: { ...no, ...astray, diagnosis: 'mode-never-told' },
    cause: 'never-told',
  },
  'what it knows counts more than what failed': {
    seen: { ...no, ...astray, diagnosis: certificateFailure },
    cause: 'never-told',
  },
  'a client whose certificate nobody takes': {
    seen: { ...no, ...believes, diagnosis: certificateFailure },
    cause: 'no-usable-certificate',
  },
  'a web server that does not run': {
    seen: { ...no, ...believes, diagnosis: 'nothing-listens' },
    cause: 'system-not-ready',
  },
  'a list that cannot be fetched': {
    seen: { ...no, ...believes, diagnosis: 'revocation-list-unreachable' },
    cause: 'system-not-ready',
  },
  "the client's own fault": {
    seen: { ...no, ...believes, diagnosis: 'server-certificate-untrusted' },
    cause: 'other',
  },
  'a failure that is in no catalogue': {
    seen: { ...no, ...believes, diagnosis: 'unexplained' },
    cause: 'other',
  },
  'a rule that withholds it': { seen: { ...withheld, ...believes, rule: 'x/y' }, cause: 'other' },
  'a client without a site': { seen: { ...no, believed: 'mixed', actual: null }, cause: 'other' },
}

interface ContentCase extends Loss {
  before?: Given
  modes?: Record<string, SiteMode>
}

const contents: Record<string, ContentCase> = {
  'content of a site of the other mode, by now': {
    before: far,
    seen: { ...no, ...believes, diagnosis: 'nothing-listens' },
    modes: { CEN: 'native', WST: 'mixed' },
    cause: 'neighbour-of-other-mode',
  },
  'the same, and from farther away': {
    before: { near: true, ending: { site: 'WST' } },
    seen: { ...believes, near: false },
    modes: { CEN: 'native', WST: 'mixed' },
    cause: 'neighbour-of-other-mode',
  },
  'content that lies nowhere else': {
    before: far,
    seen: { ...withheld, ...believes, rule: nobodyHasTheContent.id },
    modes: { CEN: 'native', WST: 'mixed' },
    cause: 'package-only-there',
  },
  'content of a site that it gets along with': {
    before: far,
    seen: { ...no, ...believes, diagnosis: 'nothing-listens' },
    modes: { CEN: 'native', WST: 'native' },
    cause: 'system-not-ready',
  },
  'content of a system of no site': {
    before: { ending: { site: null } },
    seen: { ...no, ...believes, diagnosis: certificateFailure },
    cause: 'no-usable-certificate',
  },
  'content that comes late, since a site system is not ready': {
    seen: { ...believes, late: true, diagnosis: 'nothing-listens' },
    cause: 'system-not-ready',
  },
  'content from farther away without a site of the other mode': { seen: believes, cause: 'other' },
  'a client that does not know its site': {
    before: far,
    seen: { ...no, ...astray },
    modes: { CEN: 'native', WST: 'mixed' },
    cause: 'never-told',
  },
}

for (const [called, { seen, settled = true, cause }] of Object.entries(losses)) {
  void t.test(`${called}: ${cause}`, (t) => {
    t.equal(causeOfLoss({ observation: observed(seen), settled }), cause)
    t.end()
  })
}

const usualModes: Readonly<Record<string, SiteMode>> = { CEN: 'native' }

for (const [called, one] of Object.entries(contents)) {
  const { before, seen, settled = true, modes = usualModes, cause } = one
  void t.test(`${called}: ${cause}`, (t) => {
    const shown = { observation: observed({ ...content, ...seen }), settled }
    t.equal(
      causeOfContent(observed({ ...content, ...before }), shown, (site) => modes[site]),
      cause,
    )
    t.end()
  })
}

void t.test('every cause has a case that gives it', (t) => {
  const given = new Set([...Object.values(losses), ...Object.values(contents)].map(({ cause }) => cause))
  t.strictSame(
    planCauses.filter((cause) => !given.has(cause)),
    [],
  )
  t.end()
})
