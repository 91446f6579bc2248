package destination

// The fields of an action of a Track call, by their names.
const (
	FieldUserKey     = "user_key"
	FieldMetricValue = "metric_value"
	FieldTimestamp   = "timestamp"
	FieldEventName   = "event_name"
	FieldContextKind = "context_kind"
	FieldContextKeys = "additional_context_keys"
	FieldProperties  = "event_properties"
)
