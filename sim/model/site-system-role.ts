export * from '../vocabulary/site-system-role.ts'
