// Package fakeld is a small LaunchDarkly for tests: the part of its REST API
// that segtap reads, on a port of this machine.
//
// It answers as LaunchDarkly's API documents: relative paging links and
// totalCount for metrics, total_count and no link for experiments, a 401
// without a body, 403 for a beta resource without the beta header, rate limit
// headers on every answer. [Server.Script] makes it answer otherwise for a
// while.
//
// It knows one project of one environment, and never changes what it was given.
package fakeld
