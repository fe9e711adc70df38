export { SiteModeError } from '../errors.ts'
