import type { CodeTable } from './code-table.ts'

/** What the Windows Update Agent says of its talk to a WSUS server: 0x802440xx. */
export const updateAgentErrors: CodeTable = {
  kind: 'Windows Update Agent error',
  end: 'client',
  source: 'Windows Update error code list (wuerror.h)',
  codes: {
    '0x80244000': { name: 'WU_E_PT_SOAPCLIENT_BASE', means: 'an error of the SOAP client' },
    '0x80244001': { name: 'WU_E_PT_SOAPCLIENT_INITIALIZE', means: 'the SOAP client could not be set up' },
    '0x80244002': { name: 'WU_E_PT_SOAPCLIENT_OUTOFMEMORY', means: 'the SOAP client ran out of memory' },
    '0x80244003': { name: 'WU_E_PT_SOAPCLIENT_GENERATE', means: 'the request could not be made' },
    '0x80244004': {
      name: 'WU_E_PT_SOAPCLIENT_CONNECT',
      means: 'no connection to the update server',
      like: ['12029'],
    },
    '0x80244005': { name: 'WU_E_PT_SOAPCLIENT_SEND', means: 'the request could not be sent' },
    '0x80244006': { name: 'WU_E_PT_SOAPCLIENT_SERVER', means: 'the update server failed', like: ['500'] },
    '0x80244007': {
      name: 'WU_E_PT_SOAPCLIENT_SOAPFAULT',
      means: 'the update server answered with a SOAP fault',
    },
    '0x80244008': {
      name: 'WU_E_PT_SOAPCLIENT_PARSEFAULT',
      means: "the update server's SOAP fault cannot be read",
    },
    '0x80244009': { name: 'WU_E_PT_SOAPCLIENT_READ', means: "the update server's answer could not be read" },
    '0x8024400A': {
      name: 'WU_E_PT_SOAPCLIENT_PARSE',
      means: "the update server's answer cannot be understood",
      like: ['12152'],
    },
    '0x8024400B': { name: 'WU_E_PT_SOAP_VERSION', means: 'the versions of SOAP differ' },
    '0x8024400C': {
      name: 'WU_E_PT_SOAP_MUST_UNDERSTAND',
      means: 'a header of the message is not understood',
    },
    '0x8024400D': { name: 'WU_E_PT_SOAP_CLIENT', means: 'the update server takes the message to be wrong' },
    '0x8024400E': {
      name: 'WU_E_PT_SOAP_SERVER',
      means: 'the update server could not deal with the message now',
    },
    '0x8024400F': { name: 'WU_E_PT_WMI_ERROR', means: 'an error of WMI' },
    '0x80244010': {
      name: 'WU_E_PT_EXCEEDED_MAX_SERVER_TRIPS',
      means: 'the scan needed more requests than are allowed; the next one goes on',
    },
    '0x80244011': {
      name: 'WU_E_PT_SUS_SERVER_NOT_SET',
      means: 'no update server is set in the registry (WUServer)',
    },
    '0x80244012': { name: 'WU_E_PT_DOUBLE_INITIALIZATION', means: 'it was set up twice' },
    '0x80244013': {
      name: 'WU_E_PT_INVALID_COMPUTER_NAME',
      means: "the computer's name could not be found out",
    },
    '0x80244015': {
      name: 'WU_E_PT_REFRESH_CACHE_REQUIRED',
      means: "the update server changed, or the client's cookie is not valid any more",
    },
    '0x80244016': {
      name: 'WU_E_PT_HTTP_STATUS_BAD_REQUEST',
      means: 'the update server answered 400',
      like: ['400'],
    },
    '0x80244017': {
      name: 'WU_E_PT_HTTP_STATUS_DENIED',
      means: 'the update server answered 401',
      like: ['401'],
    },
    '0x80244018': {
      name: 'WU_E_PT_HTTP_STATUS_FORBIDDEN',
      means: 'the update server, or a proxy, answered 403',
      like: ['403'],
    },
    '0x80244019': {
      name: 'WU_E_PT_HTTP_STATUS_NOT_FOUND',
      means: 'the update server answered 404',
      like: ['404'],
    },
    '0x8024401A': {
      name: 'WU_E_PT_HTTP_STATUS_BAD_METHOD',
      means: 'the update server answered 405',
      like: ['405'],
    },
    '0x8024401B': { name: 'WU_E_PT_HTTP_STATUS_PROXY_AUTH_REQ', means: 'the proxy wants a logon (407)' },
    '0x8024401C': {
      name: 'WU_E_PT_HTTP_STATUS_REQUEST_TIMEOUT',
      means: 'there was no answer in time (408)',
      like: ['12002'],
    },
    '0x8024401D': { name: 'WU_E_PT_HTTP_STATUS_CONFLICT', means: 'the update server answered 409' },
    '0x8024401E': { name: 'WU_E_PT_HTTP_STATUS_GONE', means: 'the update server answered 410' },
    '0x8024401F': {
      name: 'WU_E_PT_HTTP_STATUS_SERVER_ERROR',
      means: 'the update server answered 500',
      like: ['500'],
    },
    '0x80244020': {
      name: 'WU_E_PT_HTTP_STATUS_NOT_SUPPORTED',
      means: 'the update server answered 501',
      like: ['501'],
    },
    '0x80244021': {
      name: 'WU_E_PT_HTTP_STATUS_BAD_GATEWAY',
      means: 'a proxy got no proper answer from the update server (502)',
      like: ['502'],
    },
    '0x80244022': {
      name: 'WU_E_PT_HTTP_STATUS_SERVICE_UNAVAIL',
      means: 'the update server answered 503',
      like: ['503'],
    },
    '0x80244023': {
      name: 'WU_E_PT_HTTP_STATUS_GATEWAY_TIMEOUT',
      means: 'a proxy got no answer from the update server in time (504)',
      like: ['504'],
    },
    '0x80244024': {
      name: 'WU_E_PT_HTTP_STATUS_VERSION_NOT_SUP',
      means: 'the update server does not speak this version of HTTP (505)',
    },
    '0x80244025': {
      name: 'WU_E_PT_FILE_LOCATIONS_CHANGED',
      means: 'the places of files changed; the client asks for them again',
    },
    '0x80244026': {
      name: 'WU_E_PT_REGISTRATION_NOT_SUPPORTED',
      means: 'the update server takes no registrations',
    },
    '0x80244027': {
      name: 'WU_E_PT_NO_AUTH_PLUGINS_REQUESTED',
      means: 'the update server names no way to authenticate',
    },
    '0x80244028': {
      name: 'WU_E_PT_NO_AUTH_COOKIES_CREATED',
      means: 'no cookie could be made by any way to authenticate',
    },
    '0x80244029': {
      name: 'WU_E_PT_INVALID_CONFIG_PROP',
      means: 'a setting of the update server is not valid',
    },
    '0x8024402A': { name: 'WU_E_PT_CONFIG_PROP_MISSING', means: 'a setting of the update server is missing' },
    '0x8024402B': {
      name: 'WU_E_PT_HTTP_STATUS_NOT_MAPPED',
      means: 'the update server answered with some other error status',
    },
    '0x8024402C': {
      name: 'WU_E_PT_WINHTTP_NAME_NOT_RESOLVED',
      means: 'the name of the update server, or of the proxy, could not be resolved',
      like: ['12007'],
    },
    '0x8024402F': {
      name: 'WU_E_PT_ECP_SUCCEEDED_WITH_ERRORS',
      means: 'a downloaded cabinet was dealt with, but not without errors',
    },
    '0x8024CFFF': { name: 'WU_E_DRV_UNEXPECTED', means: 'an error of drivers that has no code of its own' },
  },
}
