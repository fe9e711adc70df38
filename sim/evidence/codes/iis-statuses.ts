import type { CodeTable } from './code-table.ts'
import type { Basis } from '../../vocabulary/basis.ts'

/** Each status and substatus of IIS 6 and later: what it means, and what to do where the substatus alone tells it. */
export const iisStatuses: CodeTable = {
  kind: 'status of the web server',
  end: 'either',
  source: 'HTTP 403.x-Forbidden; HTTP status codes in IIS (KB 943891)',
  codes: {
    '200': {
      means: 'the request is answered; sc-win32-status 64 beside it: the client has not had the whole answer',
    },
    // 303 and 308 are of RFC 9110, section 15.4.
    '301': { means: 'this address has moved for good, to the one in the header Location' },
    '302': { means: 'what is asked for is at the address in the header Location' },
    '303': { means: 'the answer is to be fetched from the address in the header Location' },
    '307': { means: 'what is asked for is for now at the address in the header Location' },
    '308': { means: 'this address has moved for good, to the one in the header Location' },
    '400': {
      means:
        'the request cannot be understood; nginx gives this answer to a client certificate that it refuses',
    },
    '400.1': { means: 'the header Destination is not valid' },
    '400.2': { means: 'the header Depth is not valid' },
    '400.3': { means: 'the header If is not valid' },
    '400.4': { means: 'the header Overwrite is not valid' },
    '400.5': { means: 'the header Translate is not valid' },
    '400.6': { means: 'the body of the request is not valid' },
    '400.7': { means: 'the content length is not valid' },
    '400.8': { means: 'the timeout is not valid' },
    '400.9': { means: 'the lock token is not valid' },
    '401': { means: 'the request is not authorized' },
    '401.1': {
      means: 'the logon failed',
      remedy:
        'Check the account and its password; on the server itself, also the loopback check and its service names.',
    },
    '401.2': {
      means: "the logon failed because of the server's configuration",
      remedy:
        'Allow a way of authentication that the client offers, or anonymous access, on the virtual directory.',
    },
    '401.3': {
      means: "not authorized by the resource's access control list",
      remedy: 'Give the account read access to the file or folder (NTFS permissions).',
    },
    '401.4': { means: 'not authorized by a filter', remedy: 'Look at the ISAPI filters of the web site.' },
    '401.5': { means: 'not authorized by an ISAPI or CGI application' },
    '401.501': { means: 'too many requests from one address (dynamic IP restrictions)' },
    '401.502': { means: 'too many requests at once from one address (dynamic IP restrictions)' },
    '401.503': { means: "the client's address is on the list of those denied" },
    '401.504': { means: "the client's host name is on the list of those denied" },
    '403': { means: 'access is forbidden; the substatus in the log of the web server says why' },
    '403.1': { means: 'execute access is forbidden' },
    '403.2': { means: 'read access is forbidden' },
    '403.3': { means: 'write access is forbidden' },
    '403.4': { means: 'SSL is required' },
    '403.5': { means: 'SSL with 128 bits is required' },
    '403.6': { means: "the client's IP address is rejected" },
    '403.7': {
      means: 'a client certificate is required: none came, or none from an authority that the server names',
      otherCauses: [
        {
          cause:
            "the server sends a list of trusted authorities that lacks the root of the client's certificate",
          remedy:
            'Remove certificates that are not self-signed from the trusted roots of the site system, or switch ' +
            'the list off (SendTrustedIssuerList).',
          source: 'KB 2802568',
        },
      ],
    },
    '403.8': { means: "the client's DNS name is rejected, or access to the web site is denied" },
    '403.9': { means: 'too many clients are connected' },
    '403.10': {
      means: 'the configuration of the web server does not allow it',
      remedy: 'Compare the execute permissions of the virtual directory with what is asked for.',
    },
    '403.11': {
      means: 'the password was changed',
      remedy: 'Give the new password wherever the old one is kept.',
    },
    '403.12': { means: 'the certificate mapper denied access' },
    '403.13': { means: 'the client certificate was revoked, or its revocation list is not available' },
    '403.14': { means: 'listing the directory is denied' },
    '403.15': {
      means: 'there are not enough client access licenses',
      remedy:
        'Raise the number of client access licenses on the server (Windows 2000), and see License Logging.',
    },
    '403.16': {
      means: 'the client certificate is not trusted, or is malformed',
      otherCauses: [
        {
          cause: 'a certificate that is not self-signed stands among the trusted roots of the web server',
          remedy:
            'Move each certificate that is not self-signed from the Trusted Root Certification Authorities of the ' +
            'site system to its Intermediate Certification Authorities.',
          source: 'KB 2802568',
        },
        {
          cause: 'the web server trusts more authorities than fit into its list, which is then cut',
          remedy: 'Remove roots that nobody needs, or switch the list off (SendTrustedIssuerList).',
          source: 'KB 2801679',
        },
      ],
    },
    '403.17': { means: 'the client certificate has expired or is not valid yet' },
    '403.18': {
      means: 'the URL cannot be carried out in the application pool that it was sent to',
      remedy: 'Put the virtual directories between which the request is passed into one application pool.',
    },
    '403.19': {
      means: 'the account of the application pool may not run CGI programs',
      remedy: 'Give the account the rights Adjust memory quotas and Replace a process level token.',
    },
    '403.20': { means: 'the logon with Passport failed' },
    '403.21': { means: 'access to the source is denied' },
    '403.22': { means: 'infinite depth is denied (WebDAV)' },
    '403.501': { means: 'too many requests from one address (dynamic IP restrictions)' },
    '403.502': { means: 'too many requests at once from one address (dynamic IP restrictions)' },
    '404': { means: 'there is no such file or virtual directory' },
    '404.0': { means: 'there is no such file or virtual directory' },
    '404.1': { means: 'there is no such web site on this port' },
    '404.2': {
      means: 'the ISAPI or CGI extension is not allowed',
      remedy:
        'Allow the extension of the role among the Web Service Extensions (ISAPI and CGI Restrictions).',
    },
    '404.3': {
      means: 'the MIME type is not allowed',
      remedy: 'Add the MIME type, or the handler of the extension, to the virtual directory.',
    },
    '404.4': { means: 'nothing is set up to handle the request', remedy: 'Add a handler for the extension.' },
    '404.5': {
      means: 'request filtering denied a sequence in the URL',
      remedy: 'Remove the sequence from the denied ones (denyUrlSequences), or rename the content.',
    },
    '404.6': {
      means: 'request filtering denied the HTTP method',
      remedy: 'Allow the method (verbs), such as PROPFIND, HEAD or BITS_POST.',
    },
    '404.7': {
      means: 'request filtering denied the file name extension (IIS 7)',
      remedy: 'Allow the extension in request filtering (fileExtensions); packages hold files of any kind.',
    },
    '404.8': {
      means: 'request filtering denied a hidden part of the path (IIS 7)',
      remedy: 'Remove the name of the folder from the hidden segments, such as bin.',
    },
    '404.9': { means: 'the file is hidden', remedy: 'Remove the attribute Hidden from the file.' },
    '404.10': {
      means: 'request filtering denied a header that is too long',
      remedy: 'Raise the limit of the header.',
    },
    '404.11': {
      means: 'request filtering denied a path that is escaped twice (IIS 7)',
      remedy: 'Allow double escaping (allowDoubleEscaping); names of packages may hold a plus sign.',
    },
    '404.12': {
      means: 'request filtering denied characters above 127 in the path',
      remedy: 'Allow them (allowHighBitCharacters).',
    },
    '404.13': {
      means: 'request filtering denied a body that is too long',
      remedy: 'Raise maxAllowedContentLength; inventories can be long.',
    },
    '404.14': { means: 'request filtering denied a URL that is too long', remedy: 'Raise maxUrl.' },
    '404.15': {
      means: 'request filtering denied a query that is too long',
      remedy: 'Raise maxQueryString on the virtual directory.',
    },
    '404.16': { means: 'DAV sent the request to the handler of static files' },
    '404.17': { means: 'the handler of static files got something that is to be executed' },
    '404.18': { means: 'request filtering denied a sequence in the query' },
    '404.19': { means: 'request filtering denied the request by a rule' },
    '404.20': { means: 'request filtering denied too many parts of the URL' },
    '405': { means: 'the HTTP method is not allowed' },
    '406': { means: 'the server has the content in no form that the client takes' },
    '407': {
      means: 'the proxy wants a logon',
      remedy: 'Let the client reach the site system without the proxy, or set its credentials.',
    },
    '408': { means: 'the request did not come whole in time' },
    '411': { means: 'the request does not say how long it is' },
    '412': { means: 'a condition of the request does not hold' },
    '413': {
      means:
        'the request is too long; over HTTPS also: longer than the server keeps while it asks for a client certificate',
      remedy:
        'Raise uploadReadAheadSize on the web site, so that a request is kept during the new handshake.',
    },
    '413.1': {
      means: 'the request is longer than the limit of the server',
      remedy: 'Raise the limit of the length of requests (maxAllowedContentLength, uploadReadAheadSize).',
    },
    '414': { means: 'the URL is too long' },
    '415': { means: 'the server does not take content of this type' },
    '416': { means: 'the file has no such range' },
    '417': { means: 'the server cannot do what the header Expect asks for' },
    '421': { means: 'this server is not the one for this host' },
    '423': { means: 'the file is locked (WebDAV)' },
    '418': {
      means: 'a status that no web server of a site system gives; the simulation answers with it by a script',
    },
    '500': { means: 'the web server or the application behind it failed' },
    '500.0': {
      means: 'a module or ISAPI extension failed (IIS 7)',
      remedy:
        'Read the component log of the role and the application event log; repair or reinstall the role.',
    },
    '500.11': { means: 'the application is shutting down', remedy: 'Wait until it has started again.' },
    '500.12': { means: 'the application is starting again', remedy: 'Wait until it has started again.' },
    '500.13': {
      means: 'the web server is too busy',
      remedy:
        'Look at the length of the request queue and the limit of ASP, and at what the requests wait for.',
    },
    '500.14': { means: 'the configuration of the application is not valid on the server' },
    '500.15': { means: 'the file is not to be asked for directly (global.asa)' },
    '500.16': {
      means: 'the credentials for a remote share are wrong (UNC)',
      remedy: 'Correct the account with which the virtual directory reaches the share.',
    },
    '500.17': { means: 'the store of URL authorizations was not found' },
    '500.18': { means: 'the store of URL authorizations cannot be opened' },
    '500.19': {
      means: "the web server's configuration cannot be read (IIS 7)",
      remedy:
        'Read the error page on the server for the file and line; a locked section, a missing module or ' +
        'missing permissions on web.config are usual.',
    },
    '500.20': { means: 'the scope of URL authorizations was not found' },
    '500.21': {
      means: 'the handler of the request is not installed',
      remedy: 'Install ASP.NET in the web server, or remove the handler.',
    },
    '500.22': { means: 'a module of ASP.NET does not work in an integrated application pool' },
    '500.23': { means: 'a handler of ASP.NET does not work in an integrated application pool' },
    '500.24': { means: 'impersonation of ASP.NET does not work in an integrated application pool' },
    '500.50': { means: 'a rule for rewriting URLs failed as the request began' },
    '500.51': { means: 'a rule for rewriting URLs failed: global configuration' },
    '500.52': { means: 'a rule for rewriting URLs failed: sending the answer' },
    '500.53': { means: 'a rule for rewriting URLs failed: rewriting the answer' },
    '500.100': {
      means: 'an error in an ASP page',
      remedy: 'Let the page show its error on the server itself.',
    },
    '501': { means: 'the server knows no such HTTP method' },
    '502': { means: 'a server behind the web server failed' },
    '502.1': { means: 'a CGI program took too long' },
    '502.2': { means: 'a CGI program failed, or its headers are not whole' },
    '502.3': {
      means: 'a proxy in the web server could not connect to the server behind it',
      remedy:
        'Look at the sc-win32-status in the same line: it is the error of the connection behind the proxy.',
      like: ['12029', '12175'],
    },
    '502.4': { means: 'a proxy in the web server has no server left to pass the request to' },
    '503': { means: 'the application pool is stopped, or the server is overloaded' },
    '503.0': { means: 'the application pool is not available' },
    '503.2': {
      means: 'too many requests are being carried out at once (IIS 7)',
      remedy: 'Raise appConcurrentRequestLimit, or find what the requests wait for.',
    },
    '503.3': { means: 'the queue of ASP.NET is full', remedy: 'Find what the requests wait for.' },
    '503.4': { means: 'the queue of FastCGI is full', remedy: 'Find what the requests wait for.' },
    '504': { means: 'a server behind the web server did not answer in time' },
    '505': { means: 'the server does not speak this version of HTTP' },
  },
}

export const basis: readonly Basis[] = [
  {
    certainty: 'documented',
    about: "The web server's 403 substatuses (other public sources)",
  },
]
