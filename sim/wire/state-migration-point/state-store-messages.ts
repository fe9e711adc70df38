import { readXml, xmlElement } from '../xml.ts'

/** Not documented; our choice: no public source describes a state migration point's path or messages. */
export const stateMigrationPointDirectory = '/SMSSMP'
export const stateStorePath = '/SMSSMP/smp.dll'

/** Asks which user state is stored for a computer. */
export function stateStoreQuery(computer: string): string {
  return xmlElement('StateStoreRequest', { Action: 'Query', Computer: computer })
}

/** The computer that a query asks about; undefined when it is no query. */
export function queriedComputer(body: string): string | undefined {
  const { Action, Computer } = readXml(body)?.attributes ?? {}
  return Action === 'Query' ? Computer : undefined
}

export function stateStoreReply(siteCode: string, computer: string): string {
  return xmlElement('StateStoreReply', { SiteCode: siteCode, Computer: computer, Stores: 0 })
}
