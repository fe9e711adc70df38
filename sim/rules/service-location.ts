import type { Rule } from './rule.ts'

/** "Configuration Manager and Service Location", in short. */
export const activeDirectoryFirst: Rule = {
  id: 'service-location/active-directory-first',
  sentence:
    'Clients look for their site and its management point in Active Directory first; there they find only sites that ' +
    'publish to it.',
}

export const serverLocatorPointAfterwards: Rule = {
  id: 'service-location/server-locator-point-afterwards',
  sentence:
    'A client that finds nothing in Active Directory asks the server locator point that it was told of.',
}

/** "Overview of Internet-Based Client Management", in short. */
export const directlyOnTheInternet: Rule = {
  id: 'service-location/directly-on-the-internet',
  sentence:
    'A client on the Internet asks neither Active Directory nor a server locator point: it was told its site and the ' +
    'Internet-based management point when it was installed.',
}
