/** What a file or directory is opened for ([MS-SMB2] 2.2.13.1). */
export const accessRights = {
  readData: 0x1,
  writeData: 0x2,
  appendData: 0x4,
  readExtendedAttributes: 0x8,
  writeExtendedAttributes: 0x10,
  execute: 0x20,
  deleteChild: 0x40,
  readAttributes: 0x80,
  writeAttributes: 0x100,
  delete: 0x10000,
  readControl: 0x20000,
  writeDacl: 0x40000,
  writeOwner: 0x80000,
  synchronize: 0x100000,
  accessSystemSecurity: 0x1000000,
  maximumAllowed: 0x2000000,
  genericAll: 0x10000000,
  genericExecute: 0x20000000,
  genericWrite: 0x40000000,
  genericRead: 0x80000000,
} as const

/** What changes nothing. */
export const readOnlyAccess =
  accessRights.readData |
  accessRights.readExtendedAttributes |
  accessRights.execute |
  accessRights.readAttributes |
  accessRights.readControl |
  accessRights.synchronize

const changing =
  accessRights.writeData |
  accessRights.appendData |
  accessRights.writeExtendedAttributes |
  accessRights.deleteChild |
  accessRights.writeAttributes |
  accessRights.delete |
  accessRights.writeDacl |
  accessRights.writeOwner |
  accessRights.accessSystemSecurity |
  accessRights.genericAll |
  accessRights.genericWrite

export function asksToChange(desiredAccess: number): boolean {
  return (desiredAccess & changing) !== 0
}
