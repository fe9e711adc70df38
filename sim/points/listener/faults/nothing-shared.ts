import type { FaultBehaviour } from './fault-behaviour.ts'

/** Offers the one version that the hierarchy's clients do not speak. */
export const tlsVersionNotShared: FaultBehaviour = {
  needs: 'https',
  tls({ version }) {
    const other = version === '1.2' ? 'TLSv1.3' : 'TLSv1.2'
    return { minVersion: other, maxVersion: other }
  },
}

/** Ciphers that Node's clients leave out: Camellia, and for TLS 1.3 the one with a short tag. */
export const cipherNotShared: FaultBehaviour = {
  needs: 'https',
  tls: () => ({
    ciphers: 'ECDHE-ECDSA-CAMELLIA128-SHA256:ECDHE-RSA-CAMELLIA128-SHA256:TLS_AES_128_CCM_8_SHA256',
  }),
}
