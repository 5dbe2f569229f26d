const credentialWords =
  /(password|passwd|passphrase|pass|pwd|token|credentials?|apikey|accesskey|privatekey|secretkey|secret)$/;

/** Whether what has this name is likely to be a password or the like: it is never copied. */
export function namesCredential(name: string): boolean {
  return credentialWords.test(name.toLowerCase().replaceAll(/[-_.]/g, ''));
}

const userInUrl = /:\/\/[^/\s:@]*:[^/\s@]+@/;
const assignment = /(?:^|[;,?&\s])(?:password|passwd|pwd)\s*[=:]\s*[^;,&\s]/i;
const privateKey = /-----BEGIN [A-Z ]*PRIVATE KEY-----/;

/** Whether a text has a password in it, as in `postgres://user:password@host` or `Password=...;`. */
export function holdsCredential(text: string): boolean {
  return userInUrl.test(text) || assignment.test(text) || privateKey.test(text);
}
