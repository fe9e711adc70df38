import type { FaultBehaviour } from './fault-behaviour.ts'

export const notListening: FaultBehaviour = { port: 'none' }

export const wrongPort: FaultBehaviour = { port: 'another' }
