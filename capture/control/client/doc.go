// Package client asks the automation API of a segtap that runs.
//
// It promises that an error of the API comes as an [Error], with all that was answered,
// and that [ErrNobody] says where no segtap answers, and [ErrUntrusted] where its certificate is
// not trusted. Health, Wait and Check come to an end although nobody answers. Events are as they came: [Event.Text]
// has their bytes. It asks whom it is told to and nobody else, through no proxy, and
// follows no redirect: a token goes nowhere else.
package client
