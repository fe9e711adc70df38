import { sendStatementOfHealth } from '../../sim/client/statement-of-health.ts'
import { createRecorder } from '../../sim/evidence/recorder.ts'
import { openSystemHealthValidatorPoint } from '../../sim/points/system-health-validator-point/system-health-validator-point.ts'
import { signRequest } from '../../sim/wire/radius/authenticator.ts'
import { microsoftAttributes, microsoftTypes } from '../../sim/wire/radius/microsoft.ts'
import { codes } from '../../sim/wire/radius/packet.ts'
import { statementMessages } from '../wire/statement-of-health-sample.ts'
import type { FuzzTarget } from './fuzz-target.ts'

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
  samples: () =>
    [withMode, withoutMode, damaged()].map((soh, identifier) =>
      signRequest(
        {
          code: codes.accessRequest,
          identifier,
          authenticator: Buffer.alloc(16, identifier),
          attributes: microsoftAttributes(microsoftTypes.quarantineSoh, soh),
        },
        sharedSecret,
      ),
    ),
  async stillAnswers(port) {
    const connection = { address: '127.0.0.1', port, patience: 10_000, sharedSecret }
    const { response } = await sendStatementOfHealth(connection, {
      machineName: 'pc.contoso.test',
      configurationManager: statement,
    })
    return response?.state === 'compliant'
  },
}

/** What a mutation of a signed packet hardly ever reaches: an authentic request around a broken statement. */
function damaged(): Buffer {
  const bytes = Buffer.from(withMode)
  bytes[bytes.length - 1] = 0xff
  return bytes.fill(0xff, 60, 64)
}
