import t from 'tap'
import type { ActionResult } from '../../../sim/index.ts'
import { newFolder } from '../../new-folder.ts'
import { inShort, openFjords, tried } from './fjords.ts'

const cache = newFolder(t)
const running = await openFjords(t, { cache })

/** State messages that the fallback status point was told, as `topic/id`. */
const told = ({ story }: ActionResult): string[] =>
  story.flatMap(({ sentence }) => / told .* (\d+\/\d+)\.$/.exec(sentence)?.[1] ?? [])

const assigned = async (client: string, site: string, at?: string) => {
  const one = running.client(client)
  if (at !== undefined) one.move(at === 'internet' ? { internet: true } : { address: at })
  const result = await one.assign(site)
  return { one, result }
}

void t.test('automatically, by what the sites publish in Active Directory', async (t) => {
  const { one, result } = await assigned('NEW', 'auto', '10.1.0.30')
  t.match(result, {
    outcome: 'answered',
    by: 'active-directory',
    site: 'OSL',
    rule: 'site-assignment/automatic',
  })
  t.equal(inShort(result), 'answered https mp.osl assigned')
  t.equal(one.assignedSite?.code, 'OSL')
  t.strictSame(told(result), ['800/700'])
  t.notOk(
    tried(result).some((one) => one.includes('ss.cen') && one.startsWith('https')),
    'nobody else by HTTPS',
  )
})

void t.test('in the boundaries of a secondary site, to its parent', async (t) => {
  const { result } = await assigned('NEW', 'auto', '10.5.0.30')
  t.match(result, { outcome: 'answered', by: 'active-directory', site: 'OSL' })
  const { result: mixed } = await assigned('DESKTOP', 'auto', '10.6.0.30')
  t.match(mixed, { outcome: 'answered', site: 'BGO', protocol: 'http' })
})

void t.test('nowhere outside all boundaries, nor in a site that does not publish', async (t) => {
  for (const address of ['10.9.0.1', '10.3.0.1']) {
    const { result } = await assigned('NEW', 'auto', address)
    t.match(result, { outcome: 'failed', site: null, rule: 'site-assignment/no-site-found' }, address)
    t.strictSame(told(result), ['800/606'])
  }
})

void t.test('by a server locator point, where there is no Active Directory', async (t) => {
  const { result } = await assigned('KIOSK', 'auto', '10.2.0.40')
  t.match(result, { outcome: 'answered', by: 'server-locator-point', site: 'BGO', protocol: 'http' })
  t.strictSame(
    tried(result).slice(0, 2),
    ['http ss.cen', 'http ss.cen'],
    'for the site, and for its management point',
  )
  const native = await assigned('LAB-HTTP', 'auto', '10.1.0.42')
  t.match(native.result, { outcome: 'answered', by: 'server-locator-point', site: 'OSL', protocol: 'https' })
  const { result: without } = await assigned('LAB', 'auto', '10.1.0.41')
  t.match(
    without,
    { outcome: 'failed', rule: 'site-assignment/no-site-found' },
    'native without the HTTP option',
  )
  t.strictSame(tried(without), [], 'and it asked nobody')
  t.match(
    without.attempts.map(({ outcome, rule }) => [outcome, rule]),
    [['withheld', 'server-locator-point/native-client-needs-http-option']],
  )
})

void t.test('to a site that is named, wherever the client is', async (t) => {
  const { result } = await assigned('NEW', 'CEN', '10.2.0.30')
  t.match(result, {
    outcome: 'answered',
    by: 'active-directory',
    site: 'CEN',
    rule: 'site-assignment/manual',
  })
  for (const nobody of ['ABC', 'HAU']) {
    const { result: unknown } = await assigned('NEW', nobody)
    t.match(unknown, { outcome: 'failed', site: null, rule: 'site-assignment/settings-unknown' }, nobody)
    t.strictSame(told(unknown), ['800/608'])
  }
  const { one, result: secondary } = await assigned('NEW', 'DRA')
  t.match(secondary, { outcome: 'failed', site: null, rule: 'site-assignment/never-to-secondary-site' })
  t.strictSame(told(secondary), ['800/602'])
  t.equal(one.assignedSite?.code, 'CEN', 'what it was it stays')
  const { result: alone } = await assigned('ISLAND', 'BGO')
  t.match(
    alone,
    { outcome: 'failed', rule: 'site-assignment/settings-unknown' },
    'no Active Directory, no locator',
  )
})

void t.test('never automatically from the Internet, or of a mobile device', async (t) => {
  const { result } = await assigned('TRAVELLER', 'auto', 'internet')
  t.match(result, { outcome: 'withheld', rule: 'site-assignment/internet-client-directly', attempts: [] })
  const { result: device } = await assigned('DEVICE', 'auto')
  t.match(device, { outcome: 'withheld', rule: 'site-assignment/mobile-device-directly', attempts: [] })
})

void t.test('on the Internet by what it was told, to a primary site all the same', async (t) => {
  const described = running.hierarchy.clients.find(({ name }) => name === 'TRAVELLER')
  if (!described) throw new Error('the hierarchy has no TRAVELLER')
  const one = running.addClient({
    ...described,
    ...{ mode: 'native', assignedSite: 'none', internetManagementPoint: 'mp.osl' },
  })
  // Out there only the management point can tell what site it serves.
  for (const site of ['DRA', 'XXX']) {
    const rule = 'service-location/management-point-of-its-mode'
    t.match(await one.assign(site), { outcome: 'failed', rule, system: 'mp.osl.fjords.test' })
  }
  t.equal(one.assignedSite, undefined)
  t.match(await one.assign('OSL'), { outcome: 'answered', site: 'OSL', by: 'installation' })
})

void t.test('a client that cannot talk to its management point is unmanaged, and says so', async (t) => {
  await running.break('mp.bgo', 'not-listening')
  t.teardown(() => running.repair('mp.bgo'))
  const { result } = await assigned('DESKTOP', 'BGO')
  t.match(result, { outcome: 'failed', site: 'BGO', diagnosis: 'nothing-listens' })
  t.strictSame(told(result), ['800/603'])
  const { result: bare } = await assigned('DESKTOP', 'OSL')
  t.match(
    bare,
    { outcome: 'failed', site: 'OSL', diagnosis: 'client-certificate-missing' },
    'native, with no certificate',
  )
})

void t.test('without the domain controller Active Directory tells nothing', async (t) => {
  await running.break('dc', 'name-not-resolved')
  const { result } = await assigned('NEW', 'auto', '10.1.0.30')
  await running.repair('dc')
  t.match(result, { outcome: 'failed', rule: 'site-assignment/no-site-found' })
  t.match(result.attempts[0], {
    role: 'domain-controller',
    outcome: 'failed',
    diagnosis: 'name-not-resolved',
  })
})

void t.test('its story names every attempt that it rests on', async (t) => {
  const { result } = await assigned('KIOSK', 'auto', '10.2.0.40')
  const ids = result.attempts.map(({ id }) => id)
  for (const { attempt } of result.story) t.ok(attempt === null || ids.includes(attempt))
  t.strictSame(ids, [...new Set(ids)])
  t.ok(result.story.every(({ sentence }) => /^KIOSK [a-z].*[^.]\.$/.test(sentence)))
})
