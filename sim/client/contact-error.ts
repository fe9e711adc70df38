export { ContactError } from '../errors.ts'
