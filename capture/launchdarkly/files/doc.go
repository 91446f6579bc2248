// Package files reads what files say of the metrics and experiments of a project,
// as a [catalogue.Catalogue], and writes one.
//
// The ways in: [Read] reads files of any of the formats below, [ReadText] a text;
// [Set.Join] makes one catalogue of them. The way out: [Write] keeps a catalogue
// beside the code, so that a test needs no token.
//
// It promises:
//
//   - A format is recognised by what stands in a file. A mistake in segtap's own
//     is an error with its place; an answer of the API is read as far as it goes.
//   - What is missing from the pages of a list is told of in warnings, and never
//     taken for what is not there. Warnings and errors are safe to print.
//   - [ReadText] of what [Append] wrote gives the same catalogue, and the same
//     catalogue always gives the same file. The places of the metrics are not written:
//     a file is to change when LaunchDarkly's metrics do, not when others move, and
//     who reads it finds them in itself.
//   - A file is written whole or not at all, and only in the place of one that
//     [Write] wrote.
//
// It never asks LaunchDarkly, and reads no clock.
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
//	                                     as in [catalogue.Metric]
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
// The file that [files.Append] writes is of this format, as JSON, with lists, and
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
// A directory with *.tf or *.tf.json files, or one of these, is a module as it is
// written: what [module] reads of it, which is what a plan would say. What cannot be
// known of it is said, and then the metrics are partial.
//
// What `terraform show -json` writes of a state or of a plan, and a state file
// (version 4): the resources and data sources of the type launchdarkly_metric, in
// all modules. Of a plan it is what will be. Terraform knows of no experiments, and
// what it does not manage is no metric, as in a file by hand.
package files
