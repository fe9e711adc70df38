import type { FaultBehaviour } from './fault-behaviour.ts'

export const httpOnHttpsPort: FaultBehaviour = { needs: 'https', otherProtocol: true }

export const httpsOnHttpPort: FaultBehaviour = { needs: 'http', otherProtocol: true }
