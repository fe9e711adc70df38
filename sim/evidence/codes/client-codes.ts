/** The Configuration Manager client's own error codes that concern a connection. */
export const clientErrors: Readonly<Record<string, string>> = {
  '0x87D00231': 'a message could not be sent; the client will try again',
  '0x87D0027E': 'the web server answered with an error status (CCM_E_BAD_HTTP_STATUS_CODE)',
  '0x87D00280': 'the certificate store is empty',
  '0x87D00281': 'no certificate in the store matches the selection criteria',
  '0x87D00282': 'more than one certificate matches, and the site does not let the client select one of them',
  '0x87D00283': 'the private key of the certificate is missing',
  '0x87D00284': 'the certificate has no subject name',
  '0x87D00285': 'the verb of the selection criteria is missing or not valid',
}

/**
 * State messages that clients send to their fallback status point, as `topic/id`. The numbers come from the list of
 * later versions; only the topics are known for 2007.
 */
export const stateMessages: Readonly<Record<string, string>> = {
  '800/100': 'client deployment has started',
  '800/305': 'native mode is not possible on Windows 2000',
  '800/308': 'the download of the client failed in WinHTTP',
  '800/309': 'the download of the client failed in BITS',
  '800/315': 'the client could not get a certificate',
  '800/400': 'client deployment has succeeded',
  '800/500': 'site assignment has started',
  '800/602': 'the site code is not valid',
  '800/603': 'the client could not be assigned to a management point',
  '800/604': 'the default management point could not be found',
  '800/605': "the site server's signing certificate could not be downloaded",
  '800/606': 'the site code could not be found automatically',
  '800/700': 'site assignment has succeeded',
  '1000/1': 'the client talks to its management point',
  '1000/2': 'the client failed to talk to its management point',
  '1001/1': 'the client found its certificate in the local store',
  '1001/2': 'the client did not find its certificate in the local store',
  '1100/1': 'the client is not ready for native mode',
  '1100/2': 'the client is ready for native mode',
}

/** `1000/2` of the table. */
export const managementPointFailed = { topic: 1000, id: 2 } as const

/** `1001/2` of the table. */
export const certificateNotFound = { topic: 1001, id: 2 } as const
