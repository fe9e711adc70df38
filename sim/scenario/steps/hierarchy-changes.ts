import * as z from 'zod'
import { faults, revocationListFaults, isNameFault } from '../../vocabulary/fault.ts'
import { writtenDuration, siteCode } from '../../model/schema/written-values.ts'
import { tcpProtocols } from '../../vocabulary/network.ts'
import { siteModeNames, type SiteMode } from '../../vocabulary/site-mode.ts'
import { ended, SiteModeError } from '../../errors.ts'
import { unknownClient, unknownSite, unknownSystem } from '../../model/check/unknown-names.ts'
import { happened, stepKind, unknownHost, unspokenProtocol } from './step.ts'
import { counted } from '../../vocabulary/counted.ts'

const system = z
  .string()
  .describe(
    'Name or FQDN of a site system; or crl, the point that publishes the revocation lists, dc, the domain ' +
      'controller, or ns, the DNS and WINS server.',
  )

const change: Readonly<Record<SiteMode, string>> = {
  mixed: 'goes back to mixed mode',
  native: 'goes over to native mode',
}

/** A change that the hierarchy refuses is an outcome that a step can expect; unexpected, it is a problem. */
export const setMode = stepKind({
  schema: z
    .strictObject({
      site: siteCode.describe('Code of the primary site.'),
      mode: z.enum(siteModeNames).describe('The new mode.'),
    })
    .describe('Switch a site to the other mode: to native from the top down, back from the bottom up.'),
  of: 'hierarchy',
  expects: 'outcome',
  read({ site, mode }, { path, hierarchy, expect }) {
    return (
      unknownSite(site, [...path, 'setMode', 'site'], hierarchy) ?? {
        name: `site ${site} ${change[mode]}`,
        async run(running) {
          try {
            await running.setMode(site, mode)
          } catch (error) {
            if (!(error instanceof SiteModeError)) throw error
            const refused = happened(ended(`Site ${site} did not go into ${mode} mode: ${error.message}`), {
              outcome: 'failed',
            })
            return expect.outcome === 'failed' ? refused : { ...refused, problem: error.message }
          }
          return happened(`Site ${site} went into ${mode} mode.`, { outcome: 'answered' })
        },
      }
    )
  },
})

export const breakSystem = stepKind({
  schema: z
    .strictObject({
      system,
      fault: z.enum([...faults, ...revocationListFaults]).describe('The fault.'),
      protocol: z
        .enum(tcpProtocols)
        .optional()
        .describe(
          'The protocol whose port breaks; by default the web server breaks, or every port where there is none.',
        ),
    })
    .refine(({ fault, protocol }) => protocol === undefined || !isNameFault(fault), {
      error: 'a system has one name for all its protocols',
      params: { code: 'protocol-of-a-name', remedy: 'remove protocol, or take a fault of the connection' },
    })
    .describe('Switch on a fault of a site system, instead of an earlier one.'),
  of: 'hierarchy',
  expects: 'nothing',
  read({ system: name, fault, protocol }, { path, hierarchy }) {
    const at = [...path, 'break']
    const what = protocol === undefined ? name : `${protocol.toUpperCase()} on ${name}`
    return (
      unknownHost(name, [...at, 'system'], hierarchy) ??
      (protocol && unspokenProtocol(protocol, name, [...at, 'protocol'], hierarchy)) ?? {
        name: `${what} breaks: ${fault}`,
        async run(running) {
          await running.break(name, fault, protocol)
          return happened(`${what} broke: ${fault}.`)
        },
      }
    )
  },
})

export const replace = stepKind({
  schema: z
    .strictObject({
      system,
      protocol: z
        .enum(tcpProtocols)
        .optional()
        .describe('The protocol whose port is closed; by default the web server closes, or every port.'),
    })
    .describe('Close the listeners of a site system, for a program of your own to listen in their place.'),
  of: 'hierarchy',
  expects: 'nothing',
  read({ system: name, protocol }, { path, hierarchy }) {
    const at = [...path, 'replace']
    const what = protocol === undefined ? name : `${protocol.toUpperCase()} on ${name}`
    return (
      unknownHost(name, [...at, 'system'], hierarchy) ??
      (protocol && unspokenProtocol(protocol, name, [...at, 'protocol'], hierarchy)) ?? {
        name: `${what} is replaced by another program`,
        async run(running) {
          await running.replace(name, protocol)
          return happened(`${what} was replaced by another program.`)
        },
      }
    )
  },
})

export const repair = stepKind({
  schema: z
    .strictObject({ system })
    .describe('Switch off the fault of a site system, or put its own listeners back in place.'),
  of: 'hierarchy',
  expects: 'nothing',
  read: ({ system: name }, { path, hierarchy }) =>
    unknownHost(name, [...path, 'repair', 'system'], hierarchy) ?? {
      name: `${name} is repaired`,
      async run(running) {
        await running.repair(name)
        return happened(`${name} was repaired.`)
      },
    },
})

export const revoke = stepKind({
  schema: z
    .strictObject({
      client: z.string().optional().describe('Name of the client whose certificates are revoked.'),
      system: z.string().optional().describe('Name or FQDN of the site system whose certificate is revoked.'),
      cachedLists: z
        .enum(['drop', 'keep'])
        .default('drop')
        .describe(
          'drop (default): clients and servers fetch the new list at once; keep: they keep the old list until its next update.',
        ),
    })
    .refine((holder) => (holder.client === undefined) !== (holder.system === undefined), {
      error: 'one holder of a certificate is wanted',
      params: { code: 'revoke-one-holder', remedy: 'name either a client or a system' },
    })
    .describe('Revoke a certificate and publish a new list.'),
  of: 'hierarchy',
  expects: 'nothing',
  read({ client, system: name = '', cachedLists }, { path, hierarchy }) {
    const at = [...path, 'revoke']
    const unknown =
      client === undefined
        ? unknownSystem(name, [...at, 'system'], hierarchy)
        : unknownClient(client, [...at, 'client'], hierarchy)
    const holder = client ?? name
    return (
      unknown ?? {
        name: `the certificate of ${holder} is revoked`,
        run(running) {
          running.revoke({ ...(client === undefined ? { system: name } : { client }), cachedLists })
          return happened(`The certificate of ${holder} was revoked.`)
        },
      }
    )
  },
})

export const approve = stepKind({
  schema: z
    .string()
    .describe('Name of a client that has registered: the administrator approves it at its mixed-mode site.'),
  of: 'hierarchy',
  expects: 'nothing',
  read: (name, { path, hierarchy }) =>
    unknownClient(name, [...path, 'approve'], hierarchy) ?? {
      name: `${name} is approved`,
      run(running) {
        running.approve(name)
        return happened(`${name} was approved.`)
      },
    },
})

export const advance = stepKind({
  schema: writtenDuration.describe(
    'Move the clock of the simulation ahead, by 400 d or 25 h for example. In a scenario time stands still otherwise.',
  ),
  of: 'hierarchy',
  expects: 'nothing',
  read: (milliseconds) => ({
    name: `the clock moves ahead by ${timeInWords(milliseconds)}`,
    advances: milliseconds,
    run(running) {
      running.advance(milliseconds)
      return happened(`The clock moved ahead by ${timeInWords(milliseconds)}.`)
    },
  }),
})

const timeUnits = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
] as const

/** Writes a duration as `400 days` or `90 seconds`, in the largest unit of which it is a whole number. */
function timeInWords(milliseconds: number): string {
  const [unit, size] = timeUnits.find(([, size]) => milliseconds % size === 0) ?? ['millisecond', 1]
  return counted(milliseconds / size, unit)
}
