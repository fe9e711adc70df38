import * as z from 'zod'
import type { StatedPorts } from '../hierarchy.ts'

const writtenPorts = z.record(z.string(), z.int().optional()).default({})

/** As much of a hierarchy file as states ports, before anything is filled in. */
const fileWithPorts = z.object({
  servicePorts: writtenPorts,
  sites: z.array(
    z.object({ ports: writtenPorts, softwareUpdatePorts: writtenPorts, otherPorts: writtenPorts }),
  ),
})

/** The ports that a valid hierarchy file states. */
export function statedPorts(written: unknown): StatedPorts {
  const { servicePorts, sites } = fileWithPorts.parse(written)
  return {
    services: numbersIn(servicePorts),
    sites: sites.flatMap(({ ports, softwareUpdatePorts, otherPorts }) =>
      [ports, softwareUpdatePorts, otherPorts].flatMap(numbersIn),
    ),
  }
}

function numbersIn(ports: z.output<typeof writtenPorts>): number[] {
  return Object.values(ports).filter((port) => port !== undefined)
}
