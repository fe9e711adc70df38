import { keysOf } from './keys-of.ts'

interface UnusualRow {
  /** What a server does, as a sentence without its subject. */
  does: string
  /** Why no client may mind, with the source. */
  allowedBy: string
}

/**
 * Behaviour that a standard allows and that servers seldom show: a client that fails at it relied on luck. No row touches
 * what the product gives a meaning, as the order in which a management point names sites.
 */
const unusual = {
  'split-writes': {
    does: 'sends what it writes in pieces, the first bytes one by one',
    allowedBy: 'TCP carries a stream of bytes, and no messages (RFC 9293, section 2.2)',
  },
  'late-answer': {
    does: 'waits some milliseconds before it answers',
    allowedBy: 'no standard of these protocols says how soon an answer comes',
  },
  'small-records': {
    does: 'cuts what it sends into records of TLS of 512 bytes',
    allowedBy:
      'records have no boundaries that mean anything (RFC 8446 and RFC 5246: sections 5.1 and 6.2.1)',
  },
  'field-order': {
    does: 'sends the fields of an answer of HTTP in another order',
    allowedBy: 'the order of fields with different names means nothing (RFC 9110, section 5.3)',
  },
  'field-case': {
    does: 'writes the names of fields in small or in capital letters',
    allowedBy: 'names of fields are not case-sensitive (RFC 9110, section 5.1)',
  },
  'field-whitespace': {
    does: 'puts other whitespace around the values of fields, or none',
    allowedBy: 'it is optional, and no part of a value (RFC 9112, section 5)',
  },
  'unknown-fields': {
    does: 'adds fields that no client knows',
    allowedBy: 'a recipient ignores fields that it does not know (RFC 9110, section 5.1)',
  },
  'reason-phrase': {
    does: 'says something else, or a blank, beside the status',
    allowedBy: 'a client ignores the reason phrase (RFC 9112, section 4)',
  },
  'interim-response': {
    does: 'sends a response of status 102 before the answer',
    allowedBy:
      'every client of HTTP/1.1 can read responses of 1xx that it did not expect (RFC 9110, section 15.2)',
  },
  chunked: {
    does: 'sends a body in chunks in place of its length, unless BITS asks for the length',
    allowedBy: 'every recipient of HTTP/1.1 can read chunks (RFC 9112, section 7.1)',
  },
  'xml-form': {
    does: 'writes an XML answer in another form: order of attributes, quotes, whitespace in tags, empty elements, a comment',
    allowedBy: 'none of it is part of what a document says (XML 1.0, sections 2.5 and 3.1)',
  },
  'entry-order': {
    does: 'returns the entries of a search of the directory in another order',
    allowedBy: 'a search has no order without a control for it (RFC 4511, section 4.5.2; RFC 2891)',
  },
  'attribute-order': {
    does: 'returns the attributes of an entry, and their values, in another order',
    allowedBy: 'both are sets (RFC 4512, section 2.2; RFC 4511, section 4.1.7)',
  },
  'attribute-case': {
    does: 'writes the names of attributes in capital letters',
    allowedBy: 'names of attributes are not case-sensitive (RFC 4512, section 2.5)',
  },
  'long-lengths': {
    does: 'writes each length of a message of LDAP in four bytes, as Active Directory does',
    allowedBy: 'a length may take more bytes than it needs (X.690, section 8.1.3.5)',
  },
  'no-additional-records': {
    does: 'leaves out the addresses beside an answer of DNS',
    allowedBy: 'servers are urged, and not required, to add them (RFC 2782)',
  },
  'list-order': {
    does: 'lists a folder of a share in another order',
    allowedBy: 'no order is promised ([MS-SMB2] 3.3.5.18)',
  },
  'few-credits': {
    does: 'grants a client of a share four requests at a time, and no more',
    allowedBy: 'the server grants as many as it likes, and one at least ([MS-SMB2] 3.3.1.2)',
  },
  'repeated-answer': {
    does: 'sends an answer by UDP, or each packet of a file by TFTP, twice',
    allowedBy: 'UDP does not protect from duplicates (RFC 768)',
  },
  'option-order': {
    does: 'writes the options of a DHCP message in another order',
    allowedBy: 'no client can rely on the order that it asked for (RFC 2132, section 9.8)',
  },
  'small-blocks': {
    does: 'agrees to blocks of TFTP that are smaller than the client proposed',
    allowedBy: 'a server may answer with less than was proposed (RFC 2348)',
  },
  'acknowledgment-order': {
    does: 'acknowledges the options of TFTP in another order',
    allowedBy: 'the order of options means nothing (RFC 2347)',
  },
  'radius-order': {
    does: 'writes the attributes of a RADIUS packet in another order, those of one type as ever',
    allowedBy: 'nobody may depend on the order of attributes of different types (RFC 2865, section 5)',
  },
} as const satisfies Record<string, UnusualRow>

/** One kind of behaviour that is legal and unusual. */
export type UnusualBehaviour = keyof typeof unusual

export const unusualBehaviours: Readonly<Record<UnusualBehaviour, UnusualRow>> = unusual
export const unusualBehaviourNames = keysOf(unusual)

/** Which servers of a hierarchy behave unusually: all of them, by chance. */
export interface UnusualSettings {
  /** The same seed has the same chances. */
  seed: number
  /** The kinds that may happen; all by default. */
  only?: readonly UnusualBehaviour[] | undefined
}
