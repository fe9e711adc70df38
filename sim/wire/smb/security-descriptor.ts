import { preset, struct, u16le, u32le, u8 } from '../../encoding/struct.ts'
import { fullAccess, readOnlyAccess } from './create.ts'

/** The parts of a security descriptor that a request can ask for ([MS-SMB2] 2.2.37). */
export const securityParts = { owner: 1, group: 2, accessList: 4, auditList: 8 } as const

/** A security identifier below BUILTIN, `S-1-5-32-…`, by its last number ([MS-DTYP] 2.4.2.4). */
const builtin = { administrators: 544, users: 545 } as const

/**
 * Who owns the files of a package, and who may do what: the accounts that the product gives access by default. Their owner
 * and group are not documented; our choice. Nobody changes anything here: the share is read-only for administrators too.
 */
const owner = builtin.administrators
const allowed: readonly [account: number, rights: number][] = [
  [builtin.administrators, fullAccess],
  [builtin.users, readOnlyAccess],
]

const control = { accessListPresent: 0x4, selfRelative: 0x8000 } as const

/** SECURITY_DESCRIPTOR in its self-relative form ([MS-DTYP] 2.4.6); an offset of 0 says that the part is not there. */
const descriptor = struct(20, {
  revision: preset(u8(0), 1),
  control: u16le(2),
  ownerAt: u32le(4),
  groupAt: u32le(8),
  accessListAt: u32le(16),
})

/** ACL (2.4.5), in the revision that has the entries of the file system alone. */
const accessList = struct(8, { revision: preset(u8(0), 2), size: u16le(2), entries: u16le(4) })

/** ACCESS_ALLOWED_ACE (2.4.4.2): type and flags are 0. Objects below inherit nothing, since each has a list of its own. */
const accessAllowed = struct(8, { size: u16le(2), rights: u32le(4) })

/** The descriptor of every file and directory, with the parts that were asked for: bits of `securityParts`. */
export function serializeSecurityDescriptor(wanted: number): Buffer {
  const parts: Buffer[] = []
  let end: number = descriptor.length
  function put(part: number, bytes: Buffer): number {
    if ((wanted & part) === 0) return 0
    parts.push(bytes)
    end += bytes.length
    return end - bytes.length
  }
  const accessListAt = put(securityParts.accessList, serializeAccessList())
  const ownerAt = put(securityParts.owner, serializeIdentifier(owner))
  const groupAt = put(securityParts.group, serializeIdentifier(owner))
  const head = descriptor.serialize({
    control: control.selfRelative | (accessListAt === 0 ? 0 : control.accessListPresent),
    ownerAt,
    groupAt,
    accessListAt,
  })
  return Buffer.concat([head, ...parts])
}

function serializeAccessList(): Buffer {
  const entries = allowed.map(([account, rights]) => {
    const identifier = serializeIdentifier(account)
    const size = accessAllowed.length + identifier.length
    return Buffer.concat([accessAllowed.serialize({ size, rights }), identifier])
  })
  const bytes = Buffer.concat(entries)
  const head = accessList.serialize({ size: accessList.length + bytes.length, entries: entries.length })
  return Buffer.concat([head, bytes])
}

/** SID (2.4.2.2): revision 1, two numbers behind the authority 5, and of these the first is that of BUILTIN. */
const identifier = struct(16, {
  revision: preset(u8(0), 1),
  count: preset(u8(1), 2),
  authority: preset(u8(7), 5),
  domain: preset(u32le(8), 32),
  account: u32le(12),
})

function serializeIdentifier(account: number): Buffer {
  return identifier.serialize({ account })
}
