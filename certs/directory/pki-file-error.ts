export { PkiFileError } from '../../sim/errors.ts'
