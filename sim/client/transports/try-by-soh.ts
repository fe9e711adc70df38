import { policyServerSecret } from '../../model/policy-server.ts'
import { sendStatementOfHealth } from './statement-of-health.ts'
import { lookUp, timed, withoutSocket, withoutStatus, type Tried, type Try } from './transport.ts'

/** Has the operating system state the client's health, as a client that went by its site's policies just now. */
export async function tryBySoh({ standing, target, port }: Try): Promise<Tried> {
  const { client, assigned, surroundings } = standing
  const { sourceAddress, patience, clock } = surroundings
  const { fqdn } = target.system
  const found = lookUp(surroundings, fqdn, port)
  const now = clock.now()
  const exchange = await timed(async () => {
    if ('stage' in found) return withoutSocket(found)
    const sent = await sendStatementOfHealth(
      { ...found, sourceAddress, patience, sharedSecret: policyServerSecret },
      {
        machineName: client.name,
        configurationManager: {
          siteCode: (assigned ?? target.site).code,
          policyTimeStamp: now,
          generated: now,
          outcome: 'compliant',
        },
      },
    )
    return withoutStatus(sent)
  })
  return { url: `radius://${fqdn}:${'stage' in found ? port : found.port}`, ...exchange }
}
