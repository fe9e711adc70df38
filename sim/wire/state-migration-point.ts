import { escapeXml, xmlAttribute } from './xml.ts'

/** Not documented; our choice: no public source describes a state migration point's path or messages. */
export const stateMigrationPointDirectory = '/SMSSMP'
export const stateStorePath = '/SMSSMP/smp.dll'

/** Asks which user state is stored for a computer. */
export function stateStoreQuery(computer: string): string {
  return `<StateStoreRequest Action="Query" Computer="${escapeXml(computer)}"/>`
}

/** The computer that a query asks about; undefined when it is no query. */
export function queriedComputer(body: string): string | undefined {
  return xmlAttribute(body, 'Action') === 'Query' ? xmlAttribute(body, 'Computer') : undefined
}

export function stateStoreReply(siteCode: string, computer: string): string {
  return `<StateStoreReply SiteCode="${siteCode}" Computer="${escapeXml(computer)}" Stores="0"/>`
}
