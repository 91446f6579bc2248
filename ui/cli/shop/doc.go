// Package shop is the traffic of `segtap demo`: a small web shop with the mistakes
// that real integrations make, and the metrics of it.
//
// It promises the same traffic for the same seed, and every kind of trouble within the
// first calls. It sends to the endpoint that it is given and nowhere else.
package shop
