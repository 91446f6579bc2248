// Package localca is a certificate authority for one machine, so that SDKs that
// insist on HTTPS can talk to a capture endpoint on it.
//
// It promises:
//
//   - The authority is made once and kept in a directory; a runtime that trusts
//     it goes on doing so until it runs out. It is made anew in its last month
//     only, and then [Authority.Made] says that it has to be trusted again.
//   - The private key is in a file of mode 0600, in a directory of mode 0700. A
//     key that others can read is refused, not used.
//   - The authority can vouch for little: names and addresses of this machine
//     and of private networks (RFC 5280, section 4.2.1.10). Whoever gets hold of
//     the key cannot pass for a site of the internet.
//   - The certificates that it signs live in memory, for 30 days, and are
//     renewed while they serve.
//   - Processes that open the same directory at once get the same authority.
//
// It never changes what a machine or a runtime trusts: [Authority.Trust] says
// how a person does.
package localca
