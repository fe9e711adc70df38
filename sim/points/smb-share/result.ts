import type { StatusName } from '../../wire/smb/header.ts'

/** What a request comes to. */
export interface Result {
  status: StatusName
  /** Absent where the status says all. */
  body?: Buffer
  /** For people: what the client did wrong, where that is worth keeping as evidence. */
  wrong?: string
}

export function success(body: Buffer): Result {
  return { status: 'STATUS_SUCCESS', body }
}

export function failure(status: StatusName, wrong?: string): Result {
  return { status, ...(wrong !== undefined && { wrong }) }
}
