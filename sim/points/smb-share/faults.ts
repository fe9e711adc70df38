import type { FaultOf } from '../../vocabulary/fault.ts'
import { commands, type StatusName } from '../../wire/smb/header.ts'
import { failure, type Result } from './session.ts'

/** The request that each fault refuses, whoever sends it, and how. */
const refusals: Readonly<
  Record<FaultOf<'SMB'>, { command: keyof typeof commands; status: StatusName; message: string }>
> = {
  'dialect-not-shared': {
    command: 'negotiate',
    status: 'STATUS_NOT_SUPPORTED',
    message: 'none of the dialects that the client offers is switched on',
  },
  'sign-in-refused': {
    command: 'sessionSetup',
    status: 'STATUS_LOGON_FAILURE',
    message: 'the client may not sign in',
  },
  'connections-exhausted': {
    command: 'sessionSetup',
    status: 'STATUS_REQUEST_NOT_ACCEPTED',
    message: 'as many clients are connected as the system admits',
  },
  'share-missing': {
    command: 'treeConnect',
    status: 'STATUS_BAD_NETWORK_NAME',
    message: 'the share does not exist',
  },
  'access-denied': {
    command: 'create',
    status: 'STATUS_ACCESS_DENIED',
    message: 'the account of the client may not read here',
  },
  'file-missing': {
    command: 'create',
    status: 'STATUS_OBJECT_NAME_NOT_FOUND',
    message: 'there is no such file or directory in the share',
  },
}

/** The response to a request under a fault; undefined where the fault lets it pass. */
export function refusalBy(fault: FaultOf<'SMB'>, command: number): Result | undefined {
  const refusal = refusals[fault]
  return commands[refusal.command] === command ? failure(refusal.status, refusal.message) : undefined
}
