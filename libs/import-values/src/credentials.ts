const credentialWords =
  /(password|passwd|passphrase|pass|pwd|token|credentials?|apikey|accesskey|privatekey|secretkey|secret)$/;

/** Whether what has this name is likely to be a password or the like: it is never copied. */
export function namesCredential(name: string): boolean {
  return credentialWords.test(name.toLowerCase().replaceAll(/[-_.]|[0-9]+$/g, ''));
}

/** A password may have a / in it; a port and a path are none. */
const userInUrl = /:\/\/[^/\s:@]*:(?!\d+\/)[^\s@]{1,256}@/;
/** Also behind `--`, a dot or an underscore, and in quotes. */
const assignment =
  /(?:^|[^a-z0-9])(?:password|passwd|pwd|passphrase|(?:api|access|private|secret)[-_]?key)["']?\s*[=:]\s*[^;,&\s]/i;
/** Words that people end a sentence with before a colon. */
const plainAssignment = /(?:^|[^a-z0-9])(?:token|secret)["']?\s*=\s*[^;,&\s]/i;
const privateKey = /-----BEGIN [A-Z ]*PRIVATE KEY-----/;

/** Whether a text has a password in it, as in `postgres://user:password@host` or `Password=...;`. */
export function holdsCredential(text: string): boolean {
  return [userInUrl, assignment, plainAssignment, privateKey].some((pattern) => pattern.test(text));
}
