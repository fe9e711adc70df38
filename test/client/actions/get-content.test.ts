import t from 'tap'
import { newFolder } from '../../new-folder.ts'
import { inShort, openFjords, tried } from './fjords.ts'

const cache = newFolder(t)
const running = await openFjords(t, { cache })

const got = async (client: string, at: string, packageId = 'CEN00001') => {
  const one = running.client(client)
  one.move(at === 'internet' ? { internet: true } : { address: at })
  return one.getContent(packageId)
}

void t.test('from the site that the client is in, as the modes let it', async (t) => {
  const rows: [client: string, at: string, ends: string][] = [
    ['LAPTOP', '10.1.0.20', 'answered https dp.osl assigned'],
    ['LAPTOP', '10.0.0.20', 'answered https dp.cen resident'],
    ['LAPTOP', '10.2.0.20', 'answered https dp.osl assigned'],
    ['LAPTOP-HTTP', '10.2.0.20', 'answered http dp.bgo resident'],
    ['LAPTOP-HTTP', '10.6.0.20', 'answered http dp.vos resident'],
    ['DESKTOP', '10.2.0.20', 'answered http dp.bgo assigned'],
    ['DESKTOP', '10.1.0.20', 'answered http dp.bgo assigned'],
    // In its own secondary site the proxy management point answers.
    ['DESKTOP', '10.6.0.20', 'answered http dp.vos resident'],
    ['LAPTOP', '10.5.0.20', 'answered https dp.dra resident'],
    ['TRAVELLER', 'internet', 'answered https dp.osl assigned'],
    ['DEVICE', '10.2.0.50', 'answered https dp.osl assigned'],
    // Outside all boundaries: its own site's system.
    ['LAPTOP', '10.9.0.1', 'answered https dp.osl assigned'],
  ]
  for (const [client, at, ends] of rows) t.equal(inShort(await got(client, at)), ends, `${client} at ${at}`)
  t.strictSame((await got('LAPTOP', '10.1.0.20')).data, { bytes: 65_536 }, 'the size of the package')
})

void t.test('without Active Directory only sites below are known', async (t) => {
  t.equal(inShort(await got('KIOSK', '10.6.0.40')), 'answered http dp.vos resident', 'a secondary site below')
  t.equal(inShort(await got('KIOSK', '10.3.0.40')), 'answered http dp.hau resident', 'a primary site below')
  for (const at of ['10.1.0.40', '10.0.0.40']) {
    const aside = await got('KIOSK', at)
    t.equal(inShort(aside), 'answered http dp.bgo assigned', 'beside, above')
    t.notOk(aside.attempts.some(({ relation }) => relation === 'resident'))
  }
  // It reads Active Directory, and the site does not publish there: the assigned one tells of it, and the server
  // locator point of its management point.
  t.equal(inShort(await got('DESKTOP', '10.3.0.20')), 'answered http dp.hau resident')
})

void t.test(
  'from the assigned site after an empty list, and not after a list of nothing but failures',
  async (t) => {
    const empty = await got('LAPTOP-HTTP', '10.2.0.20', 'CEN00004')
    t.equal(inShort(empty), 'answered https dp.osl assigned')
    t.ok(empty.story.some(({ rule }) => rule === 'content-location/assigned-site-after-an-empty-list'))
    await running.break('dp.bgo', 'name-not-resolved')
    const failed = await got('LAPTOP-HTTP', '10.2.0.20')
    await running.repair('dp.bgo')
    t.equal(inShort(failed), 'failed smb dp.bgo resident')
    t.strictSame(tried(failed), ['http mp.bgo', 'http dp.bgo', 'smb dp.bgo'], 'its own site was not asked')
    t.ok(failed.story.some(({ rule }) => rule === 'content-location/no-way-back-after-failure'))
  },
)

