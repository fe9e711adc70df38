import { sitesBelow } from '../../model/sites.ts'
import { createHash } from 'node:crypto'
import { roleInWords } from '../../vocabulary/site-system-role.ts'
import type { ReportIndexEntry, ReportTable } from '../../wire/reporting-point/report-page.ts'
import { installingSucceeded } from '../../wire/software-update-point/report-event-batch.ts'
import { stateMessageTopics } from '../../wire/state-message.ts'
import { createFallbackStatusRecords } from '../fallback-status-point/fallback-status-point.ts'
import { createRegisteredClients, createStateMessages } from '../site-database.ts'
import { createUploads } from '../management-point/uploads.ts'
import { registeredComputers } from '../software-update-point/registered-computers.ts'
import { reportedEvents } from '../software-update-point/reporting-web-service.ts'
import { createStateStores } from '../state-migration-point/state-store-folder.ts'
import type { RequestContext } from '../web-server/virtual-directory.ts'

/** A report of a reporting point. */
export interface Report extends ReportIndexEntry {
  columns: ReportTable['columns']
  rows(context: RequestContext): ReportTable['rows']
}

/** `2007-08-22 09:30:00 UTC`. */
function momentInWords(moment: Date): string {
  return `${moment.toISOString().slice(0, 19).replace('T', ' ')} UTC`
}

const sites: Report = {
  id: 1,
  name: 'Sites',
  about: 'The site and the sites below it.',
  columns: ['Site code', 'Kind', 'Mode', 'Parent'],
  // Child sites send their data up to a site's database ("Reporting in Configuration Manager").
  rows: ({ hierarchy, site }) =>
    sitesBelow(hierarchy, site).map(({ code, kind, mode, parent }) => [code, kind, mode, parent ?? '-']),
}

const siteSystems: Report = {
  id: 2,
  name: 'Site systems',
  about: 'The site systems of the site and of the sites below it, with their roles.',
  columns: ['Site system', 'Site code', 'Roles'],
  rows: ({ hierarchy, site }) =>
    sitesBelow(hierarchy, site).flatMap(({ code, systems }) =>
      systems.map(({ fqdn, roles }) => [fqdn, code, roles.map(roleInWords).join(', ')]),
    ),
}

const stateMessages: Report = {
  id: 3,
  name: 'State messages',
  about: 'The state messages that have reached the site, the latest first.',
  columns: ['Received', 'Computer', 'Topic', 'State', 'Serial number', 'Taken by', 'Details'],
  rows: ({ database, now }) =>
    database
      .table(createStateMessages)
      .all.filter(({ receivedAt }) => receivedAt <= now())
      .toReversed()
      .map(({ receivedAt, receivedBy, machine, topic, state, serialNumber, details = '' }) => [
        momentInWords(receivedAt),
        machine.netBiosName,
        topicInWords(topic.type),
        String(state.id),
        String(serialNumber),
        receivedBy,
        details,
      ]),
}

function topicInWords(type: number): string {
  const name = stateMessageTopics[type]
  return name === undefined ? String(type) : `${type} ${name}`
}

const fallbackStatusPoints: Report = {
  id: 4,
  name: 'Fallback status points',
  about: 'What the fallback status points of the site have taken, and what they hold back for now.',
  columns: ['Site system', 'State messages', 'Held back', 'Unreadable requests'],
  rows: ({ site, database, now }) => {
    const waiting = database.table(createStateMessages).all.filter(({ receivedAt }) => receivedAt > now())
    return site.systems
      .filter(({ roles }) => roles.includes('fallback-status-point'))
      .map((system) => {
        const { received, unreadable } = database.table(createFallbackStatusRecords).of(system)
        const heldBack = waiting.filter(({ receivedBy }) => receivedBy === system.fqdn).length
        return [system.fqdn, String(received), String(heldBack), String(unreadable)]
      })
  },
}

const stateStores: Report = {
  id: 5,
  name: 'User state',
  about: 'The state stores on the state migration points of the site.',
  columns: ['Source computer', 'Destination computer', 'Site system', 'State', 'Bytes', 'Deleted on'],
  rows: ({ site, database, now }) =>
    site.systems
      .filter(({ roles }) => roles.includes('state-migration-point'))
      .flatMap((system) => {
        const folder = database.table(createStateStores).folderOf(system)
        folder.expire(now())
        return folder.stores.map(({ source, destination, state, size, deleteAt }) => [
          source,
          destination,
          system.fqdn,
          state,
          String(size),
          deleteAt ? momentInWords(deleteAt) : '-',
        ])
      }),
}

const registeredClients: Report = {
  id: 6,
  name: 'Registered clients',
  about: 'The clients that have registered at a management point of the site.',
  columns: ['Computer', 'SMS ID', 'Agent version', 'Registered'],
  rows: ({ database }) =>
    database
      .table(createRegisteredClients)
      .all.map(({ netBiosName, smsId, agentVersion, registeredAt }) => [
        netBiosName,
        smsId,
        agentVersion,
        momentInWords(registeredAt),
      ]),
}

const uploads: Report = {
  id: 7,
  name: 'Uploads',
  about: 'What clients have uploaded to management points of the site by BITS, the latest first.',
  columns: ['File', 'Bytes', 'SHA-256', 'Received', 'Management point'],
  rows: ({ database }) =>
    database
      .table(createUploads)
      .finished.toReversed()
      .map(({ name, bytes, receivedAt, receivedBy }) => [
        name,
        String(bytes.length),
        createHash('sha256').update(bytes).digest('hex'),
        momentInWords(receivedAt),
        receivedBy,
      ]),
}

const installedUpdates: Report = {
  id: 8,
  name: 'Installed updates',
  about:
    'The installations of software updates that clients have reported to software update points, the latest first.',
  columns: ['Computer', 'Unique ID', 'Installed'],
  rows: (context) =>
    reportedEvents(context)
      .filter(({ eventId }) => eventId === installingSucceeded)
      .toReversed()
      .map(({ clientId, updateId, at }) => [
        registeredComputers(context).get(clientId)?.dnsName ?? clientId,
        updateId,
        momentInWords(at),
      ]),
}

/** All reports, each with its own number for links. */
export const reports: readonly Report[] = [
  sites,
  siteSystems,
  stateMessages,
  fallbackStatusPoints,
  stateStores,
  registeredClients,
  uploads,
  installedUpdates,
]
