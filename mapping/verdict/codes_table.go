package verdict

import (
	"segtap/mapping/message"
)

// The sources that the rules below come from.
const (
	srcHTTPAPI    = "https://segment.com/docs/connections/sources/catalog/libraries/server/http-api/"
	srcDiscards   = "https://segment.com/docs/connections/delivery-overview/"
	srcDuplicates = "https://segment.com/docs/guides/duplicate-data/"
	srcCommon     = "https://segment.com/docs/connections/spec/common/"

	srcPlans       = "https://segment.com/docs/protocols/enforce/schema-configuration/"
	srcRouting     = "https://segment.com/docs/guides/filtering-data/#filtering-with-the-integrations-object"
	srcConsent     = "https://segment.com/docs/privacy/consent-management/consent-in-segment-connections/"
	srcTrackEvent  = "https://github.com/segmentio/action-destinations/blob/main/packages/destination-actions/src/destinations/launchdarkly/trackEvent/index.ts"
	srcAliasUser   = "https://github.com/segmentio/action-destinations/blob/main/packages/destination-actions/src/destinations/launchdarkly/aliasUser/index.ts"
	srcHAR         = "https://w3c.github.io/web-performance/specs/HAR/Overview.html"
	srcJSON        = "https://www.rfc-editor.org/rfc/rfc8259"
	srcLDSegment   = "https://launchdarkly.com/docs/integrations/metric-segment"
	srcLDImport    = "https://launchdarkly.com/docs/home/metrics/import-events"
	srcLDContexts  = "https://launchdarkly.com/docs/home/flags/context-kinds"
	srcLDAnonymous = "https://launchdarkly.com/docs/home/observability/anonymous-contexts"
	srcLDEvents    = "https://launchdarkly.com/docs/home/metrics/metric-events"
	srcLDFilters   = "https://launchdarkly.com/docs/home/metrics/event-filters"
	srcLDMetrics   = "https://launchdarkly.com/docs/home/metrics"
	srcLDWarehouse = "https://launchdarkly.com/docs/home/warehouse-native"
	srcLDUnits     = "https://launchdarkly.com/docs/home/experimentation/randomization"
	srcLDHealth    = "https://launchdarkly.com/docs/home/experimentation/health-checks"
)

