// Package sdktest holds no code, only tests: real Segment SDKs, unmodified and
// set up with the very lines that `segtap snippet` prints, send to a capture
// endpoint on a loopback port, and every message that arrives is compared with
// what was sent. analytics.js runs in a real browser, on a page of another
// origin.
//
// The tests never leave this machine. They need Go, Node with the packages of
// testdata/node, and Chromium; the script install fetches what is missing of
// the last two. Where something is missing the tests that need it are skipped,
// unless SEGTAP_TEST_CLIENTS=require asks for all of them.
package sdktest
