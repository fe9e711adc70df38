import { computerIdentity } from '../model/computer-identity.ts'
import type { Client, PxeSettings } from '../model/hierarchy.ts'
import type { BootDecision, FirmwareIdentity } from '../points/pxe-service-point/answer-firmware.ts'

/** The computers that a PXE service point finds in the site database. */
export interface KnownComputers {
  add(client: Client): void
  bootDecision(computer: FirmwareIdentity, settings: PxeSettings): BootDecision
}

export function createKnownComputers(clients: readonly Client[]): KnownComputers {
  const known = new Map<string, Client>()
  function add(client: Client): void {
    if (client.pxeBoot === 'unknown') return
    const { hardwareAddress, uuid } = computerIdentity(client.name)
    known.set(hardwareAddress, client).set(uuid, client)
  }
  clients.forEach(add)
  return {
    add,
    // By either of them ("How to Import a Computer", in short).
    bootDecision({ hardwareAddress, uuid = '' }, { unknownComputers }) {
      const client = known.get(uuid) ?? known.get(hardwareAddress)
      if (!client) return unknownComputers ? 'boot' : 'ignore'
      return client.pxeBoot === 'advertised' ? 'boot' : 'abort'
    },
  }
}
