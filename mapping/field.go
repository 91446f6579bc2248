package mapping

// The fields of an action of a Track call, by their names.
const (
	fieldUserKey     = "user_key"
	fieldMetricValue = "metric_value"
	fieldTimestamp   = "timestamp"
	fieldEventName   = "event_name"
	fieldContextKind = "context_kind"
	fieldContextKeys = "additional_context_keys"
	fieldProperties  = "event_properties"
)
