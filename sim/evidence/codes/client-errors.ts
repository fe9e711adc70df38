/** The Configuration Manager client's own error codes, as far as they concern a connection. */
export const clientErrors: Readonly<Record<string, string>> = {
  '0x87D00231': 'a message could not be sent; the client will try again',
  '0x87D0027E': 'the web server answered with a status that is no success (CCM_E_BAD_HTTP_STATUS_CODE)',
  '0x87D00280': 'the certificate store is empty',
  '0x87D00281': 'no certificate in the store matches the selection criteria',
  '0x87D00282': 'more than one certificate matches, and the site does not let the client select one of them',
  '0x87D00283': 'the private key of the certificate is missing',
  '0x87D00284': 'the certificate has no subject name',
  '0x87D00285': 'the verb of the selection criteria is missing or not valid',
}