// codes is the one table of codes: what is explained, documented and tested is
// made from it.
var codes = [codeCount]CodeInfo{
	NoCode: {Name: "none"},

	InvalidJSON: {
		InvalidJSON, string(message.InvalidJSON), Error, Received,
		"The body is not one well-formed JSON object.",
		"Segment answers 400 and keeps nothing of the request. A bare NaN or Infinity, as Python writes it, is not JSON either.",
		"Repair the text at the place named; let an SDK or a JSON library write it.", srcHTTPAPI,
	},
	InvalidUTF8: {
		InvalidUTF8, "invalid_utf8", Warning, Received,
		"The text has bytes that are not UTF-8, or half of a surrogate pair.",
		"What is not UTF-8 reaches LaunchDarkly as replacement characters: two different keys can become one.",
		"Send UTF-8; cut strings between characters, not between code units.", srcJSON,
	},
	DuplicateMember: {
		DuplicateMember, "duplicate_member", Warning, Received,
		"An object has two members of the same name.",
		"The last one wins; the others are lost, and nobody is told.",
		"Remove all but one of them.", srcJSON,
	},
	NumberPrecisionLost: {
		NumberPrecisionLost, "number_precision_lost", Warning, Received,
		"A number has more digits than a double can hold.",
		"Segment's destination reads numbers as doubles: 9007199254740993 arrives as 9007199254740992.",
		"Send identifiers and long numbers as strings.", srcTrackEvent,
	},
	MessageTooLarge: {
		MessageTooLarge, string(message.TooLarge), Error, Received,
		"The message is larger than 32 KB.",
		"Segment answers 400 on the single routes, and drops the message from a batch.",
		"Send less: large lists and texts do not belong in properties.", srcHTTPAPI + "#max-request-size",
	},
	BatchTooLarge: {
		BatchTooLarge, string(message.BatchTooLarge), Error, Received,
		"The request is larger than 500 KB.",
		"Segment answers 400 and keeps none of its messages.",
		"Lower the batch size of the SDK; flush more often.", srcHTTPAPI + "#max-request-size",
	},
	BatchTooLong: {
		BatchTooLong, string(message.BatchTooLong), Error, Received,
		"The batch has more than 2,500 messages.",
		"Segment answers 200 and drops the batch.",
		"Lower the batch size of the SDK.", srcHTTPAPI + "#batch",
	},
	EmptyBatch: {
		EmptyBatch, string(message.EmptyBatch), Error, Received,
		"The batch has no messages.",
		"Segment answers 200; nothing is kept, since there is nothing.",
		"Do not flush an empty queue; look for what removed the messages.", srcDiscards,
	},
	MessageIDTooLong: {
		MessageIDTooLong, "message_id_too_long", Warning, Received,
		"The messageId is longer than 100 characters.",
		"That is over Segment's documented limit; what happens then is not documented.",
		"Use a UUID.", srcCommon,
	},
	BodyNotRecorded: {
		BodyNotRecorded, string(message.BodyNotRecorded), Info, Received,
		"The file tells of a request and does not have its body.",
		"Nothing is known of its messages. A browser's HAR has no body of what navigator.sendBeacon sends as a Blob.",
		"Point the SDK here instead, or have it send with fetch while the HAR is recorded.", srcHAR,
	},
	BodySpoilt: {
		BodySpoilt, string(message.BodySpoilt), Info, Received,
		"The file has the body of a request as text, and it was packed: it cannot be unpacked any more.",
		"Nothing is known of its messages. A browser's HAR writes a gzip body down as if it were UTF-8.",
		"Point the SDK here instead, or switch its compression off while the HAR is recorded.", srcHAR,
	},

	NoUserAnonID: {
		NoUserAnonID, "no_user_anon_id", Error, Accepted,
		"The message has neither userId nor anonymousId.",
		"Segment answers 200 and then drops the message.",
		"Send userId for a known user, anonymousId otherwise.", srcDiscards,
	},
	IDNotString: {
		IDNotString, "id_not_string", Error, Accepted,
		"userId or anonymousId is empty or not a string.",
		"Segment answers 200 and then drops the message.",
		"Send the id as a non-empty string; leave it out when there is none.", srcDiscards,
	},
	EventNotDefined: {
		EventNotDefined, "event_not_defined", Error, Accepted,
		"The Track call has no event name.",
		"Segment answers 200 and then drops the message.",
		"Send the event name in `event`; it must equal the event key of the metric.", srcDiscards,
	},
	EventNotString: {
		EventNotString, "event_not_string", Error, Accepted,
		"The event name is not a string.",
		"Segment answers 200 and then drops the message.",
		"Send the event name as a string.", srcDiscards,
	},
	PropertiesNotObject: {
		PropertiesNotObject, "properties_not_object", Error, Accepted,
		"properties is not an object.",
		"Segment answers 200 and then drops the message.",
		"Send an object, or leave properties out.", srcDiscards,
	},
	TraitsNotObject: {
		TraitsNotObject, "traits_not_object", Error, Accepted,
		"traits is not an object.",
		"Segment answers 200 and then drops the message.",
		"Send an object, or leave traits out.", srcDiscards,
	},
	NameNotString: {
		NameNotString, "name_not_string", Error, Accepted,
		"The name of the page or screen is empty or not a string.",
		"Segment answers 200 and then drops the message.",
		"Send the name as a non-empty string, or leave it out.", srcDiscards,
	},
	CategoryNotString: {
		CategoryNotString, "category_not_string", Error, Accepted,
		"The category of the page or screen is empty or not a string.",
		"Segment answers 200 and then drops the message.",
		"Send the category as a non-empty string, or leave it out.", srcDiscards,
	},

	DuplicateMessageID: {
		DuplicateMessageID, "duplicate_message_id", Error, Accepted,
		"An earlier message has the same messageId, and other content or another source.",
		"Segment keeps the first message of an id and drops the others, whatever they hold and whichever source they are from, for at least 24 hours.",
		"Give each message of each source an id of its own, or leave messageId out.", srcDuplicates,
	},
	SDKRetry: {
		SDKRetry, "sdk_retry", Info, Accepted,
		"The sender has sent this message more than once.",
		"Segment keeps it once: tries of the same messageId are one message.",
		"Nothing to do, unless the sender was answered 200: then look at why it tries again.", srcDuplicates,
	},

	TypeUnknown: {
		TypeUnknown, "type_unknown", Warning, Accepted,
		"The message has no type, or one that Segment does not have.",
		"Every message needs one of track, identify, page, screen, group and alias, in lower case; the destination takes no other.",
		"Send the type in each item of a batch, or use the route of the type.", srcHTTPAPI + "#batch",
	},

	NotTrack: {
		NotTrack, "not_track", Info, Routed,
		"The message is not a Track call.",
		"Only messages whose type is exactly \"track\" become custom events.",
		"Nothing to do, unless this was meant to feed a metric: then call track.", srcTrackEvent,
	},
	IntegrationDisabled: {
		IntegrationDisabled, "integration_disabled", Error, Routed,
		"The message's integrations object switches the destination off.",
		"Segment does not hand the message to the LaunchDarkly destination.",
		"Set the destination to true in `integrations`, or leave the object out.", srcRouting,
	},
	IntegrationUnclear: {
		IntegrationUnclear, "integration_unclear", Warning, Routed,
		"The message's integrations object may switch the destination off.",
		"Segment documents true, false and an object of options, and the name `All`; a lower-case `all: false`, as its libraries for Python and Go write it, is known to work. What it makes of anything else is not documented, so the event cannot be called counting.",
		"Write `All`, and true or false; name the destination to be sure.", srcRouting,
	},
	IntegrationNameNear: {
		IntegrationNameNear, "integration_name_near", Warning, Routed,
		"A name in the integrations object is nearly the destination's.",
		"Segment compares names exactly, upper and lower case included: the member changes nothing for the destination.",
		"Write the name of the destination as Segment does.", srcRouting,
	},
	ConsentRefused: {
		ConsentRefused, "consent_refused", Info, Routed,
		"The message carries refused consent for a category.",
		"Segment withholds a message from the destinations that the workspace has mapped to a refused category; which these are cannot be seen from here.",
		"Nothing to do when that is meant; else look at the consent settings of the destination in Segment.", srcConsent,
	},
	AliasUnsupported: {
		AliasUnsupported, "alias_unsupported", Info, Routed,
		"The destination turns this message into an alias event.",
		"LaunchDarkly's context-based SDKs no longer use alias events; nothing comes of it.",
		"Nothing to do; link the kinds by sending both keys (multi-contexts).", srcAliasUser,
	},
	FieldRejected: {
		FieldRejected, "field_rejected", Error, Routed,
		"The destination does not take a value that the mapping gives it.",
		"Segment drops the event with the destination's own error: nothing reaches LaunchDarkly.",
		"Repair the value at the place named, or the mapping of the field.", srcTrackEvent,
	},
	TimestampInvalid: {
		TimestampInvalid, "timestamp_invalid", Error, Routed,
		"The timestamp is not a date.",
		"Segment drops the event: nothing reaches LaunchDarkly.",
		"Send ISO 8601 with a zone, such as 2024-01-02T03:04:05.678Z, or leave it out.", srcTrackEvent,
	},
	TimestampSeconds: {
		TimestampSeconds, "timestamp_seconds", Warning, Routed,
		"The timestamp is a number that looks like seconds, or a string of digits.",
		"Numbers are read as milliseconds: seconds land in January 1970. A string of digits is read as a date, of another year.",
		"Send ISO 8601, or a number of milliseconds.", srcTrackEvent,
	},
	TimestampUnit: {
		TimestampUnit, "timestamp_unit", Warning, Routed,
		"The timestamp is a number of microseconds or nanoseconds.",
		"Numbers are read as milliseconds: microseconds land tens of thousands of years ahead, nanoseconds are beyond all dates and give way to the clock.",
		"Send ISO 8601, or a number of milliseconds.", srcTrackEvent,
	},
	TimestampImplausible: {
		TimestampImplausible, "timestamp_implausible", Warning, Routed,
		"The timestamp is a date that cannot be meant.",
		"The custom event carries a creation date from before the year 2000, where no experiment counts it: a zero, or a date that was never set.",
		"Send the time at which the event happened, or leave the timestamp out.", srcCommon + "#timestamps",
	},
	OriginalTimestampOnly: {
		OriginalTimestampOnly, "original_timestamp_only", Warning, Routed,
		"The message has originalTimestamp and no timestamp.",
		"RudderStack's SDKs send that; Segment reads timestamp alone, and takes the time at which the message arrives.",
		"Send the time as timestamp when the message goes to Segment.", srcCommon + "#timestamps",
	},
	TimestampFuture: {
		TimestampFuture, "timestamp_future", Warning, Routed,
		"The timestamp is more than a day in the future.",
		"The custom event carries a creation date that has not come yet.",
		"Look at the clock of the sender, and at its time zone.", srcCommon + "#timestamps",
	},
	TimestampUnusual: {
		TimestampUnusual, "timestamp_unusual", Warning, Routed,
		"The timestamp is a free-form date, which JavaScript engines read each in their own way.",
		"Segment takes it as its JavaScript engine reads it; what segtap shows may differ.",
		"Send ISO 8601 with a zone, such as 2024-01-02T03:04:05.678Z.", srcTrackEvent,
	},
	ClockSkew: {
		ClockSkew, "clock_skew", Warning, Routed,
		"sentAt is far from the time at which the message arrived.",
		"Segment corrects the timestamp by that difference.",
		"Look at the clock of the sender.", srcCommon + "#timestamps",
	},

	UserKeyMissing: {
		UserKeyMissing, "user_key_missing", Error, Keyed,
		"There is nothing to use as the context key.",
		"Segment drops the event: nothing reaches LaunchDarkly.",
		"Send userId for a known user, anonymousId otherwise.", srcTrackEvent,
	},
	UserKeyEmpty: {
		UserKeyEmpty, "user_key_empty", Error, Keyed,
		"userId is an empty string.",
		"It exists, so anonymousId is not read; then it is taken out as empty, and the event is dropped.",
		"Leave userId out while there is no user: anonymousId then takes its place.", srcTrackEvent,
	},
	UserKeyFromAnonymousID: {
		UserKeyFromAnonymousID, "user_key_from_anonymous_id", Info, Keyed,
		"There is no userId: anonymousId is the context key.",
		"It counts only where the flag was evaluated for a context with this very key.",
		"Nothing to do when the experiment runs on anonymous visitors; else send userId.", srcTrackEvent,
	},
	UserKeyCoerced: {
		UserKeyCoerced, "user_key_coerced", Warning, Keyed,
		"The context key is not a string, and is turned into one.",
		"The key is the JavaScript text of the value, and must equal the key that the flag was evaluated with.",
		"Send the id as a string.", srcTrackEvent,
	},
	UserKeyNullText: {
		UserKeyNullText, "user_key_null_text", Warning, Keyed,
		"anonymousId is null, and becomes the text \"null\".",
		"Everyone without an anonymousId shares the one key \"null\" of the kind unauthenticatedUser.",
		"Leave anonymousId out instead of sending null.", srcTrackEvent,
	},
	UserKeyShared: {
		UserKeyShared, "user_key_shared", Warning, Keyed,
		"The context key looks like a placeholder that many people share.",
		"All of them count as one unit of the experiment.",
		"Send an id that belongs to one person or device.", srcLDAnonymous,
	},
	UserKeyWrapped: {
		UserKeyWrapped, "user_key_wrapped", Warning, Keyed,
		"A context key has blanks or quotes around it, or percent escapes in it.",
		"LaunchDarkly compares keys exactly: it is another key than the one without, which the flag was probably evaluated with.",
		"Send the id alone; decode what a cookie or a store has encoded.", srcLDContexts,
	},
	ContextKindInvalid: {
		ContextKindInvalid, "context_kind_invalid", Error, Keyed,
		"The context kind is not one LaunchDarkly allows.",
		"Segment sends it; LaunchDarkly accepts the request and cannot use the event.",
		"Use letters, digits, dot, dash and underscore; not `kind`, not `multi`.", srcLDContexts,
	},

	ValueMissing: {
		ValueMissing, "value_missing", Info, Valued,
		"The event carries no metric value.",
		"That is right for a conversion metric; a numeric metric ignores the event.",
		"For a numeric metric send a number where the destination looks for it.", srcLDSegment,
	},
	ValueNotNumber: {
		ValueNotNumber, "value_not_number", Error, Valued,
		"The metric value is not a number.",
		"Segment drops the event: nothing reaches LaunchDarkly.",
		"Send a JSON number without quotes, currency sign or thousands separator.", srcTrackEvent,
	},
	ValueCoerced: {
		ValueCoerced, "value_coerced", Warning, Valued,
		"The metric value is not a number, and is turned into one.",
		"The destination converts it as JavaScript does; other destinations may not.",
		"Send a JSON number.", srcTrackEvent,
	},
	ValueOverflow: {
		ValueOverflow, "value_overflow", Error, Valued,
		"The metric value is larger than a double can hold.",
		"It passes as infinity and is sent as null: a numeric metric ignores it.",
		"Send a finite number.", srcTrackEvent,
	},
	ValueEmpty: {
		ValueEmpty, "value_empty", Warning, Valued,
		"The metric value is an empty or blank string.",
		"An empty string leaves the event without a value; a blank one counts as 0.",
		"Send a number, or leave the member out.", srcTrackEvent,
	},
	RevenueShadowsValue: {
		RevenueShadowsValue, "revenue_shadows_value", Warning, Valued,
		"properties.revenue exists, so properties.value is not read.",
		"The metric value is taken from revenue, whatever value holds.",
		"Send in revenue what the metric should see, or leave revenue out.", srcTrackEvent,
	},
	ValueNotRequired: {
		ValueNotRequired, "value_not_required", Warning, Valued,
		"A metric is numeric, and the plan or the code does not say that each of its events has a value.",
		"A numeric metric ignores events without a metricValue.",
		"Require the property that the destination takes the metric value from.", srcLDImport,
	},

	MetricNotFound: {
		MetricNotFound, "metric_not_found", Info, Named,
		"No metric has this event key, and none has one like it.",
		"LaunchDarkly takes the event, and no metric counts it.",
		"Nothing to do, unless it was meant to feed a metric: then create one with this event key.", srcLDEvents,
	},
	MetricNearMiss: {
		MetricNearMiss, "metric_near_miss", Error, Named,
		"No metric that was read has this event key; one has nearly the same.",
		"LaunchDarkly compares event keys exactly: the metric that has nearly the same one does not count the event.",
		"Send the metric's event key as the event name, or correct the metric.", srcLDEvents,
	},
	MetricMatchesNameNotEventKey: {
		MetricMatchesNameNotEventKey, "metric_matches_name_not_event_key", Error, Named,
		"The event is called as a metric is, by its key or its name, and not by its event key.",
		"LaunchDarkly looks at the event key alone: the metric does not count the event.",
		"Send the metric's event key as the event name, or correct the metric.", srcLDEvents,
	},
	MetricCaseDiffers: {
		MetricCaseDiffers, "metric_case_differs", Error, Named,
		"A metric has this event key in other upper and lower case.",
		"LaunchDarkly compares event keys exactly: the metric does not count the event.",
		"Send the metric's event key as the event name, or correct the metric.", srcLDEvents,
	},
	MetricNotFed: {
		MetricNotFed, "metric_not_fed", Warning, Named,
		"Nothing that was read sends the metric's event key.",
		"As long as nothing sends it, the metric counts nothing.",
		"Send an event of that name where it happens, correct the metric's event key, or read the plans and the code that have it too.", srcLDSegment,
	},
	NameNotPlanned: {
		NameNotPlanned, "name_not_planned", Warning, Named,
		"The code sends an event that no tracking plan has.",
		"Segment may block an event that is not planned, where the plan is enforced: it reaches no destination then.",
		"Add the event to the plan, or send one that is planned.", srcPlans,
	},
	PlannedNameNearMiss: {
		PlannedNameNearMiss, "planned_name_near_miss", Error, Named,
		"The code sends an event that no tracking plan has; a plan has one of nearly the same name.",
		"It is another event than the planned one: where the plan is enforced, Segment may block it.",
		"Send the planned name, or correct the plan.", srcPlans,
	},

	MetricNotCustom: {
		MetricNotCustom, "metric_not_custom", Error, Measurable,
		"The metric is a click or page view metric.",
		"Segment sends custom events, which only custom metrics count.",
		"Create a custom metric with this event key.", srcLDSegment,
	},
	MetricWarehouseNative: {
		MetricWarehouseNative, "metric_warehouse_native", Error, Measurable,
		"The metric is computed in a data warehouse.",
		"It reads its events from there; what Segment sends to LaunchDarkly does not feed it.",
		"Create a metric hosted by LaunchDarkly with this event key.", srcLDWarehouse,
	},
	MetricArchived: {
		MetricArchived, "metric_archived", Warning, Measurable,
		"The metric is archived.",
		"LaunchDarkly still takes its events, and hides the metric.",
		"Restore the metric, or use another one.", srcLDEvents,
	},
	MetricValueRequired: {
		MetricValueRequired, "metric_value_required", Error, Measurable,
		"The metric is numeric, and the event carries no value.",
		"A numeric metric ignores events without a metricValue.",
		"Send a number where the destination takes the metric value from.", srcLDImport,
	},
	MetricFilterExcludes: {
		MetricFilterExcludes, "metric_filter_excludes", Error, Measurable,
		"The metric's filter leaves the event out.",
		"LaunchDarkly receives the event, and the metric does not count it.",
		"Send the property as the filter wants it, or change the filter.", srcLDFilters,
	},
	MetricFilterUnseen: {
		MetricFilterUnseen, "metric_filter_unseen", Info, Measurable,
		"The metric's filter looks at what cannot be seen from the event.",
		"Whether the metric counts the event is not known here.",
		"Nothing to do, when the filter is meant so. Segment's events carry context keys without attributes.", srcLDFilters,
	},

	MetricNotAttached: {
		MetricNotAttached, "metric_not_attached", Warning, Recording,
		"The metric is in no experiment.",
		"LaunchDarkly takes the event, and no experiment counts it.",
		"Add the metric to an experiment, and start it.", srcLDSegment,
	},
	ExperimentNotRunning: {
		ExperimentNotRunning, "experiment_not_running", Warning, Recording,
		"The metric has experiments, and none of them records events here now.",
		"Events that come before an iteration starts, or after it has stopped, are not counted.",
		"Start an iteration before the events come, or look at the environment that has the experiment.", srcLDImport,
	},
	IterationUsesOtherVersion: {
		IterationUsesOtherVersion, "iteration_uses_other_version", Error, Recording,
		"A running iteration uses the metric as it was in another version.",
		"An analysis in progress keeps the version of the metric that it began with, its event key included.",
		"Start a new iteration to use the metric as it is now.", srcLDMetrics,
	},

	UnitMissing: {
		UnitMissing, "unit_missing", Error, Unit,
		"The event carries no key of the randomization unit.",
		"LaunchDarkly cannot tell which unit of the experiment the event belongs to, and does not count it.",
		"Map a key of that context kind in the destination, or run the experiment on a unit that the event carries.", srcLDUnits,
	},
	UnitNotInMetric: {
		UnitNotInMetric, "unit_not_in_metric", Error, Unit,
		"The experiment's randomization unit is not among the metric's units.",
		"The metric cannot be analysed by that unit.",
		"Add the unit to the metric, or use a metric that has it.", srcLDHealth,
	},
}
