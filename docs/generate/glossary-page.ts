import type { SiteMode } from '../../sim/vocabulary/site-mode.ts'
import type { SiteSystemRole } from '../../sim/vocabulary/site-system-role.ts'
import { japanese } from '../../sim/texts/japanese.ts'
import { keysOf } from '../../sim/vocabulary/keys-of.ts'
import { cell, generated, type Page } from './page.ts'

/** A term of the product's documentation. */
interface Term {
  english: string
  /** As the Japanese edition has it. */
  japanese: string
  means: string
}

const modes: Readonly<Record<SiteMode, Omit<Term, 'japanese'>>> = {
  mixed: {
    english: 'mixed mode',
    means: 'Clients of the site speak HTTP, and need no certificate.',
  },
  native: {
    english: 'native mode',
    means: 'Clients of the site speak HTTPS with mutual TLS, each with a certificate of the PKI.',
  },
}

const roles: Readonly<Record<SiteSystemRole, Omit<Term, 'japanese'>>> = {
  'management-point': {
    english: 'management point',
    means: 'Gives clients policy and content locations, and takes their reports.',
  },
  'standard-distribution-point': {
    english: 'standard distribution point',
    means: 'A server from which clients download content by BITS, HTTP or HTTPS, or by SMB.',
  },
  'branch-distribution-point': {
    english: 'branch distribution point',
    means: 'A client computer that hands content on to its neighbours, always by SMB.',
  },
  'software-update-point': {
    english: 'software update point',
    means: 'Has the catalogue of software updates (WSUS), against which clients scan.',
  },
  'state-migration-point': {
    english: 'state migration point',
    means: 'Keeps user state while the operating system of a computer is replaced.',
  },
  'fallback-status-point': {
    english: 'fallback status point',
    means: 'Takes messages of clients that reach no management point, by HTTP in both modes.',
  },
  'server-locator-point': {
    english: 'server locator point',
    means: 'Names sites and management points to clients that cannot ask Active Directory.',
  },
  'pxe-service-point': {
    english: 'PXE service point',
    means: 'Boots computers over the network to install an operating system.',
  },
  'system-health-validator-point': {
    english: 'System Health Validator point',
    means: 'Judges statements of health that a Network Policy Server passes on.',
  },
  'reporting-point': {
    english: 'reporting point',
    means: 'Shows reports in a browser, by HTTP or HTTPS whatever the site mode.',
  },
}

/** The other terms, under the name that files and JSON give them; none where a file has no field for it. */
const others: readonly (Term & { id?: string })[] = [
  {
    english: 'site mode',
    japanese: 'サイト モード',
    id: 'mode',
    means: 'Mixed or native: how clients speak to the systems of a site.',
  },
  {
    english: 'site system',
    japanese: 'サイト システム',
    id: 'systems',
    means: 'A server or share that gives a site one or more roles.',
  },
  {
    english: 'assigned site',
    japanese: '割り当て済みサイト',
    id: 'assignedSite',
    means: 'The primary site that manages a client, wherever the client is.',
  },
  {
    english: 'roaming',
    japanese: 'ローミング',
    means: 'Being outside the boundaries of the assigned site.',
  },
  {
    english: 'resident management point',
    japanese: '常駐管理ポイント',
    id: 'relation: resident',
    means: 'The management point of the site whose boundaries hold the client now.',
  },
  {
    english: 'HTTP communication for roaming and site assignment',
    japanese: 'ローミングとサイト割り当てのための HTTP 通信',
    id: 'httpForRoaming',
    means:
      'The option by which a native-mode client may speak HTTP to mixed-mode sites and server locator points.',
  },
  {
    english: 'default management point',
    japanese: '既定の管理ポイント',
    means: 'The one of several in a site that clients are told to use.',
  },
  {
    english: 'proxy management point',
    japanese: 'プロキシ管理ポイント',
    means:
      'The management point of a secondary site, which spares clients there the way to their primary site.',
  },
  {
    english: 'boundary',
    japanese: '境界',
    id: 'boundaries',
    means: 'A subnet, range, prefix or Active Directory site whose clients belong to a site.',
  },
  {
    english: 'advertisement',
    japanese: '提供情報',
    means: 'Offers a program of a package to clients, and says where its content may come from.',
  },
  {
    english: 'package',
    japanese: 'パッケージ',
    id: 'packages',
    means: 'Content that distribution points hold for clients.',
  },
  {
    english: 'certificate revocation list',
    japanese: '証明書失効リスト',
    id: 'crlChecking',
    means: 'The published list of certificates that their authority has revoked.',
  },
]

/** The terms of the product in English and Japanese, with the ids that files and JSON use. */
export function glossaryPage(): Page {
  const ofModes = keysOf(modes).map((id) => row({ ...modes[id], japanese: japanese.modes[id] }, id))
  const ofRoles = keysOf(roles).map((id) => row({ ...roles[id], japanese: japanese.role(id) }, id))
  return {
    path: 'glossary.md',
    text: `${generated}
# Glossary / 用語集

The words of the product's documentation, in English and Japanese, and the names by which files, options and JSON call them.

製品の文書で使われている用語の英語と日本語の対応、およびファイル、オプション、JSON での名前です。

## Site modes / サイト モード

${table(ofModes)}

## Site system roles / サイト システムの役割

${table(ofRoles)}

## Other terms / その他の用語

${table(others.map((term) => row(term, term.id)))}
`,
  }
}

function table(rows: readonly string[]): string {
  return ['| English | 日本語 | id | means |', '| --- | --- | --- | --- |', ...rows].join('\n')
}

function row({ english, japanese, means }: Term, id?: string): string {
  return `| ${cell(english)} | ${cell(japanese)} | ${id === undefined ? '' : `\`${id}\``} | ${cell(means)} |`
}
