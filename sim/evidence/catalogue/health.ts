import type { CatalogueEntry, Chapter } from '../catalogue-entry.ts'
import { reportedByNothing } from './client-report.ts'

const reportedByPolicyServer = {
  ...reportedByNothing,
  reference: 'RFC 2865, Remote Authentication Dial In User Service',
  confidence: 'inferred',
} satisfies Partial<CatalogueEntry>

/**
 * Failures of a statement of health on its way to the policy server that has the system health validator point. A statement
 * that is judged is answered, whatever the verdict.
 */
export const health = {
  'policy-server-silent': {
    title: 'the policy server does not answer the statement of health',
    happens:
      'The statement goes to the Network Policy Server by RADIUS, again and again, and nothing comes back: the ' +
      'service hangs, or a firewall drops UDP 1812.',
    frequency: 'occasional',
    party: 'site system',
    remedy:
      'Start the Network Policy Server again, and let UDP 1812 through between it and the server that ' +
      'enforces access.',
    look:
      "Read the Network Policy Server's events at this time: if it has none of this client, the request did " +
      'not arrive, or came from a server that it does not know.',
    sightings: [
      { client: { stage: 'soh', codes: ['ETIMEDOUT'] }, server: { stage: 'soh', codes: ['SENT_NOTHING'] } },
      { client: { stage: 'soh', codes: ['ETIMEDOUT'] }, server: null },
    ],
    suspicion: ({ received }) => (received > 0 ? 'unlikely' : undefined),
    ...reportedByPolicyServer,
    provocation: { protocol: 'soh', fault: 'silent' },
  },
  'secret-not-shared': {
    title: 'the policy server and the enforcing server do not have the same RADIUS secret',
    happens:
      'Every request is signed with a secret that both servers share. One that is signed with another is ' +
      'discarded without a word, as RADIUS demands; an answer that is signed with another is passed over at ' +
      'the other end.',
    frequency: 'frequent',
    party: 'site system',
    remedy:
      'Enter the same shared secret at the Network Policy Server (RADIUS Clients) and at the server that ' +
      'enforces access.',
    look:
      'Look in the System log of the Network Policy Server for event 18: "a message that contains a ' +
      'Message-Authenticator that is not valid".',
    sightings: [
      {
        client: { stage: 'soh', codes: ['ETIMEDOUT'] },
        server: { stage: 'soh', codes: ['RADIUS_NOT_AUTHENTIC'] },
      },
      { client: { stage: 'soh', codes: ['RADIUS_NOT_AUTHENTIC'] }, server: null },
    ],
    suspicion: ({ received }) => (received > 0 ? 'likely' : undefined),
    ...reportedByPolicyServer,
    provocation: { protocol: 'soh', fault: 'secret-not-shared' },
  },
  'statement-refused': {
    title: 'the policy server refuses the client access',
    happens:
      'The answer is an Access-Reject: no connection request policy or network policy admits the client, or its ' +
      'request carries no statement of health that can be read. A client that is judged not compliant is ' +
      'admitted to a restricted network instead.',
    frequency: 'occasional',
    party: 'site system',
    remedy:
      'Write a network policy for health checks of compliant and one of non-compliant clients, and put both ' +
      'above the policies that refuse.',
    look:
      'Read the event of the refusal in the Security log of the Network Policy Server (6273): it names the ' +
      'policy and the reason.',
    sightings: [
      {
        client: { stage: 'soh', codes: ['ACCESS_REJECT'] },
        server: { stage: 'soh', codes: ['SOH_REFUSED', 'SOH_MISSING', 'SOH_MALFORMED'] },
      },
    ],
    ...reportedByPolicyServer,
    provocation: { protocol: 'soh', fault: 'statement-refused' },
  },
  'statement-not-validated': {
    title: 'no system health validator of Configuration Manager has read the statement',
    happens:
      'The policy server admits the client, and its answer has no response to the statement of health: the ' +
      'system health validator point is not installed on it, or no health policy uses its validator.',
    frequency: 'occasional',
    party: 'site',
    remedy:
      'Install the system health validator point on every Network Policy Server, and use the Configuration ' +
      'Manager validator in its health policies.',
    look: 'Look for the Configuration Manager System Health Validator in the console of the Network Policy Server.',
    sightings: [
      {
        client: { stage: 'soh', codes: ['SOH_RESPONSE_MALFORMED'] },
        server: { stage: 'soh', codes: ['SOH_NOT_VALIDATED'] },
      },
    ],
    ...reportedByPolicyServer,
    provocation: { protocol: 'soh', fault: 'statement-not-validated' },
  },
} satisfies Chapter
