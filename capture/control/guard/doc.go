// Package guard says who may ask the automation API: programs of this machine, those
// who have its token, and no page that a browser shows.
//
// It promises:
//
//   - What a browser sends for a page of another origin is refused, by its Origin and its
//     Sec-Fetch-Site, whatever it asks for. A page may send events; it may not read them,
//     nor have them sent on.
//   - A call is for an address that segtap listens on, or for a name that was given: a page
//     whose own name is made to lead here (DNS rebinding) is refused by its Host.
//   - Who listens beyond loopback asks for a token in every call, and lets nobody in
//     where there is none. A token is compared in constant time, and stands in no answer.
//
// It answers nothing by itself: it returns why a call is refused, in a sentence.
package guard
