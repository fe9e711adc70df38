import { descend, xmlElement, type XmlElement } from '../xml.ts'

/** "ClientLocationInfo" of the 2007 SDK: where a client is, in each request for a location. */
export interface ClientLocation {
  activeDirectorySite?: string
  addresses: readonly { address: string; subnet?: string }[]
}

/** A client has one for each network card. */
const mostAddresses = 16

/** undefined when it is absent. */
export function readClientLocation(request: XmlElement): ClientLocation | undefined {
  const location = descend(request, 'ClientLocationInfo')
  if (!location) return undefined
  const activeDirectorySite = descend(location, 'ADSite')?.attributes.Name ?? ''
  const addresses = descend(location, 'IPAddresses')?.children ?? []
  return {
    ...(activeDirectorySite !== '' && { activeDirectorySite }),
    addresses: addresses.slice(0, mostAddresses).flatMap(({ attributes }) => {
      const { Address: address, SubnetAddress: subnet } = attributes
      return address === undefined ? [] : [{ address, ...(subnet !== undefined && { subnet }) }]
    }),
  }
}

export function writeClientLocation({ activeDirectorySite, addresses }: ClientLocation): string {
  const written = addresses.map(({ address, subnet }) =>
    xmlElement('IPAddress', { SubnetAddress: subnet, Address: address }),
  )
  return xmlElement(
    'ClientLocationInfo',
    {},
    activeDirectorySite === undefined ? '' : xmlElement('ADSite', { Name: activeDirectorySite }),
    xmlElement('IPAddresses', {}, ...written),
  )
}
