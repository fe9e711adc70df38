export { EnvironmentError } from '../errors.ts'
