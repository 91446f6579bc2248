// Package date reads dates as Segment's destination does, and writes times as
// JavaScript does.
//
// The destination hands a timestamp to dayjs on Node.js, which hands what it does
// not know to V8's Date.parse; and that reads far more than ISO 8601: "Jan 2, 2024",
// "2024-1-2 3:04 pm", "abc 1". Whether an event is sent, and of which day, hangs on
// it. No library reads dates like that, so it is done here, after V8's own rules;
// the differential test against Segment's code in destination, and the one against
// real clients, hold the two together. Without it every such message would be
// judged wrong.
//
// It promises that [Read] finds the ms that V8 finds in UTC, or nothing where V8
// finds nothing, and that it marks what engines read each in their own way as free.
// The form that nearly all timestamps have allocates nothing.
//
// It never reads the clock, and knows no time zone but UTC.
package date
