import type { Client, Hierarchy, PxeSettings } from '../model/hierarchy.ts'
import type { BootDecision, FirmwareIdentity } from '../points/pxe-service-point/answer-firmware.ts'
import {
  accountNames,
  computerAccount,
  computerIdentity,
  serviceAccount,
  type Account,
  type AccountNames,
} from '../vocabulary/computer-identity.ts'

/** The computers that the site database knows, for PXE service points, and those that the domain does. */
export interface KnownComputers {
  add(client: Client): void
  /** The accounts of the domain: those of its computers, and the Network Access Accounts of the sites. */
  accounts(): readonly Account[]
  bootDecision(computer: FirmwareIdentity, settings: PxeSettings): BootDecision
  /** All that a program has to say in order to pass for one of them. */
  told(): RunningComputer[]
  readonly networkAccessAccounts: readonly NetworkAccessAccount[]
}

/** A Network Access Account, as another program can sign in with it. As `serve --json` prints it. */
export interface NetworkAccessAccount extends Account, AccountNames {
  /** Codes of the primary sites whose clients are given it. */
  sites: readonly string[]
}

/** A computer of the hierarchy, as another program can pass for it. As `serve --json` prints it. */
export interface RunningComputer {
  /** Its client's name in the hierarchy. */
  name: string
  /** What its firmware says of itself to PXE service points. */
  hardwareAddress: string
  /** In the form of RFC 4122; clients show it to PXE service points and in messages. */
  uuid: string
  /** What its site has for it when it boots from the network; `unknown`: the site does not know it. */
  pxeBoot: Client['pxeBoot']
  /** For LDAP, web servers and shares; null for a computer that is in no domain. */
  account: (Account & AccountNames) | null
}

export function createKnownComputers({ sites, clients, domain }: Hierarchy): KnownComputers {
  const computers: Client[] = []
  const services = new Set(sites.flatMap(({ networkAccessAccount }) => networkAccessAccount ?? []))
  const networkAccessAccounts = [...services].map((name): NetworkAccessAccount => {
    const account = serviceAccount(name)
    const given = sites.filter((site) => site.kind === 'primary' && site.networkAccessAccount === name)
    return { ...account, ...accountNames(account, domain), sites: given.map(({ code }) => code) }
  })
  const accounts: Account[] = [...networkAccessAccounts]
  const inSiteDatabase = new Map<string, Client>()
  function add(client: Client): void {
    if (client.kind !== 'computer') return
    computers.push(client)
    if (client.activeDirectory) accounts.push(computerAccount(client.name))
    if (client.pxeBoot === 'unknown') return
    const { hardwareAddress, uuid } = computerIdentity(client.name)
    inSiteDatabase.set(hardwareAddress, client).set(uuid, client)
  }
  clients.forEach(add)
  return {
    add,
    accounts: () => accounts,
    // Either of them identifies a computer ("How to Import a Computer").
    bootDecision({ hardwareAddress, uuid = '' }, { unknownComputers }) {
      const client = inSiteDatabase.get(uuid) ?? inSiteDatabase.get(hardwareAddress)
      if (!client) return unknownComputers ? 'boot' : 'ignore'
      return client.pxeBoot === 'advertised' ? 'boot' : 'abort'
    },
    told: () =>
      computers.map(({ name, pxeBoot, activeDirectory }) => {
        const account = computerAccount(name)
        return {
          ...{ name, ...computerIdentity(name), pxeBoot },
          account: activeDirectory ? { ...account, ...accountNames(account, domain) } : null,
        }
      }),
    networkAccessAccounts,
  }
}
