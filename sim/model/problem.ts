export { formatProblem, InputError, type Problem } from '../errors.ts'
