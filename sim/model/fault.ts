export * from '../vocabulary/fault.ts'
