import type { Attempt } from '../../evidence/attempt.ts'
import type { HttpExchange } from '../../evidence/connection.ts'

/**
 * Which of the client's components logs a request, after what each log is documented to record ("List of Log Files in
 * Configuration Manager 2007", bb892800). User state is moved by a task sequence, hence smsts.
 */
export function componentOf({ role, protocol }: Attempt, exchange?: HttpExchange): string {
  const path = exchange ? new URL(exchange.url).pathname.toLowerCase() : ''
  switch (role) {
    case 'management-point':
      if (path.startsWith('/ccm_system')) return 'CcmMessaging'
      if (path.startsWith('/sms_mp/.sms_pol')) return 'DataTransferService'
      return 'LocationServices'
    case 'domain-controller':
    case 'name-server':
    case 'server-locator-point':
      return 'LocationServices'
    case 'standard-distribution-point':
    case 'branch-distribution-point':
      if (protocol === 'smb') return 'FileBITS'
      return exchange ? 'DataTransferService' : 'ContentTransferManager'
    case 'software-update-point':
      return 'ScanAgent'
    case 'fallback-status-point':
      return 'FSPStateMessage'
    case 'state-migration-point':
    case 'pxe-service-point':
      return 'smsts'
    case 'system-health-validator-point':
      return 'Ccmsha'
    default:
      return 'CcmExec'
  }
}
