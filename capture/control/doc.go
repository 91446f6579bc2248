// Package control is the automation API of segtap: what tests, scripts and agents ask over
// HTTP, beneath [Prefix], on the address that SDKs send to.
//
// It promises:
//
//   - All answers are JSON, but for the stream. An error is an object with a code, what is
//     wrong in a sentence, and the way out where there is one.
//   - Read your own write: an event whose sender has been answered is in the very next
//     answer.
//   - An event in an answer is the object that serve prints, of package eventjson.
//   - Wait answers the moment its condition holds: nothing is polled. Who waits costs
//     whoever captures no more than one who looks at the screen, however many wait.
//   - Nothing is remembered between two calls. What one caller does disturbs no other.
//   - Programs of this machine may ask, and others with a token: never a page that a browser
//     shows. No answer has a header of CORS.
//   - What it does is nothing that is captured, and no request without a route.
//
// Its routes are the rows of one table. The rooms: guard says who may ask, epoch knows which events came after a
// moment, eventjson writes them, and client asks for them.
package control
