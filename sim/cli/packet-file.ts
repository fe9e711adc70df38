import { Option, type Command } from 'commander'
import type { OpenOptions } from '../network/open-context.ts'
import { packetFile } from '../network/packets/packet-file.ts'
import { pathOf, type CommandContext } from './command-context.ts'
import { openGrowingFile } from '../library/growing-file.ts'

/** An option of the commands that open a hierarchy in their own process, whose attempts have their ids from the start. */
export interface PacketOption {
  pcap?: string | undefined
}

/** `conflicting`: options that divide the work among several processes, whose attempts get their ids when they are joined. */
export function addPacketOption(command: Command, ...conflicting: string[]): Command {
  return command.addOption(
    new Option(
      '--pcap <file>',
      'a capture of every connection, with the secrets of TLS, for Wireshark',
    ).conflicts(conflicting),
  )
}

/** Declare it with `using`: however the command ends, the file has every packet until then. */
export interface KeptPackets extends Disposable {
  opened: Pick<OpenOptions, 'packets'>
  /** Where there is one: its path, and what writes the packets that still wait. */
  file?: { path: string; flush(): void }
}

/** With its secrets the file lets its reader decrypt the connections, so only its owner may read it. */
export function keepPackets({ pcap }: PacketOption, context: CommandContext): KeptPackets {
  if (pcap === undefined) return { opened: {}, [Symbol.dispose]: () => undefined }
  const file = openGrowingFile(pcap, 'secret', context)
  context.stderr.say`${pcap} gets every connection, and the secrets with which Wireshark decrypts them\n`
  const packets = packetFile(file.add)
  const callOff = context.ownProcess.atExit(packets.flush)
  return {
    opened: { packets },
    file: { path: pathOf(pcap, context), flush: packets.flush },
    [Symbol.dispose]() {
      callOff()
      packets.flush()
      file.close()
    },
  }
}
