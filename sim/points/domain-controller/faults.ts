import type { FaultOf } from '../../vocabulary/fault.ts'
import { operations, type resultCodes } from '../../wire/ldap/message.ts'

/** The request that each fault refuses, whoever sends it, and how. */
const refusals: Readonly<
  Record<
    FaultOf<'LDAP'>,
    { operation: keyof typeof operations; code: keyof typeof resultCodes; message: string }
  >
> = {
  'bind-refused': {
    operation: 'bindRequest',
    code: 'invalidCredentials',
    message: 'the directory does not accept the credentials of the client',
  },
  // An Active Directory lets anybody bind, and refuses the search (dSHeuristics, [MS-ADTS] 6.1.1.2.4.1.2).
  'search-refused': {
    operation: 'searchRequest',
    code: 'operationsError',
    message: 'a successful bind must be completed on the connection before this operation',
  },
  'container-missing': {
    operation: 'searchRequest',
    code: 'noSuchObject',
    message: 'there is no entry of this name',
  },
  'directory-busy': {
    operation: 'searchRequest',
    code: 'busy',
    message: 'the directory is too busy to answer',
  },
}

/** The result of a request under a fault; undefined where the fault lets it pass. */
export function refusalBy(
  fault: FaultOf<'LDAP'>,
  operation: number,
): { code: keyof typeof resultCodes; message: string } | undefined {
  const refusal = refusals[fault]
  return operations[refusal.operation] === operation ? refusal : undefined
}
