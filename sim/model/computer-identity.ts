import { createHash } from 'node:crypto'

/** What a computer's firmware says of it. */
export interface ComputerIdentity {
  /** `02:1f:9a:00:4c:7d` */
  hardwareAddress: string
  /** Of the system management BIOS: `1f9a004c-7d...`. */
  uuid: string
}

/** A client's, which follows from its name: a locally administered address, and the same in every run. */
export function computerIdentity(name: string): ComputerIdentity {
  const hex = createHash('sha256').update(name.toLowerCase()).digest('hex')
  const pairs = hex.slice(0, 10).match(/../g) ?? []
  const uuid = hex.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
  return { hardwareAddress: ['02', ...pairs].join(':'), uuid }
}
