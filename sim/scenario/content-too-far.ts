import type { Finding } from '../model/source/finding.ts'
import { isTooFarAway } from '../network/content-too-far.ts'
import { locationInWords } from '../vocabulary/location.ts'
import type { Scenario } from './load-scenario.ts'

/**
 * Warnings of steps in which a client that has travelled gets nothing, since the package's advertisement has the default
 * setting. A step that expects so is not warned of; neither is one after a change of mode or of assignment, where the run
 * decides.
 */
export function contentTooFarAway({ hierarchy, steps }: Scenario): Finding[] {
  const places = new Map(hierarchy.clients.map(({ name, at }) => [name, at]))
  const findings: Finding[] = []
  for (const [index, { does, client: name, to, gets, expect }] of steps.entries()) {
    if (does === 'setMode') break
    if (name !== null && to) places.set(name, to)
    if (name !== null && does === 'assign') places.delete(name)
    const client = hierarchy.clients.find((one) => one.name === name)
    const content = hierarchy.packages.find(({ id }) => id === gets)
    const at = places.get(name ?? '')
    const isExpected = (expect?.outcome ?? 'answered') !== 'answered'
    if (!client || !content || !at || isExpected || !isTooFarAway(hierarchy, client, at, content)) continue
    findings.push({
      severity: 'warning',
      code: 'content-too-far-away',
      path: ['steps', index, 'getContent'],
      message:
        `${client.name} (${locationInWords(at)}) gets nothing: ${content.id} is far away, and by default an advertisement ` +
        'does not let it be downloaded from there',
      remedy:
        'set advertisement: { whenSlow: download } on the package, put it on a distribution point nearby, or expect the ' +
        'outcome withheld',
    })
  }
  return findings
}
