import { testByServe } from './serve-visits.ts'

testByServe('openssl')
testByServe('gnutls-cli')
testByServe('python')
