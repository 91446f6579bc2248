// Package launchdarkly learns what LaunchDarkly knows of a project, its metrics
// and the experiments of an environment, from the REST API or from a file, as a
// [mapping.Catalogue].
//
// The ways in: [Client.Pull] asks LaunchDarkly; [ReadFile] and [ReadFiles] read
// files of any of the formats below; [Files.Join] makes one catalogue of them. The way out: [WriteFile] keeps a
// catalogue beside the code, so that a test needs no token. [FindCredentials]
// finds the token and the rest where LaunchDarkly's own ldcli finds them.
//
// It promises:
//
//   - It only reads: every request is a GET. The token goes to the host of the
//     base URL and nowhere else: redirects and links to other hosts are
//     refused, and so is plain http beyond this machine.
//   - A [Token] shows itself nowhere: not in an error, a log or a format verb.
//   - What the API gives is read as far as it goes. A metric that lacks
//     members, or has unknown ones, never hides another; one without a key is
//     left out and told of.
//   - A catalogue from the API is whole or is not given: half of one would call
//     good events wrong. What a token may not read is told of in warnings, and
//     so is a file that holds one page of several.
//   - It keeps to the rate limit, waits as long as LaunchDarkly asks but never
//     more than [resend.Longest] at a time, tries [MaxTries] times, and reads at most
//     [MaxPages] pages of [MaxBody] bytes. Ending the context ends every wait.
//   - Errors and warnings are safe to print: control characters from outside
//     are escaped in them. An error says what was asked, and the way out.
//   - [Read] of what [Append] wrote gives the same catalogue, and the same
//     catalogue always gives the same file.
//
// It never sends an event, never changes anything in LaunchDarkly, never keeps
// the answers of the API, and reads no clock and no environment but those it is
// given.
//
// # The file by hand
//
// Metrics by key, with the event key that each counts, and experiments by key,
// with the context kind that they randomize by and the metrics they use:
//
//	metrics:
//	  order-revenue: {event: Order Completed, numeric: true}
//	  signups: Signed Up
//	experiments:
//	  checkout-redesign: {unit: user, metrics: [order-revenue]}
//
// It is YAML, or the same as JSON. Everything else may be left out:
//
//	project, environment, clientSideId   keys; the client-side ID of the environment
//	critical                             true: the environment is a critical one
//	metricsPartial                       whether the project has metrics that are not listed
//	experimentsKnown                     whether experiments lists all; true where it stands
//	pulledAt                             ms since 1970
//	metrics, of each:
//	  event                              the event key, exactly
//	  numeric                            true: it counts values; else conversions
//	  kind                               custom (if not said), click or pageview
//	  units                              the context kinds it can be analysed by, or one
//	  filter                             {type, op, negate, contextKind, attribute, values}, or
//	                                     {type: group, op: and, group: [FILTER, …]}
//	  archived, dataSource, tags, name, unit, aggregation, analysis, success, versionId,
//	  attachedFlags, experiments, activeExperiments, activeRollouts, lastSeen
//	                                     as in [mapping.Metric]
//	experiments, of each:
//	  unit, metrics, flags               a context kind; keys, or {key, event, name, versionId, group,
//	                                     kind, numeric}; keys
//	  status                             running (if not said), stopped or not_started
//	  startedAt, endedAt                 ms since 1970
//	  environment                        that of the file, if not said
//	  name, dataSource, archived
//
// An experiment of which no unit, metric, flag, status or time is said has not
// begun. A list in which each names its key, as in
// [{key: signups, event: Signed Up}], does as well as a mapping by key. An
// unknown member and a wrong type are errors with their line and column. Of a
// metric Terraform's names do as well: event_key, is_numeric, analysis_units (or
// the older randomization_units; of both the first that says something counts),
// unit_aggregation_type, success_criteria. Anchors, aliases and tags of YAML are
// not read.
//
// The file that [Append] writes is of this format, as JSON, with lists, and
// "segtap": 1 at its start.
//
// # Files from the API
//
// The answers to
//
//	GET /api/v2/metrics/PROJECT
//	GET /api/v2/projects/PROJECT/environments/ENVIRONMENT/experiments
//
// as they came; a single metric or experiment; or a list of any of these.
// Project and environment are taken from the links in them. An answer that lacks
// what LaunchDarkly always gives, as ldcli's --fields leaves it, is read as far as
// it goes: what it does not say is not known, and is never taken for nothing.
//
// # Files from Terraform
//
// What `terraform show -json` writes of a state or of a plan, and a state file
// (version 4): the resources and data sources of the type launchdarkly_metric, in
// all modules. Of a plan it is what will be. Terraform knows of no experiments, and
// what it does not manage is no metric, as in a file by hand.
package launchdarkly
