import { escapeXml } from '../xml.ts'

/** POST is documented as its only verb; the path is not documented; our choice. */
export const fallbackStatusPointDirectory = '/SMS_FSP'
export const fallbackStatusPath = '/SMS_FSP/.sms_fsp'

/** A state message report in UTF-16 with its byte order mark, the shape of the 2007 SDK's state messages. */
export function stateMessageReport(client: string, topic: number, state: number, sentAt: Date): Buffer {
  const report =
    '<Report><ReportHeader><Identification><Machine><ClientInstalled>1</ClientInstalled>' +
    `<NetBIOSName>${escapeXml(client)}</NetBIOSName></Machine></Identification><ReportDetails>` +
    '<ReportContent>State Message Data</ReportContent><ReportType>Full</ReportType>' +
    `<Date>${sentAt.toISOString()}</Date></ReportDetails></ReportHeader><ReportBody>` +
    `<StateMessage MessageTime="${sentAt.toISOString()}" SerialNumber="1"><Topic ID="" Type="${topic}" IDType="0"/>` +
    `<State ID="${state}" Criticality="0"/></StateMessage></ReportBody></Report>`
  return Buffer.from(`\uFEFF${report}`, 'utf16le')
}
