/** A hierarchy with every field that a hierarchy file may have. */
export const osloAndBergen = `$schema: ../schemas/hierarchy.schema.json
name: Oslo and Bergen
domain: contoso.test                 # FQDN of a system = its name + domain
tls: { version: "1.2", keys: ec }    # version 1.2 | 1.3; keys ec | rsa
servicePorts: { ldap: 8389, dns: 8053, wins: 8137, revocationLists: 8080 }
sites:
  - code: CEN
    mode: native
    systems:
      - { name: ss.cen, roles: [server-locator-point] }
  - code: OSL                        # required, three characters
    kind: primary                    # primary | secondary (a secondary has its parent's mode and states none)
    mode: native                     # required for a primary: mixed | native
    parent: CEN                      # absent at the central site; a native site under a mixed parent is refused
    ports: { http: 8080, https: 8443 }
    publishToActiveDirectory: true
    httpForRoaming: false            # the native site's setting, which its clients inherit
    crlChecking: true                # the native site's setting, which its clients inherit
    certificateSelection: { criteria: none, selectFirst: false }
    boundaries:
      - { subnet: 10.1.0.0/16 }
      - { range: 10.9.0.10-10.9.0.99 }
      - { ipv6Prefix: "fd00:1::/64" }
      - { activeDirectorySite: Oslo, connection: slow }        # connection: fast | slow
    systems:
      - { name: mp.osl, roles: [management-point] }
      - { name: dp1.osl, roles: [standard-distribution-point], httpTransfer: true, packages: [OSL00001] }
      - { name: dp2.osl, roles: [standard-distribution-point], packages: [OSL00001], protectedBoundaries: [ { subnet: 10.1.7.0/24 } ] }
      - { name: bdp.osl, roles: [branch-distribution-point], packages: [OSL00001] }
      - { name: sup.osl, roles: [software-update-point], ssl: true }   # ssl counts in mixed mode only; native is always HTTPS
      - name: ss.osl
        roles: [state-migration-point, fallback-status-point, server-locator-point]
        stateMigration: { quota: 64 MiB, restoreOnly: false, deletionDelay: 1 d }
        fallbackStatus: { messages: 10000, seconds: 3600 }
      - { name: rp.osl, roles: [reporting-point], ssl: true }   # its own, whatever the mode
      - { name: bad.osl, roles: [management-point], listen: { protocol: http, certificate: expired, refusal: iis, clientCertificate: ignore } }
  - { code: BGO, kind: secondary, parent: OSL }
clients:
  - name: LAPTOP-1                   # required
    kind: computer                   # computer | mobile-device
    assignedSite: OSL                # a site code, or auto
    activeDirectory: true            # in the forest, with the schema extended: global roaming
    httpForRoaming: inherit          # inherit | true | false
    serverLocatorPoint: ss.cen       # as SMSSLP= names it
    fallbackStatusPoint: ss.osl.contoso.test
    certificate: good                # a recipe's name, a list of them (several in the store), or none
    at: { address: 10.1.4.20, activeDirectorySite: Oslo }      # or { internet: true }
packages:
  - { id: OSL00001, version: 1, size: 64 KiB }
`