void t.test('far away only what may run from afar', async (t) => {
  t.equal(inShort(await got('LAPTOP', '10.1.0.20', 'CEN00002')), 'answered https dp.osl assigned', 'near')
  const slow = running.client('LAPTOP')
  slow.move({ activeDirectorySite: 'Holmenkollen' })
  const ends = { outcome: 'withheld', rule: 'content-location/slow-boundary' }
  t.match(await slow.getContent('CEN00002'), ends, 'in a slow boundary')
  t.match(await slow.getContent('CEN00004'), { outcome: 'answered' }, 'what may be downloaded is')
  t.match(await got('LAPTOP', '10.9.0.1', 'CEN00002'), ends, 'in no boundary')
  t.match(await got('LAPTOP', '10.2.0.20', 'CEN00002'), ends, 'from its site, being in another')
})

void t.test('by SMB where that is said, and where HTTP or HTTPS fails on the intranet', async (t) => {
  const run = await got('LAPTOP', '10.1.0.20', 'CEN00003')
  t.match(run, { outcome: 'answered', protocol: 'smb', rule: 'content-location/run-from-distribution-point' })
  t.equal(inShort(await got('LAPTOP', '10.1.0.20', 'CEN00005')), 'answered smb bdp.osl assigned', 'a branch')
  for (const [client, site, protocol] of [
    ['LAPTOP', 'dp.osl', 'https'],
    ['DESKTOP', 'dp.bgo', 'http'],
  ] as const) {
    await running.break(site, '503')
    const fell = await got(client, client === 'LAPTOP' ? '10.1.0.20' : '10.2.0.20')
    await running.repair(site)
    t.match(fell, { outcome: 'answered', protocol: 'smb', rule: 'content-location/smb-after-failure' })
    t.strictSame(tried(fell).slice(-2), [`${protocol} ${site}`, `smb ${site}`])
  }
})

void t.test('never by SMB from the Internet or on a mobile device', async (t) => {
  await running.break('dp.osl', '503')
  for (const [client, at] of [
    ['TRAVELLER', 'internet'],
    ['DEVICE', '10.1.0.50'],
  ] as const) {
    const failed = await got(client, at)
    t.equal(inShort(failed), 'failed https dp.osl assigned', client)
    const branch = await got(client, at, 'CEN00005')
    t.match(branch, { outcome: 'withheld', protocol: 'smb', rule: 'internet-client/no-smb' })
    const run = await got(client, at, 'CEN00003')
    t.match(
      run,
      { outcome: 'withheld', protocol: 'smb', rule: 'internet-client/no-smb' },
      'not even to run it',
    )
    t.notOk(
      [...failed.attempts, ...branch.attempts, ...run.attempts].some(
        ({ protocol, url }) => protocol === 'smb' && url !== null,
      ),
    )
  }
  await running.repair('dp.osl')
})

void t.test('from protected distribution points only within what they protect', async (t) => {
  t.equal(
    inShort(await got('LAPTOP', '10.1.7.20')),
    'answered https dp2.osl assigned',
    'they alone are named',
  )
  t.equal(inShort(await got('LAPTOP', '10.1.7.20', 'CEN00006')), 'answered https dp2.osl assigned')
  t.match(await got('LAPTOP', '10.1.0.20', 'CEN00006'), {
    outcome: 'failed',
    rule: 'content-location/nobody-has-it',
  })
})

void t.test('nothing for a client without a site, and of packages that nobody knows', async (t) => {
  t.match(await got('NEW', '10.1.0.30'), { outcome: 'withheld', rule: 'site-assignment/unassigned' })
  await t.rejects(got('LAPTOP', '10.1.0.20', 'CEN00009'), { name: 'ContactError', message: /CEN00009/ })
})

void t.test('two runs of the same moves tell the same story', async (t) => {
  const story = async (): Promise<unknown> => {
    const again = await openFjords(t, { cache })
    const one = again.client('LAPTOP-HTTP')
    const first = await one.getContent('CEN00001')
    one.move({ address: '10.2.0.9' })
    const second = await one.getContent('CEN00001')
    return [...first.story, ...second.story]
  }
  t.strictSame(await story(), await story())
})
