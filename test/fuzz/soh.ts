import { sendStatementOfHealth } from '../../sim/client/transports/statement-of-health.ts'
import { createRecorder } from '../../sim/evidence/recorder.ts'
import { openSystemHealthValidatorPoint } from '../../sim/points/system-health-validator-point/system-health-validator-point.ts'
import { signRequest } from '../../sim/wire/radius/authenticator.ts'
import { microsoftAttributes, microsoftTypes } from '../../sim/wire/radius/microsoft.ts'
import { codes } from '../../sim/wire/radius/packet.ts'
import { statementMessages } from '../wire/statement-of-health-sample.ts'
import type { FuzzTarget } from './fuzz-target.ts'
import { mutations } from './mutations.ts'
import { createRandom } from './random.ts'

const { statement, withMode, withoutMode } = statementMessages
const sharedSecret = 'loopback'

export const systemHealthValidatorPoint: FuzzTarget = {
  name: 'system-health-validator-point',
  async open() {
    const { port, close } = await openSystemHealthValidatorPoint({
      address: '127.0.0.1',
      port: 0,
      fqdn: 'nps.contoso.test',
      recorder: createRecorder(),
      sharedSecret,
      reference: () => statement,
      now: () => statement.generated,
    })
    return { port, transport: 'udp', close }
  },
  samples: () => statements().map(signed),
  async stillAnswers(port, timeout) {
    const connection = { address: '127.0.0.1', port, timeout, sharedSecret }
    const { response } = await sendStatementOfHealth(connection, {
      machineName: 'pc.contoso.test',
      configurationManager: statement,
    })
    return response?.state === 'compliant'
  },
}

/** Broken statements in authentic requests, since a mutation of what is signed ends at its authenticator. */
function statements(): Buffer[] {
  const good = [withMode, withoutMode]
  const random = createRandom(55)
  const broken = Array.from({ length: 500 }, () =>
    random.pick(Object.values(mutations))(random.pick(good), random, good),
  )
  return [...good, ...broken.filter(({ length }) => length <= longestCarried)]
}

/** Bytes left of a packet's 4096 once it is spread over attributes. */
const longestCarried = 3900

function signed(soh: Buffer, index: number): Buffer {
  const authenticator = Buffer.alloc(16, index.toString())
  const attributes = microsoftAttributes(microsoftTypes.quarantineSoh, soh)
  const packet = { code: codes.accessRequest, identifier: index % 256, authenticator, attributes }
  return signRequest(packet, sharedSecret)
}
