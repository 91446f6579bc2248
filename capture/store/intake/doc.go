// Package intake says in a record what a request was, and takes it in again from there.
//
// It promises that [Of] a record that [Note] was given gives the intake as it was when the
// request came, and that no credentials are kept. It never judges.
package intake
