import { FaultError } from '../errors.ts'
import { limits } from '../limits.ts'
import { lackOf } from '../model/check/unknown-names.ts'
import type { ScriptedBehaviour } from '../net/behaviour.ts'
import { createScripts } from '../net/scripts.ts'
import { createUnusualServers } from '../net/unusual.ts'
import { listenerProtocol, protocolsOf, type Misbehaviour } from '../vocabulary/misbehaviour.ts'
import { isCalled, isWebProtocol, otherHosts } from '../vocabulary/network.ts'
import type { UnusualSettings } from '../vocabulary/unusual.ts'
import type { Host } from './name-service.ts'
import type { OpenContext } from './open-context.ts'
import type { OpenHosts } from './open-hosts.ts'

/** Hosts behave as usual but for what is unusual in the whole hierarchy, and for what is scripted for them. */
export function createBehaviours(unusual: UnusualSettings | undefined): OpenContext['behaviourOf'] {
  const servers = unusual && createUnusualServers(unusual)
  const behaviours = new Map<string, ScriptedBehaviour>()
  return (fqdn) => {
    const behaviour = behaviours.get(fqdn) ?? { unusual: servers, scripts: createScripts() }
    behaviours.set(fqdn, behaviour)
    return behaviour
  }
}

/** Whatever the hosts do amiss as they are described, and tells of it. */
export function misbehaveFromStart(
  hosts: OpenHosts,
  context: Pick<OpenContext, 'behaviourOf' | 'recorder' | 'hierarchy'>,
): void {
  const ofSystems = hosts.systems.flatMap(({ system }) =>
    system.misbehave.map((one) => ({ ...one, system: system.name })),
  )
  for (const misbehaviour of [...ofSystems, ...context.hierarchy.misbehave]) {
    const systems = scriptMisbehaviour(hosts, context, misbehaviour)
    context.recorder.tell({ type: 'misbehaviour', name: misbehaviour.name, systems })
  }
}

/**
 * Returns the names of the hosts that misbehave now. Throws a `FaultError` where none speaks the protocol, or a misbehaviour of that
 * name goes on already.
 */
export function scriptMisbehaviour(
  hosts: OpenHosts,
  { behaviourOf }: Pick<OpenContext, 'behaviourOf'>,
  misbehaviour: Misbehaviour,
): string[] {
  const { name, protocol } = misbehaviour
  const found = hostsOf(hosts, misbehaviour)
  const speaking = found.filter((host) => speaks(host, misbehaviour))
  if (speaking.length === 0) {
    const who = misbehaviour.system ?? `the ${misbehaviour.role}`
    throw new FaultError(
      protocol === undefined || isWebProtocol(listenerProtocol(protocol))
        ? `${who} has no web server to misbehave`
        : `${who} has no port for ${protocol.toUpperCase()}`,
    )
  }
  if (hosts.all.some(({ fqdn }) => behaviourOf(fqdn).scripts.scripted.has(name)))
    throw new FaultError(`a misbehaviour ${name} goes on already`)
  const full = speaking.find(({ fqdn }) => behaviourOf(fqdn).scripts.scripted.size >= limits.scripts.value)
  if (full)
    throw new FaultError(
      `${full.name} has ${limits.scripts.value} misbehaviours already, and no more at once`,
    )
  for (const { fqdn } of speaking) behaviourOf(fqdn).scripts.add(misbehaviour)
  return speaking.map((host) => host.name)
}

function hostsOf(hosts: OpenHosts, { system: called, role }: Misbehaviour): readonly Host[] {
  if (called !== undefined) {
    const host = hosts.all.find((one) => isCalled(one, called))
    if (!host)
      throw new FaultError(
        lackOf(
          'site system',
          called,
          hosts.all.map((one) => one.name),
        ),
      )
    return [host]
  }
  const ofRole = hosts.systems.filter(({ system }) => system.roles.some((one) => one === role))
  if (ofRole.length === 0) throw new FaultError(`the hierarchy has no ${role}`)
  const names = new Set(ofRole.map(({ system }) => system.fqdn))
  return hosts.all.filter(({ fqdn }) => names.has(fqdn))
}

/** A web server that speaks one of the web's protocols speaks the other once its site has changed its mode. */
function speaks({ name, listeners }: Host, misbehaviour: Misbehaviour): boolean {
  const wanted = protocolsOf(misbehaviour).map(listenerProtocol)
  const isSiteSystem = !otherHosts.has(name)
  return listeners.some(({ protocol }) =>
    wanted.some((one) => one === protocol || (isSiteSystem && isWebProtocol(one) && isWebProtocol(protocol))),
  )
}

/** Ends a misbehaviour, or all. Throws a `FaultError` where none of that name goes on. */
export function endMisbehaviour(
  { all }: OpenHosts,
  { behaviourOf }: Pick<OpenContext, 'behaviourOf'>,
  name?: string,
): void {
  const scripts = all.map(({ fqdn }) => behaviourOf(fqdn).scripts)
  if (name === undefined) {
    for (const each of scripts) each.clear()
    return
  }
  const ended = scripts.filter((each) => each.remove(name))
  if (ended.length === 0) throw new FaultError(`no misbehaviour ${name} goes on`)
}
