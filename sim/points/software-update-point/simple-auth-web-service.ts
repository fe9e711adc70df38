import {
  clientIdString,
  getAuthorizationCookie,
  simpleTargeting,
} from '../../wire/software-update-point/sign-in.ts'
import { authorize } from './cookie-jar.ts'
import { FaultError } from './fault-error.ts'
import { offer, type Offered } from './soap-directory.ts'

const dnsName = /^(?=.{1,255}$)[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*$/i

/** It believes what a client says of itself ([MS-WUSP] 3.1.5.3). Groups of computers are not simulated. */
export const simpleAuthOperations: readonly Offered[] = [
  offer(getAuthorizationCookie, (request, place) => {
    const { clientId = '' } = request
    if (!clientIdString.test(clientId)) throw new FaultError('InvalidParameters', 'clientId')
    if (!dnsName.test(request.dnsName ?? '')) throw new FaultError('InvalidParameters', 'dnsName')
    const identity = { clientId, dnsName: request.dnsName ?? '' }
    return {
      GetAuthorizationCookieResult: { PlugInId: simpleTargeting, CookieData: authorize(identity, place) },
    }
  }),
]
