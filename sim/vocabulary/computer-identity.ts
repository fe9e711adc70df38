import { createHash } from 'node:crypto'

/** The identifiers that a computer's firmware sends. */
interface ComputerIdentity {
  /** `02:15:5d:01:02:03`. */
  hardwareAddress: string
  /** The SMBIOS UUID, in lower case. */
  uuid: string
}

/** Derived from the name, so that it is the same in every run. The address is a locally administered one. */
export function computerIdentity(name: string): ComputerIdentity {
  const hash = createHash('sha256').update(name.toUpperCase()).digest('hex')
  const octets = hash.slice(0, 10).match(/../g) ?? []
  const uuid = [
    hash.slice(10, 18),
    hash.slice(18, 22),
    `4${hash.slice(23, 26)}`,
    `8${hash.slice(27, 30)}`,
    hash.slice(30, 42),
  ]
  return { hardwareAddress: ['02', ...octets].join(':'), uuid: uuid.join('-') }
}
