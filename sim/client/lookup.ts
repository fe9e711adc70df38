import { isIP, type LookupFunction } from 'node:net'

/** Loopback addresses only ever come out of the hierarchy's own name service: nothing is asked of the machine's. */
export function lookupBy(resolve: (fqdn: string) => string | undefined): LookupFunction {
  return (hostname, { all }, callback) => {
    const address = resolve(hostname)
    if (address === undefined) {
      const error = Object.assign(new Error(`nothing is called ${hostname}`), { code: 'ENOTFOUND' })
      callback(error, [])
    } else if (all) callback(null, [{ address, family: isIP(address) }])
    else callback(null, address, isIP(address))
  }
}
