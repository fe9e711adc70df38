import type { DocumentedStatement } from './statement.ts'

/** The protocols, as their specifications have them, and what other programs need in order to speak them. */
export const standards: readonly DocumentedStatement[] = [
  {
    says: 'A request that breaks the syntax of HTTP is refused with the status for it, and then the connection ends.',
    pages: ['RFC 9112, sections 2, 3, 5 and 6.3', 'RFC 9110, section 15'],
    heldBy: {
      tests: { 'test/points/http-standards.test.ts': '${role} by ${protocol}: ${cases.length} cases' },
    },
  },
  {
    says: 'A request names one host, which an absolute target overrides.',
    pages: ['RFC 9112, section 3.2'],
    heldBy: {
      tests: { 'test/points/http-standards.test.ts': '${role} by ${protocol}: ${cases.length} cases' },
    },
  },
  {
    says: 'A name server refuses a question that it cannot answer with the code for it.',
    pages: ['RFC 1035, section 4.1.1', 'RFC 6891, section 6.1.3'],
    heldBy: {
      tests: { 'test/points/dns.test.ts': 'a request that cannot be answered is refused with its code' },
    },
  },
  {
    says: 'A name below which others are exists, without records of its own.',
    pages: ['RFC 8020, section 2'],
    heldBy: {
      tests: {
        'test/points/dns.test.ts':
          'a name below which others are exists, and one below which nothing is does not',
      },
    },
  },
  {
    says: 'An answer without records says for how long that holds, and one that names a host has its address.',
    pages: ['RFC 2308, section 3', 'RFC 2782'],
    heldBy: {
      tests: { 'test/points/dns.test.ts': 'the address of the host in an answer comes with it' },
    },
  },
  {
    says: 'A chain of requests to a share whose first claims to be related to another fails as a whole.',
    pages: ['[MS-SMB2] 3.3.5.2.7.2'],
    heldBy: {
      tests: {
        'test/points/smb-conversation.test.ts': 'a compound hands on its session, its tree and its file',
      },
    },
  },
  {
    says: 'Information about a volume takes 24 bytes at least.',
    pages: ['[MS-FSA] 2.1.5.13.1'],
    heldBy: { tests: { 'test/points/smb-share.test.ts': 'further requests' } },
  },
  {
    says: 'An answer to the challenge of a share that has the form of none is refused.',
    pages: ['[MS-NLMP] 3.2.5.1.2'],
    heldBy: {
      tests: {
        'test/points/smb-sign-in.test.ts':
          'an answer to the challenge that is malformed is refused, and makes nobody a guest',
      },
    },
  },
  {
    says: 'A client signs in by answering a challenge with a proof of its password, and not by its first message.',
    pages: ['[MS-NLMP] 3.2.5.1'],
    heldBy: { tests: { 'test/points/web-sign-in.test.ts': 'nobody else is let in' } },
  },
  {
    says: 'A directory refuses a way of signing in that it does not know as unknown, and a wrong password as wrong.',
    pages: ['RFC 4511, section 4.2.2'],
    heldBy: {
      tests: { 'test/points/domain-controller.test.ts': 'accepted and refused ways to sign in' },
    },
  },
  {
    says: 'A boot program is named to the firmware that can run it, by the server that the firmware has chosen.',
    pages: ['RFC 4578, section 2.1', 'RFC 2131, section 4.3.2'],
    heldBy: {
      tests: {
        'test/points/pxe-service-point.test.ts': 'a program for a BIOS is named to no other firmware',
      },
    },
  },
  {
    says: 'An option of TFTP whose value cannot be is left out of the answer.',
    pages: ['RFC 2347'],
    heldBy: {
      tests: { 'test/points/boot-file-transfer.test.ts': 'the options that both know are agreed on' },
    },
  },
  {
    says: 'A service of SOAP 1.1 answers a message of SOAP 1.2 with a fault of that version.',
    pages: ['SOAP 1.2, part 1, section 5.4.7'],
    heldBy: {
      tests: {
        'test/points/software-update-point.test.ts':
          'SOAP 1.2 gets a fault of SOAP 1.2, which says what the service knows',
      },
    },
  },
  {
    says: 'A fragment of an upload by BITS that does not begin at the next byte is refused with 416.',
    pages: ['[MC-BUP] 3.2.5.2.6', 'Ack for Fragment (Windows SDK)'],
    heldBy: {
      tests: { 'test/points/management-point.test.ts': 'a file comes in fragments, each after the last' },
    },
  },
  {
    says: 'Other programs are told the addresses, accounts and secrets that they need.',
    pages: ['docs/commands/serve.md'],
    heldBy: { tests: { 'test/witness/served.test.ts': 'serve says all of that, in words and in JSON' } },
  },
  {
    says: 'OPTIONS of an asterisk asks about the server itself, and MKCOL makes nothing where nothing may be written.',
    pages: ['RFC 9110, section 9.3.7', 'RFC 4918, section 9.3.1'],
    heldBy: {
      tests: { 'test/points/http-standards.test.ts': '${role} by ${protocol}: ${cases.length} cases' },
    },
  },
  {
    says: 'The permissions of a file are told whole, and to a client with the right to read them.',
    pages: ['[MS-SMB2] 3.3.5.20.3', '[MS-FSA] 2.1.5.14'],
    heldBy: { tests: { 'test/points/smb-share.test.ts': 'who may do what is told whole or not at all' } },
  },
]
