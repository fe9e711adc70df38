export { FaultError } from '../errors.ts'
