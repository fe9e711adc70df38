import { place, type Places } from './place.ts'

/** The protocols, as their specifications have them. */
export const protocols: Places = {
  'A client signs in by answering a challenge with a proof of its password, and not by its first message.': [
    place(
      'sim/points/windows-sign-in.ts',
      '  if (!key) return refused(`the password of',
      '  if (false) return refused(`the password of',
      'test/points/web-sign-in.test.ts',
    ),
  ],

  'A request that breaks the syntax of HTTP is refused with the status for it, and then the connection ends.':
    [
      place(
        'sim/wire/http/requests.ts',
        "if (!version.startsWith('1.')) return 'Version_N/S'",
        '',
        'test/points/http-standards.test.ts',
      ),
      place(
        'sim/wire/http/requests.ts',
        "codings.every((coding) => coding.trim().toLowerCase() === 'chunked')",
        'true',
        'test/points/http-standards.test.ts',
      ),
    ],
  'A request names one host, which an absolute target overrides.': [
    place(
      'sim/wire/http/requests.ts',
      'second !== undefined || (host',
      '(host',
      'test/points/http-standards.test.ts',
    ),
    place(
      'sim/wire/http/requests.ts',
      "if (path !== '') return { path, query, host }",
      '',
      'test/points/http-standards.test.ts',
    ),
  ],
  'A name server refuses a question that it cannot answer with the code for it.': [
    place(
      'sim/wire/names/dns-message.ts',
      "if (header.opcode !== 0) return { ...header, refused: 'NOTIMP' }",
      '',
      'test/points/dns.test.ts',
    ),
    place(
      'sim/wire/names/dns-message.ts',
      "    return { ...header, refused: 'FORMERR' }",
      "    return { ...header, refused: 'NOTIMP' }",
      'test/points/dns.test.ts',
    ),
    place(
      'sim/wire/names/dns-message.ts',
      "...(ednsVersion > 0 && { refused: 'BADVERS' as const }),",
      '',
      'test/points/dns.test.ts',
    ),
    place('sim/points/name-server/answer-dns.ts', '!isServed ||', 'false ||', 'test/points/dns.test.ts'),
  ],
  'A name below which others are exists, without records of its own.': [
    place(
      'sim/points/name-server/published-names.ts',
      'records.length > 0 || above.has(key)',
      'records.length > 0',
      'test/points/dns.test.ts',
    ),
  ],
  'An answer without records says for how long that holds, and one that names a host has its address.': [
    place(
      'sim/points/name-server/answer-dns.ts',
      'answers.length > 0 ? [] : [{ name: zone.apex, record: zone.authority }]',
      '[]',
      'test/points/dns.test.ts',
    ),
    place(
      'sim/points/name-server/answer-dns.ts',
      'answers.flatMap(({ record }) => addressesOf(record, zone))',
      '[]',
      'test/points/dns.test.ts',
    ),
  ],
  'A chain of requests to a share whose first claims to be related to another fails as a whole.': [
    place(
      'sim/points/smb-share/conversation.ts',
      'first !== undefined && isRelated(first.header)',
      'false',
      'test/points/smb-conversation.test.ts',
    ),
  ],
  'Information about a volume takes 24 bytes at least.': [
    place(
      'sim/points/smb-share/answer-query.ts',
      '[fileSystemClasses.volume]: 24',
      '[fileSystemClasses.volume]: 0',
      'test/points/smb-share.test.ts',
    ),
  ],
  'An answer to the challenge of a share that has the form of none is refused.': [
    place(
      'sim/points/windows-sign-in.ts',
      'if (!isNtResponse(ntResponse))',
      'if (false)',
      'test/points/smb-sign-in.test.ts',
    ),
  ],
  'A directory refuses a way of signing in that it does not know as unknown, and a wrong password as wrong.':
    [
      place(
        'sim/points/domain-controller/domain-controller.ts',
        'return unsupported(authentication.mechanism)',
        "return { code: 'invalidCredentials', message: '' }",
        'test/points/domain-controller.test.ts',
      ),
      place(
        'sim/points/domain-controller/domain-controller.ts',
        'account && password.equals(Buffer.from(account.password))',
        'account',
        'test/points/domain-controller.test.ts',
      ),
    ],
  'A boot program is named to the firmware that can run it, by the server that the firmware has chosen.': [
    place(
      'sim/points/pxe-service-point/answer-firmware.ts',
      'kinds.includes(architectures.intelX86)',
      'true',
      'test/points/pxe-service-point.test.ts',
    ),
    place(
      'sim/points/pxe-service-point/answer-firmware.ts',
      'chosen !== undefined && chosen !== server.address',
      'false',
      'test/points/pxe-service-point.test.ts',
    ),
  ],
  'An option of TFTP whose value cannot be is left out of the answer.': [
    place(
      'sim/points/pxe-service-point/transfer.ts',
      "numberIn(proposed.get('tsize'), 0, Infinity) !== undefined",
      "proposed.has('tsize')",
      'test/points/boot-file-transfer.test.ts',
    ),
  ],
  'A service of SOAP 1.1 answers a message of SOAP 1.2 with a fault of that version.': [
    place(
      'sim/points/software-update-point/soap-directory.ts',
      'if (isNewerSoap(',
      'if (false && isNewerSoap(',
      'test/points/software-update-point.test.ts',
    ),
  ],
  'A fragment of an upload by BITS that does not begin at the next byte is refused with 416.': [
    place(
      'sim/points/management-point/incoming-directory.ts',
      'followed ? answer : { ...answer, status: 416 }',
      'answer',
      'test/points/management-point.test.ts',
    ),
  ],
  'Other programs are told the addresses, accounts and secrets that they need.': [
    place('sim/cli/served-text.ts', "['Name servers', nameServers],", '', 'test/witness/served.test.ts'),
    place('sim/cli/served-text.ts', ', ...secretText(opened, colors)', '', 'test/witness/served.test.ts'),
  ],
  'OPTIONS of an asterisk asks about the server itself, and MKCOL makes nothing where nothing may be written.':
    [
      place(
        'sim/wire/http/requests.ts',
        "verb === 'OPTIONS' ? { path: '*', query: '' } : undefined",
        'undefined',
        'test/points/http-standards.test.ts',
      ),
      place(
        'sim/points/distribution-point/standard-distribution-point.ts',
        "request.method === 'MKCOL' ? notMade(root, pathBelow, request) : notFound()",
        'notFound()',
        'test/points/http-standards.test.ts',
      ),
    ],
  'The permissions of a file are told whole, and to a client with the right to read them.': [
    place(
      'sim/points/smb-share/answer-query.ts',
      'audited || (access & accessRights.readControl) === 0',
      'false',
      'test/points/smb-share.test.ts',
    ),
    place(
      'sim/points/smb-share/answer-query.ts',
      "return { status: 'STATUS_BUFFER_TOO_SMALL', body: serializeErrorResponse(needed) }",
      "return { status: 'STATUS_BUFFER_OVERFLOW', body: serializeErrorResponse(needed) }",
      'test/points/smb-share.test.ts',
    ),
  ],
}
