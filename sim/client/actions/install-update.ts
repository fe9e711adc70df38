import { filesFromDistributionPoints, offeredForInstallation } from '../../rules/software-updates.ts'
import { updateIdentityOf, type UpdateIdentity } from '../../wire/software-update-point/updates.ts'
import { reportInstalled } from '../conversations/scan-for-updates.ts'
import { byProtocol, reasonOf, type ActionContext, type Ending } from './action.ts'
import type { Content } from './find-content.ts'
import { download, type ContentData } from './get-content.ts'
import { findDefaultManagementPoint } from './management-points.ts'
import { updateEnforcement, updateInstalled } from './report-state.ts'
import { scanOnce, type Scanned } from './scan-for-updates.ts'
import { sendState } from './send-state.ts'

/** Installs an update that is deployed to the client: scans, downloads its files, installs them, and reports that. */
export async function installUpdate(action: ActionContext, update: Content): Promise<Ending<ContentData>> {
  const scanned = await scanOnce(action)
  if ('ending' in scanned) return scanned.ending
  const identity = { UpdateID: update.id, RevisionNumber: update.version }
  if (!isOffered(scanned, identity)) {
    action.tell(
      `does not install ${update.id}, which is not offered for installation`,
      offeredForInstallation,
    )
    return { outcome: 'withheld', rule: offeredForInstallation }
  }
  if (action.state.installed.has(update.id)) {
    action.tell(`has installed ${update.id} already`, null)
    return { outcome: 'answered', rule: null, attempt: scanned.attempt }
  }
  const own = await findDefaultManagementPoint(action)
  if ('outcome' in own) return own
  const downloaded = await download(action, update, own)
  if (downloaded.outcome !== 'answered') return downloaded
  action.state.installed.add(update.id)
  action.tell(`installs ${update.id}`, filesFromDistributionPoints)
  const unheard = await reportInstallation(action, scanned, identity)
  return unheard ?? downloaded
}

function isOffered({ scan }: Scanned, { UpdateID, RevisionNumber }: UpdateIdentity): boolean {
  return scan.updates.some((offered) => {
    const identity = updateIdentityOf(offered)
    const isThis = identity?.UpdateID === UpdateID && identity.RevisionNumber === RevisionNumber
    return isThis && offered.Deployment?.Action === 'Install'
  })
}

/** Reports to the management point and to the software update point; otherwise returns how that failed. */
async function reportInstallation(
  action: ActionContext,
  { server, computer, scan }: Scanned,
  update: UpdateIdentity,
): Promise<Ending | undefined> {
  const state = { topic: updateEnforcement, id: updateInstalled, item: update.UpdateID }
  const sent = await sendState(action, state)
  if (sent.outcome !== 'answered') return sent
  const report = reportInstalled(computer, scan.cookie, update, server.path)
  const { attempt } = await action.converse(server, report)
  const how = byProtocol(attempt)
  const reported = attempt.outcome === 'answered'
  action.tell(
    reported
      ? `reported the installation to ${server.fqdn} ${how}`
      : `could not report the installation to ${server.fqdn} ${how}: ${reasonOf(attempt)}`,
    null,
    attempt,
  )
  return reported ? undefined : { outcome: attempt.outcome, rule: null, attempt }
}
