import type { EndEvidence } from '../../evidence/end-evidence.ts'
import type { ScriptedOperation } from '../../vocabulary/misbehaviour.ts'
import {
  addressBytes,
  addressText,
  messageTypeOf,
  messageTypes,
  noAddress,
  parseDhcpMessage,
  type DhcpMessage,
} from '../../wire/dhcp/message.ts'
import { optionCodes } from '../../wire/dhcp/options.ts'
import { architectures, architecturesOf, isOfPxe, pxeClass, uuidOf } from '../../wire/dhcp/pxe.ts'
import { bootPrograms } from './boot-files.ts'

/** The identity of a computer, as its firmware states it. */
export interface FirmwareIdentity {
  /** `00:15:5d:01:02:03`. */
  hardwareAddress: string
  /** In lower case. */
  uuid?: string
}

/** `abort`: the computer is known, and nothing is advertised to it. `ignore`: it is not known. */
export type BootDecision = 'boot' | 'abort' | 'ignore'

export interface PxeServer {
  address: string
  fqdn: string
  answersFor(computer: FirmwareIdentity): BootDecision
  /** It leaves the name of the boot program out. */
  namesNoFile?: boolean
}

/** undefined: a message that is not meant for a PXE server, and is not recorded. */
export type FirmwareAnswer =
  | { to: ScriptedOperation<'dhcp'>; reply: DhcpMessage; wrong?: EndEvidence }
  | { wrong: EndEvidence }
  | undefined

/** A DISCOVER of PXE firmware gets the OFFER of a proxy: a server, no address, no boot file (PXE 2.1 section 2.2.3). */
export function offer(bytes: Buffer, server: PxeServer): FirmwareAnswer {
  return answer(bytes, 'discover', server, () => ({ type: messageTypes.offer, bootFile: '' }))
}

/**
 * A REQUEST at the port of the boot information negotiation layer gets the name of its boot program. All programs here are
 * for a BIOS: EFI, which cannot run them, gets no name.
 */
export function acknowledge(bytes: Buffer, server: PxeServer): FirmwareAnswer {
  return answer(bytes, 'request', server, (decision, message) => {
    const kinds = architecturesOf(message)
    if (server.namesNoFile) return { ...unnamed, wrong: 'answered without the name of a boot file' }
    if (kinds.includes(architectures.intelX86))
      return { type: messageTypes.ack, bootFile: bootPrograms[decision] }
    return { ...unnamed, wrong: `has no boot program for a computer of architecture ${kinds.join(', ')}` }
  })
}

const unnamed = { type: messageTypes.ack, bootFile: '' }

/** The content of a reply, and what is wrong with it. */
interface Content {
  type: number
  bootFile: string
  wrong?: string
}

function answer(
  bytes: Buffer,
  to: ScriptedOperation<'dhcp'>,
  server: PxeServer,
  contentFor: (decision: 'boot' | 'abort', message: DhcpMessage) => Content,
): FirmwareAnswer {
  const message = parseDhcpMessage(bytes)
  if (!message) return wrong('DHCP_MALFORMED', `received ${bytes.length} bytes that are not a DHCP message`)
  if (message.op !== 'request' || messageTypeOf(message) !== messageTypes[to] || !isOfPxe(message))
    return undefined
  // RFC 2131 section 4.3.2: the client has chosen another server.
  const chosen = addressText(message.options.get(optionCodes.serverIdentifier))
  if (chosen !== undefined && chosen !== server.address) return undefined
  const uuid = uuidOf(message)
  const { hardwareAddress } = message
  const decision = server.answersFor({ hardwareAddress, ...(uuid !== undefined && { uuid }) })
  if (decision === 'ignore') {
    return wrong('PXE_COMPUTER_UNKNOWN', `the site does not know the computer ${hardwareAddress}`)
  }
  const content = contentFor(decision, message)
  const reply = replyTo(message, server, content)
  if (content.wrong === undefined) return { to, reply }
  return { to, reply, wrong: { stage: 'pxe', code: 'PXE_NO_BOOT_FILE', message: content.wrong } }
}

function replyTo(
  request: DhcpMessage,
  { address, fqdn }: PxeServer,
  { type, bootFile }: { type: number; bootFile: string },
): DhcpMessage {
  const machine = request.options.get(optionCodes.machineIdentifier)
  return {
    ...request,
    op: 'reply',
    hops: 0,
    yourAddress: noAddress,
    serverAddress: address,
    // The field has 64 bytes and ends with a null; the address makes the name optional.
    serverName: fqdn.length < 64 ? fqdn : '',
    bootFile,
    options: new Map([
      [optionCodes.messageType, Buffer.from([type])],
      [optionCodes.serverIdentifier, addressBytes(address)],
      // RFC 4578 section 2.3: the machine identifier is returned as received.
      ...(machine && machine.length <= 255 ? [[optionCodes.machineIdentifier, machine] as const] : []),
      [optionCodes.vendorClass, Buffer.from(pxeClass)],
    ]),
  }
}

function wrong(code: string, message: string): FirmwareAnswer {
  return { wrong: { stage: 'pxe', code, message: `not answered: ${message}` } }
}
