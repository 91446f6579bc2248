// Package sdktest holds no code, only tests: real SDKs of Segment and of others
// that send its messages, unmodified and set up with the very lines that `segtap
// snippet` prints, send to a capture endpoint on a loopback port, and every
// message that arrives is compared with what was sent. What is made for pages
// runs in a real browser, on a page of another origin; React Native's SDK runs in
// Node, with what only a phone has stubbed.
//
// The tests never leave this machine: an SDK that turns elsewhere fails. They need Go, Node with the packages of
// testdata/node, and Chromium; the script install fetches what is missing of
// the last two. Where something is missing the tests that need it are skipped,
// unless SEGTAP_TEST_CLIENTS=require asks for all of them.
package sdktest
