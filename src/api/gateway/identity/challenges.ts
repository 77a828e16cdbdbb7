const REALM = 'realm="rhumbline"';

/** RFC 9110: what a client may show who it is by. The scheme of API keys has no registered name. */
export function challenges(takesTokens: boolean): Record<string, string> {
  return { 'WWW-Authenticate': `ApiKey ${REALM}${takesTokens ? `, Bearer ${REALM}` : ''}` };
}

/** RFC 6750, section 3. @param description printable ASCII without quotes and backslashes */
export function tokenChallenge(description: string): Record<string, string> {
  return { 'WWW-Authenticate': `Bearer ${REALM}, error="invalid_token", error_description="${description}"` };
}
