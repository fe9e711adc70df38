import { iisStatuses } from '../codes/iis-statuses.ts'
import { entriesWhere, meaning, type Reader } from './reading.ts'

/** A status of the web server, with or without its substatus: `403`, `403.13`. */
export const iisReader: Reader = {
  read(code) {
    const means = meaning(iisStatuses, code)
    if (means === undefined) return []
    const [status = '', substatus] = code.split('.')
    const candidates = entriesWhere(
      ({ webServer, sightings, elsewhere }) =>
        (webServer?.status === Number(status) &&
          (substatus === undefined || webServer.substatus === Number(substatus))) ||
        [...sightings.map(({ client }) => client), ...(elsewhere?.client ?? [])].some(({ codes }) =>
          codes.includes(code),
        ),
    )
    return [{ kind: 'status of the web server', code, name: null, means, candidates }]
  },
  codes: () => Object.keys(iisStatuses),
}
