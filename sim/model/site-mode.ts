export * from '../vocabulary/site-mode.ts'
