/**
 * Every code of a problem in an input, with what it says. The codes are stable: programs and files name them. `npm run docs`
 * makes a section of docs/findings.md of each.
 */
export const findingChapters = {
  'Reading a file': {
    'damaged-file': 'The recording is cut short or was altered.',
    'empty-file': 'The file holds nothing.',
    'file-exists': 'A file of this name is there already, and none is written over.',
    'file-not-found': 'There is no file, or no folder, at this path.',
    'file-too-large': 'The file is longer than any file of its kind needs to be.',
    'no-folder': 'The command leaves files behind and was told no folder for them.',
    'no-permission': 'The operating system refuses to let this user read the file.',
    'not-a-file': 'The name leads to a directory, a device, a pipe or a socket.',
    'not-a-folder': 'The name leads to a file, and a folder is wanted.',
    'not-text': 'The file is not text in UTF-8.',
    'standard-input-again': 'Standard input can be read once, and the command needs it again.',
    'unreadable-file': 'The operating system cannot read the file.',
    'utf-16': 'The file is text in UTF-16, as some editors for Windows save it; only UTF-8 is read.',
    unreadable: 'The file of a certificate or key cannot be read.',
  },
  'YAML and TypeScript': {
    'duplicate-key': 'A field is written twice in one place.',
    'module-failed': 'The module cannot be compiled, or throws an error.',
    'no-default-export': 'The module has no default export, which would be what it describes.',
    'not-yaml': 'The text breaks the rules of YAML, or is nested too deeply.',
    'several-documents': 'The file holds several YAML documents, and one is read.',
  },
  'Fields and values': {
    'boundary-kind': 'A boundary states none, or several, of the four kinds of boundary.',
    'client-and-clients': 'One client and several clients are named in the same place.',
    'clock-behind-and-ahead': 'The clock of a client is said to be both behind and ahead.',
    'internet-with-intranet': 'A place is on the Internet and has an address of the intranet.',
    malformed: 'The text of the value does not have the form of such values.',
    'misbehaviour-answers-twice':
      'A scripted misbehaviour has two of answer, error, fault and unusual, each of which is an answer.',
    'misbehaviour-of-whom': 'A scripted misbehaviour names neither a system nor a role, or both.',
    'misbehaviour-out-of-place':
      'A scripted misbehaviour names something that the requests or the answers of its protocol do not have.',
    'misbehaviour-without-deed': 'A scripted misbehaviour does nothing.',
    'missing-field': 'A field that has no default is left out.',
    'not-allowed': 'The value is none of those that the field takes.',
    'out-of-range': 'The value is smaller or larger than the field takes.',
    'same-port': 'Two services of one host would share a port.',
    'site-with-place': 'A place names a site and an address at once.',
    'threshold-of-nothing': 'A threshold of a fleet names neither an outcome nor a diagnosis.',
    'unknown-field': 'No field has this name here.',
    'wrong-type': 'The value is text where a list is wanted, a list where fields are wanted, and so on.',
  },
  'Kinds of files': {
    'not-a-fleet': 'The file describes something other than a fleet.',
    'not-a-hierarchy': 'The file describes a scenario or a fleet, and a hierarchy is wanted.',
    'not-a-scenario': 'The file describes something other than a scenario.',
  },
  Sites: {
    'approval-in-native-site': { acceptable: 'Approval of clients is a setting of mixed mode.' },
    'duplicate-site-code': 'Two sites have the same code.',
    'native-setting-in-mixed-site': { acceptable: 'A setting of native mode has no effect in a mixed site.' },
    'native-under-mixed': 'A native site cannot have a mixed parent.',
    'parent-is-secondary': 'A secondary site cannot be the parent of another site.',
    'port-with-two-protocols': 'Two protocols would share a port on the same host.',
    'primary-without-mode': 'A primary site states no mode.',
    'publishing-without-schema': {
      acceptable: 'A site cannot publish while the schema of Active Directory is not extended.',
    },
    'reserved-site-code': { acceptable: 'The site code is a name that Windows reserves.' },
    'secondary-with-mode': 'A secondary site has the mode of its parent and cannot state its own.',
    'secondary-with-setting': 'A secondary site has the settings of its parent.',
    'secondary-without-parent': 'A secondary site names no parent.',
    'several-central-sites': {
      acceptable: 'Several sites have no parent; a hierarchy has one central site.',
    },
    'site-cycle': 'A site is its own ancestor.',
    'site-without-boundaries': 'A client is placed in a site that has no boundaries.',
    'unknown-parent': 'No site has the code that is named as the parent.',
    'unreadable-criteria': 'The criteria for the selection of certificates cannot be parsed.',
  },
  Boundaries: {
    'active-directory-site-unknown': {
      acceptable: 'A client outside the forest does not know its Active Directory site.',
    },
    'bits-beyond-mask': {
      acceptable:
        'A subnet or prefix has bits beyond its mask: 10.1.2.3/16 is read as 10.1.0.0/16, and perhaps another mask was meant.',
    },
    'duplicate-boundary': { acceptable: 'A site has the same boundary twice.' },
    'overlapping-boundaries': {
      acceptable: 'Boundaries of two sites overlap, which the product does not support.',
    },
    'supernet-boundary': { acceptable: 'A boundary is a supernet, which the product does not support.' },
  },
  'Site systems and roles': {
    'branch-without-source': {
      acceptable: 'A branch distribution point has no standard one to take content from.',
    },
    'on-demand-without-protection': {
      acceptable: 'On-demand distribution fails where the branch distribution point is not protected.',
    },
    'on-demand-without-source': {
      acceptable: 'No standard distribution point has the package that is wanted on demand.',
    },
    'packages-without-distribution-point': 'Packages are listed on a system that is no distribution point.',
    'repeated-role': { acceptable: 'A system lists the same role twice.' },
    'setting-without-effect': { acceptable: 'None of the roles of the system uses this setting.' },
    'system-without-role': 'A system is named for a role that it does not have.',
    'update-in-other-package': 'An update is in a package that is not for updates.',
  },
  Clients: {
    'assigned-to-secondary': 'A client is assigned to a secondary site, which has no clients.',
    'contradictory-installation': {
      acceptable: 'The installation properties of a client contradict one another.',
    },
    'installed-otherwise': 'The installation line and a field of the client say different things.',
    'no-account-to-sign-in': {
      acceptable: 'No distribution point of the site lets in a client without an account.',
    },
    'no-certificate-for-native-site': { acceptable: 'A client of a native site has no certificate.' },
    'property-of-the-site': {
      acceptable: 'An installation property is one that has to be set for the whole site here.',
    },
    'repeated-visit': { acceptable: 'A group visits the same site twice.' },
    'table-without-file': 'A table of clients is named by a hierarchy that is not in a file.',
    'unknown-property': { acceptable: 'CCMSetup documents no such property.' },
  },
  Names: {
    'client-named-as-system': 'A client and a site system have the same name.',
    'duplicate-client': { acceptable: 'Two clients have the same name.' },
    'duplicate-group': 'Two groups have the same name.',
    'duplicate-misbehaviour': 'Two scripted misbehaviours have the same name.',
    'duplicate-package': 'Two packages have the same id.',
    'duplicate-system': 'Two site systems have the same name.',
    'duplicate-update': 'Two updates have the same id.',
    'fqdn-too-long': 'With its domain, the name is longer than DNS takes.',
    'named-as-member': 'The name is that of a client of a group.',
    'reserved-name': 'The name is that of a host which every hierarchy has.',
    'too-many-clients': 'More clients are listed than one machine has addresses for.',
    'too-many-site-systems': 'More site systems are described than one machine has addresses for.',
    'unknown-client': 'The hierarchy has no such client.',
    'unknown-diagnosis': 'The failure catalogue has no such entry.',
    'unknown-group': 'The hierarchy has no such group.',
    'unknown-misbehaviour':
      'A step ends a misbehaviour that neither the hierarchy nor an earlier step has begun.',
    'unknown-package': 'The hierarchy has no such package.',
    'unknown-rule': 'No client goes by such a rule.',
    'unknown-site': { acceptable: 'The hierarchy has no such site.' },
    'unknown-system': 'The hierarchy has no such site system.',
    'unknown-update': 'The hierarchy has no such update.',
    'unknown-visit': 'The group does not visit this site.',
  },
  'Advice on hierarchies': {
    'accepted-in-vain': 'The hierarchy accepts a warning that nothing in it brings about.',
    'assignment-without-boundary': {
      acceptable:
        'A client is assigned automatically, and no boundary that it can use holds it: it is assigned to no site and is not managed.',
    },
    'client-outside-boundaries': {
      acceptable:
        'A client is in the boundaries of no site: it takes content from its assigned site alone, as over a slow connection.',
    },
    'content-too-far-away': {
      acceptable:
        'A client gets nothing: the content is far away, or on a distribution point nearby that the client may not use, and by default an advertisement or deployment does not let it be downloaded from afar.',
    },
    'no-fallback-status-point': {
      acceptable:
        'A native site with clients has no fallback status point, and no client names one: clients that fail before they reach a management point are never heard of.',
    },
    'no-management-point': {
      acceptable: 'A site has clients, and neither a management point nor any way to manage them.',
    },
    'no-way-to-management-point': {
      acceptable:
        'A client reads no Active Directory, and has no other way to find the management point of its site: DNS, WINS, a server locator point or a named management point.',
    },
    'package-nowhere': { acceptable: 'No distribution point has the package.' },
  },
  Steps: {
    'clock-too-far': 'The steps move the clock further than certificates can be dated.',
    'mode-without-attempt': 'A mode is expected of a step in which no client turns to its site.',
    'no-such-system': 'The hierarchy has no system for this step.',
    'protocol-of-a-name': 'A fault of a name has no protocol.',
    'protocol-without-force': 'The protocol of a contact is chosen by the client unless it is forced.',
    'revoke-one-holder': 'A step revokes the certificate of one client or of one system.',
    'role-not-named': 'A system has several roles, and the step does not say which is meant.',
    'step-with-two-actions': 'A step states two actions.',
    'step-without-action': 'A step states no action.',
    'step-without-result': 'A result is expected of a step that has none.',
    'step-without-client': 'An action of a client is stated without the client.',
    'unspoken-protocol': 'The system does not speak the protocol.',
  },
  'Tables and exports': {
    'clients-without-place': {
      acceptable: 'Clients of an export have neither an address nor an Active Directory site.',
    },
    'malformed-address': { acceptable: 'A row holds no address.' },
    'malformed-boundary': 'A row holds no boundary that can be read.',
    'malformed-name': { acceptable: 'A row holds no name that a host can have.' },
    'malformed-site': { acceptable: 'A row holds no site code.' },
    'malformed-table': 'The table is neither CSV nor anything else that is read.',
    'malformed-version': { acceptable: 'A row holds no version of a client.' },
    'more-rows': { acceptable: 'More rows have the same problem than are told one by one.' },
    'name-taken': { acceptable: 'A row has a name that something else in the hierarchy has.' },
    'no-client': { acceptable: 'A computer of the table has no client software.' },
    'no-name-column': 'The table has no column of names.',
    'nobody-in-forest': { acceptable: 'No client of the table is in the domain of the hierarchy.' },
    'readiness-unknown': { acceptable: 'Nobody knows whether some clients can show a certificate.' },
    'second-table': 'A second table of clients is given.',
    'several-sites': { acceptable: 'A client is assigned to several sites.' },
    'subnet-without-mask': 'A subnet is exported without its mask, which is guessed.',
    'uneven-row': { acceptable: 'A row has more or fewer cells than the table has headings.' },
    'unknown-column': 'The table has no such column.',
    'unknown-role': 'A row names a role that is not known here.',
    'unknown-table': 'The columns are those of no table that is known here.',
    'unreadable-readiness': { acceptable: 'The state of a client certificate cannot be read.' },
  },
  'Changes of modes': {
    'switch-of-secondary': 'A secondary site has the mode of its primary site.',
    'switch-out-of-order': 'Another site has to change its mode first.',
    'switch-to-same-mode': 'The site is in this mode by then.',
  },
  'Certificates and keys': {
    'certificate-without-key': 'A certificate is given without its key.',
    'fixed-dates': 'Certificates of a folder have fixed dates, so the clock cannot be moved as far.',
    'indefinite-length': 'The file is in BER, of which only DER is read.',
    'key-without-certificate': 'A key is given without its certificate.',
    'no-authority': 'None of the certificates is that of an authority.',
    'no-certificate': 'No certificate is in the file.',
    'no-key': 'No private key is in the file.',
    'passphrase-missing': 'The file is encrypted, and no passphrase is given.',
    'passphrase-wrong': 'The passphrase does not open the file.',
    'unknown-encryption': 'The file is encrypted in a way that is not read here.',
    'unusable-certificate': 'The certificate cannot be used, or belongs to another key.',
  },
  'Recordings, logs and options': {
    'neither-recording-nor-plan': 'The file is neither a recording nor a plan.',
    'client-not-named': 'A scenario has several clients, and the command is about one.',
    contradictory: 'Parts of divided work contradict one another.',
    'no-code': 'Nothing in the file is a code that can be explained.',
    'no-fixed-addresses': 'A hosts file needs addresses that are the same at each start.',
    'no-fleet': 'The folder holds no fleet that can be joined.',
    'no-log': 'The file is no log, recording or capture that is known here.',
    'no-manifest': 'The number of shards is for a manifest, and none is asked for.',
    'no-parts': 'The folders hold no parts of divided work.',
    'no-plan': 'The folder holds no plan.',
    'no-recording': 'The folder holds no recording.',
    'no-scenarios': 'The folder holds no scenarios.',
    'no-total': 'A manifest for many machines needs the number of shards.',
    'not-divisible': 'The clients share a limit, which the work of one shard would meet otherwise.',
    'nothing-to-compare': 'The two have nothing in common that could be compared.',
    'other-host': 'An option speaks of another host than the URL does.',
    'recording-and-plan': 'A recording can be compared only with a recording, and a plan only with a plan.',
    'recording-too-large': 'The recording does not fit into the memory that Node may use.',
    'too-many-shards': 'More shards are asked for than a manifest can have.',
    'unknown-code': 'No system documents such a code.',
    'unknown-entry': 'The failure catalogue has no such entry.',
    'unusable-url': 'The URL is none of HTTP or HTTPS, or holds a password.',
    'weak-token': 'The token of the HTTP interface could be guessed, or cannot stand in a header.',
    'unsafe-folder': 'The name of a folder cannot stand in a manifest.',
    'unreadable-capture': 'The capture cannot be read.',
  },
} as const satisfies Record<string, Record<string, FindingMeaning>>

/** What a code says. `acceptable`: of a warning about a hierarchy, which the file of the hierarchy can accept. */
export type FindingMeaning = string | { acceptable: string }

type Chapters = typeof findingChapters

/** Stable codes of what can be wrong with an input; docs/findings.md explains each. */
export type FindingCode = { [Chapter in keyof Chapters]: keyof Chapters[Chapter] }[keyof Chapters]

/** Stable codes of warnings that a hierarchy can accept; docs/findings.md explains each. */
export type AcceptableCode = {
  [Chapter in keyof Chapters]: {
    [Code in keyof Chapters[Chapter]]: Chapters[Chapter][Code] extends string ? never : Code
  }[keyof Chapters[Chapter]]
}[keyof Chapters]

const meanings: ReadonlyMap<string, FindingMeaning> = new Map(
  Object.values(findingChapters).flatMap((codes) => Object.entries<FindingMeaning>(codes)),
)

/** Every code. */
export const findingCodes: ReadonlySet<string> = new Set(meanings.keys())

export const acceptableCodes = [...meanings.keys()].filter(isAcceptable)

function isAcceptable(text: string): text is AcceptableCode {
  return typeof meanings.get(text) === 'object'
}
