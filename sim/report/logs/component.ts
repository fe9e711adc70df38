import type { Attempt } from '../../evidence/attempt.ts'
import type { HttpExchange } from '../../evidence/recording/http-exchange.ts'
import type { SiteSystemRole } from '../../vocabulary/site-system-role.ts'

/** The component's name, or how it follows from the attempt and from the request, where there was one by HTTP. */
type Component = string | ((attempt: Pick<Attempt, 'protocol'>, exchange?: HttpExchange) => string)

/** Besides site systems, the hosts that clients look things up at. */
type LookupRole = 'domain-controller' | 'name-server'

const components: Readonly<Record<SiteSystemRole | LookupRole, Component>> = {
  'management-point'(_attempt, exchange) {
    const path = exchange ? new URL(exchange.url).pathname.toLowerCase() : ''
    if (path.startsWith('/ccm_system')) return 'CcmMessaging'
    return path.startsWith('/sms_mp/.sms_pol') ? 'DataTransferService' : 'LocationServices'
  },
  'standard-distribution-point': transferring,
  'branch-distribution-point': transferring,
  'software-update-point': 'ScanAgent',
  // User state is moved by a task sequence.
  'state-migration-point': 'smsts',
  'fallback-status-point': 'FSPStateMessage',
  'server-locator-point': 'LocationServices',
  'pxe-service-point': 'smsts',
  'system-health-validator-point': 'Ccmsha',
  'reporting-point': 'CcmExec',
  'domain-controller': 'LocationServices',
  'name-server': 'LocationServices',
}

function transferring({ protocol }: Pick<Attempt, 'protocol'>, exchange?: HttpExchange): string {
  if (protocol === 'smb') return 'FileBITS'
  return exchange ? 'DataTransferService' : 'ContentTransferManager'
}

/**
 * Which of the client's components logs a request, after what each log is documented to record ("List of Log Files in
 * Configuration Manager 2007", bb892800). A recording may name a role that this version does not know.
 */
export function componentOf(attempt: Attempt, exchange?: HttpExchange): string {
  const component = isKnown(attempt.role) ? components[attempt.role] : 'CcmExec'
  return typeof component === 'string' ? component : component(attempt, exchange)
}

function isKnown(role: string): role is keyof typeof components {
  return Object.hasOwn(components, role)
}
