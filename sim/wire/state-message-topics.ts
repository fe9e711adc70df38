/**
 * The topic types of state messages, by number: those of 2007 ("Topic", cc144915; "SMS_StateInformation Server WMI
 * Class", cc144885) and, from 800 on, those that clients send to a fallback status point, which only the later
 * versions' list ("State messages in Configuration Manager") numbers.
 */
export const stateMessageTopics: Readonly<Record<number, string>> = {
  100: 'state migration',
  200: 'Network Access Protection',
  300: 'assignment compliance',
  301: 'assignment enforcement',
  302: 'assignment evaluation',
  400: 'software update detection',
  401: 'compliance',
  402: 'software updates installation',
  403: 'desired configuration management scan status',
  // cc144915 calls it "State System timing message", cc144885 "Software update detection".
  500: 'software update detection (state system timing)',
  501: 'software update scan status',
  600: 'PXE',
  700: 'client status by a fallback status point',
  800: 'client deployment',
  1000: "client's communication with its management point",
  1001: "client's certificate",
  1100: 'native mode readiness',
}
