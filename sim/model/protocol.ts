export * from '../vocabulary/protocol.ts'
