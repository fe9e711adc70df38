import t from 'tap'
import { diagnosed } from './diagnosed.ts'

/** Lines that people posted, with what the page that shows them says it was. */
interface Posted {
  source: string
  lines: readonly string[]
  /** The first candidate has to be one of these: the page names the cause, but not always more closely. */
  causes: readonly string[]
}

const posted: readonly Posted[] = [
  {
    source:
      '"Common native mode client -> MP error messages and what to do about them": the root is not trusted',
    lines: [
      '[CCMHTTP] AsyncCallback(): WINHTTP_CALLBACK_STATUS_SECURE_FAILURE Encountered',
      '[CCMHTTP] : dwStatusInformationLength is 4',
      '[CCMHTTP] : lpvStatusInformation is 0x8',
      '[CCMHTTP] : WINHTTP_CALLBACK_STATUS_FLAG_INVALID_CA is set',
      '[CCMHTTP] ERROR: URL=https://mp.contoso.com/ccm_system/request, Port=443, Options=63, Code=12175, Text=ERROR_WINHTTP_SECURE_FAILURE',
    ],
    causes: ['server-certificate-untrusted'],
  },
  {
    source:
      'a cloud management gateway whose revocation list cannot be reached and whose root is not trusted',
    lines: [
      '[CCMHTTP] AsyncCallback(): WINHTTP_CALLBACK_STATUS_SECURE_FAILURE Encountered',
      '[CCMHTTP] : dwStatusInformationLength is 4',
      '[CCMHTTP] : lpvStatusInformation is 0x9',
      '[CCMHTTP] : WINHTTP_CALLBACK_STATUS_FLAG_CERT_REV_FAILED is set',
      '[CCMHTTP] : WINHTTP_CALLBACK_STATUS_FLAG_INVALID_CA is set',
      '[CCMHTTP] ERROR: URL=https://CMG.CONTOSO.COM/CCM_Proxy_ServerAuth/72057594037928017/CCM_STS, Port=443, Options=63, Code=12175, Text=ERROR_WINHTTP_SECURE_FAILURE',
    ],
    causes: ['server-certificate-untrusted', 'revocation-list-unreachable'],
  },
  {
    source: 'a management point whose application fails with 500',
    lines: [
      '[CCMHTTP] ERROR: URL=http://SCCM.acc.local/ccm_system/request, Port=80, Options=224, Code=0, Text=CCM_E_BAD_HTTP_STATUS_CODE',
      '[CCMHTTP] ERROR INFO: StatusCode=500 StatusText=Internal Server Error',
      'Post to http://SCCM.acc.local/ccm_system/request failed with 0x87d00231.',
    ],
    causes: ['server-error'],
  },
  {
    source: 'WinHTTP Error Messages: 0x80072efd is ERROR_WINHTTP_CANNOT_CONNECT',
    lines: ['GetDirectoryList_HTTP mapping original error 0x80072efd to 0x800704cf.'],
    causes: ['nothing-listens'],
  },
  {
    source: 'CCM_E_NO_CLIENT_PKI_CERT: the client has no certificate to present',
    lines: [
      '[CCMHTTP] ERROR: URL=https://cmg.cloudapp.net/downloadrestservice.svc/getcontentxmlsecure?pid=XXX002B9, Port=0, Options=224, Code=0, Text=CCM_E_NO_CLIENT_PKI_CERT',
      'GetDirectoryList failed with a non-recoverable failure, 0x87d00454',
    ],
    causes: ['client-certificate-missing'],
  },
]

/** The same lines as the client writes them, and as people copy them. */
const forms: Readonly<Record<string, (line: string) => string>> = {
  bare: (line) => line,
  CMTrace: (line) =>
    `<![LOG[${line}]LOG]!><time="10:11:12.123-060" date="03-04-2010" component="CcmExec" context="" type="1" thread="1234" file="ccmhttperror.cpp:297">`,
  'the older form': (line) => `${line}  $$<CcmExec><03-04-2010 10:11:12.123-060><thread=1234 (0x4D2)>`,
  'copied from the viewer': (line) => `${line}\tCcmExec\t3/4/2010 10:11:12 AM\t1234 (0x04D2)`,
}

for (const [form, written] of Object.entries(forms)) {
  void t.test(`lines that people post have the documented cause first: ${form}`, (t) => {
    for (const { source, lines, causes } of posted) {
      const { failures } = diagnosed([{ path: 'CcmExec.log', text: lines.map(written).join('\r\n') }])
      t.equal(failures.length, 1, `${source}: one request, one failure`)
      const [failure] = failures
      const [likely] = failure?.candidates ?? []
      t.ok(likely && causes.includes(likely.entry.id), `${source}: ${likely?.entry.id ?? 'nothing'}`)
      t.equal(failure?.certain, false, 'one end alone is never certain')
      t.equal(failure?.ends, 'client')
      t.equal(failure?.first?.slice(0, 10), form === 'bare' ? undefined : '2010-03-04')
    }
    t.end()
  })
}
