import type * as locations from '../../../sim/wire/management-point/locations.ts'
import type {
  LocalSite,
  LocatedContent,
  LocatedSite,
  LocatedStateMigrationPoint,
  LocatedUpdateServer,
} from '../../../sim/wire/management-point/locations.ts'
import type * as lookup from '../../../sim/wire/server-locator-point/site-lookup.ts'
import type { LocatedManagementPoint as LookedUp } from '../../../sim/wire/server-locator-point/site-lookup.ts'
import { message, type Lie, type Say, type Told } from './lie.ts'
import {
  absent,
  cutShort,
  empty,
  hosts,
  leftOut,
  none,
  other,
  siteCodes,
  siteVersions,
  turnedRound,
  urls,
} from './usual-lies.ts'

// The answers of location managers and server locator points.

const module = 'sim/wire/management-point/locations.ts'

function inRecords<Located>(
  sites: readonly LocatedSite<Located>[],
  say: Say<Located>,
): LocatedSite<Located>[] {
  return sites.map((site) => ({ ...site, records: site.records.map(say) }))
}

const localities: readonly Lie<LocatedSite<never>['locality']>[] = [
  ...[other('LOCAL' as const), other('REMOTE' as const), other('FALLBACK' as const)],
  absent('SiteLocality'),
]

const contentSites: Told<typeof locations, LocatedSite<LocatedContent>> = {
  module,
  said: {
    serializeContentLocationReply: (serialize, say) => (sites) => serialize(sites.map(say)),
  },
  whole: [cutShort, absent('Sites')],
  fields: {
    siteCode: [...siteCodes, absent('SiteCode')],
    masterSiteCode: siteCodes,
    locality: localities,
    ports: { unused: 'the URL of a record has the port' },
    records: [none],
  },
}

const contents: Told<typeof locations, LocatedContent> = {
  module,
  said: {
    serializeContentLocationReply: (serialize, say) => (sites) => serialize(inRecords(sites, say)),
  },
  fields: {
    smbPath: [
      { says: 'another host', instead: (told) => told.replace(/^\\\\[^\\]+/, String.raw`\\no-such.test`) },
      {
        says: 'another share',
        instead: (told) => told.replace(/\\SMSPKG\w?\$\\/, String.raw`\NO-SUCH$\ `.trim()),
      },
      { says: 'another folder', instead: (told) => told.replace(/\\(\w+)\\$/, String.raw`\NO$1\ `.trim()) },
      empty,
      absent('SMBPath'),
    ],
    url: [...urls, leftOut],
    activeDirectorySite: [other('Elsewhere'), leftOut, absent('ADSite')],
    subnets: [{ says: 'another subnet', instead: () => ['192.0.2.0'] }, none, absent('IPSubnets')],
    serverName: { unused: 'a NetBIOS name for people; the URL and the path name the host' },
    type: [
      { says: 'the other type', instead: (told) => (told === 'BRANCH' ? 'SERVER' : 'BRANCH') },
      absent('DPType'),
    ],
    version: {
      unused: 'the client has asked for the version; field logs show the build of the server there',
    },
    ssl: [turnedRound, absent('Capabilities')],
  },
}

const localSites: Told<typeof locations, LocalSite> = {
  module,
  said: {
    serializeLocalSitesReply: (serialize, say) => (sites) => serialize(sites.map(say)),
  },
  whole: [cutShort, absent('Sites')],
  fields: {
    siteCode: [...siteCodes, absent('SiteCode')],
    masterSiteCode: siteCodes,
    locality: { unused: 'the management point says how near content is when it is asked for it' },
  },
}

const updateServerSites: Told<typeof locations, LocatedSite<LocatedUpdateServer>> = {
  module,
  said: {
    serializeUpdateServerReply: (serialize, say) => (sites) => serialize(sites.map(say)),
  },
  whole: [cutShort, absent('Sites')],
  fields: {
    siteCode: { unused: 'a client scans against the server, whatever site it is in' },
    masterSiteCode: siteCodes,
    locality: { unused: 'the reply has one server: no other is nearer' },
    ports: {
      unused: 'they are of the web site of the management point; the URL has the ports of the update server',
    },
    records: [none],
  },
}

const updateServers: Told<typeof locations, LocatedUpdateServer> = {
  module,
  said: {
    serializeUpdateServerReply: (serialize, say) => (sites) => serialize(inRecords(sites, say)),
  },
  fields: {
    url: [...urls.filter(({ says }) => says !== 'another path'), absent('WSUSURL')],
    serverName: { unused: 'a NetBIOS name for people; the URL names the host' },
    version: [other(0), absent('Version')],
  },
}

const migrationSites: Told<typeof locations, LocatedSite<LocatedStateMigrationPoint>> = {
  module,
  said: {
    serializeStateMigrationPointReply: (serialize, say) => (sites) => serialize(sites.map(say)),
  },
  whole: [cutShort, absent('Sites')],
  fields: {
    siteCode: { unused: 'the request names the site, and only its state migration points are told' },
    masterSiteCode: siteCodes,
    locality: { unused: 'user state goes to the assigned site, however near it is' },
    ports: { unused: 'the URL of a record has the port' },
    records: [none],
  },
}

const migrationPoints: Told<typeof locations, LocatedStateMigrationPoint> = {
  module,
  said: {
    serializeStateMigrationPointReply: (serialize, say) => (sites) => serialize(inRecords(sites, say)),
  },
  fields: { url: [...urls.filter(({ says }) => says !== 'another path'), absent('URL')] },
}

const lookupModule = 'sim/wire/server-locator-point/site-lookup.ts'

const assignableSites: Told<typeof lookup, { siteCode: string }> = {
  module: lookupModule,
  said: {
    serializeSiteReply: (serialize, say) => (siteCodes) =>
      serialize(siteCodes.map((siteCode) => say({ siteCode }).siteCode)),
  },
  whole: [cutShort, absent('Site')],
  fields: { siteCode: [...siteCodes, absent('Code')] },
}

const lookedUp: Told<typeof lookup, LookedUp> = {
  module: lookupModule,
  said: {
    serializeManagementPointReply: (serialize, say) => (points) => serialize(points.map(say)),
  },
  whole: [cutShort, absent('MP')],
  fields: {
    fqdn: [...hosts, absent('FQDN')],
    native: [turnedRound, absent('Capabilities')],
    assignmentSite: [...siteCodes, absent('SiteCode')],
    version: [...siteVersions, absent('Version')],
  },
}

export const locationMessages = [
  message('contentLocationSite', contentSites),
  message('contentLocation', contents),
  message('localSite', localSites),
  message('updateServerSite', updateServerSites),
  message('updateServer', updateServers),
  message('stateMigrationPointSite', migrationSites),
  message('stateMigrationPoint', migrationPoints),
  message('assignableSite', assignableSites),
  message('lookedUpManagementPoint', lookedUp),
]
