import { place, turnedIn, type Places } from '../statements/place.ts'

const boot = 'test/points/stalled-boot.slow.test.ts'
const datagrams = 'test/client/stalled-datagrams.test.ts'
const diagnosis = 'test/evidence/diagnosis.test.ts'
const laboratory = 'test/lab/stalled-turns.slow.test.ts'
const patience = 'test/client/patience.test.ts'

/** Calls a function when a timer runs out, whatever has arrived by then. */
const byTimer = (giveUp: string, milliseconds: string): string =>
  `((timer) => () => clearTimeout(timer))(setTimeout(${giveUp}, ${milliseconds}))`

/**
 * What keeps the speed of the machine from deciding an outcome, with the change that takes it out, and the test that then
 * fails. These have no line here:
 * - Which end of a connection is the first to find the other's certificate revoked is a race, and may stay one: the catalogue
 *   has both outcomes under each failure.
 * - A block of a boot file is sent up to five times by a plain timer. Sockets are looked at after each, so that a stall of any
 *   length repeats a block and loses none.
 * - An answer that trickles is sent by a plain timer: a byte in each turn of the event loop at least, and each is heard.
 * - A listener closes connections of other programs that were still each time it looked, of which a stall costs one look. It
 *   spares the connections of simulated clients.
 * - Nothing in `certs` waits.
 * - The live page and `probe` have foreign programs at the other end, of whose silence only time can tell. What `probe` waits
 *   for is counted as everything else is.
 */
const places: Places = {
  'Time is counted in parts, of which a stall costs one.': [
    place('sim/net/other-end.ts', 'const slices = 20', 'const slices = 1', patience),
  ],
  'Sockets are looked at before a part of the time counts.': [
    place('sim/net/other-end.ts', '(turn = setImmediate(count))', 'count()', patience),
  ],
  'What is heard of the other end begins the count anew.': [
    place('sim/net/other-end.ts', 'now === last ? counted + 1 : 0', 'counted + 1', patience),
  ],
  'Silence counts from when a listener of the simulation tells of it.': [
    place('sim/net/other-end.ts', 'silenceOf ? longestWait : timeout', 'timeout', patience),
  ],
  'Silence runs out before the time for a whole answer.': [
    place(
      'sim/net/other-end.ts',
      'awaitOther(patience, connected, () => (stop = countTime(patience.timeout, giveUp)))',
      'awaitOther({ ...patience, timeout: 2 * patience.timeout }, connected, giveUp)',
      patience,
    ),
  ],
  'The point that publishes revocation lists is waited for by what it tells.': [
    place(
      'sim/network/hierarchy-pki.ts',
      'awaitOther(patienceWith(hostname, portOf(port)), connected, giveUp)',
      byTimer('giveUp', 'patienceWith(hostname, portOf(port)).timeout'),
      laboratory,
    ),
  ],
  'So is a connection, and the handshake on it.': [
    place(
      'sim/client/transports/connector.ts',
      'awaitOther(connection, connected, giveUp, progress.received)',
      byTimer('giveUp', 'connection.timeout'),
      laboratory,
    ),
  ],
  'So is an answer by HTTP.': [
    place(
      'sim/client/transports/http.ts',
      'awaitOther(patience, ends, giveUp, progress.received)',
      byTimer('giveUp', 'patience.timeout'),
      patience,
    ),
  ],
  'So is a message by SMB or LDAP.': [
    place(
      'sim/net/tcp-client.ts',
      'awaitOther(target, of, giveUp, () => socket.bytesRead)',
      byTimer('giveUp', 'target.timeout'),
      patience,
    ),
  ],
  'An accepted connection is waited for until its listener has told what it saw.': [
    place(
      'sim/client/attempt.ts',
      'isSure ? longestWait : timeout',
      'timeout',
      'test/network/revocation-list-fetches.test.ts',
    ),
  ],
  'What a client knows of its own certificate counts beside the word of the server.': [
    place(
      'sim/evidence/diagnosis.ts',
      'showsAtServer(sighting) && (sighting.client.where?.(client) ?? true)',
      'showsAtServer(sighting)',
      diagnosis,
    ),
  ],
  'A datagram is sent again, and given up, by time that is counted.': [
    place(
      'sim/client/transports/datagram.ts',
      'countTime(timeout / tries, send)',
      byTimer('send', 'timeout / tries'),
      datagrams,
    ),
  ],
  'So is one of the firmware.': [
    place(
      'sim/client/transports/pxe/boot-socket.ts',
      'countTime(timeout / tries, send)',
      byTimer('send', 'timeout / tries'),
      datagrams,
    ),
  ],
  'A boot is over once a computer has been silent for time that is counted.': [
    place(
      'sim/points/pxe-service-point/exchanges.ts',
      'countTime(longestWait, exchange.end)',
      byTimer('exchange.end', 'longestWait'),
      boot,
    ),
  ],
  'A connection is reset in an answer once the client has looked at its sockets.': [
    place(
      'sim/net/faults.ts',
      'setTimeout(() => setImmediate(act), readingTime)',
      'setTimeout(act, readingTime)',
      patience,
    ),
  ],
  'The time of a scenario stands while its steps run.': [
    place(
      'sim/network/open-context.ts',
      "time === 'stands' ? new Date(opened + ahead) : running()",
      'running()',
      'test/network/clock.test.ts',
    ),
  ],
}

export const mends = turnedIn(places)
