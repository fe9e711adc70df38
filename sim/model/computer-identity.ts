import { createHash } from 'node:crypto'

/** What the firmware of a computer tells of it. */
export interface ComputerIdentity {
  /** `02:15:5d:01:02:03`. */
  hardwareAddress: string
  /** Of the SMBIOS, in lower case. */
  uuid: string
}

/** Follows from the name, so that it is the same in every run; the address is one of those that nobody is given. */
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
