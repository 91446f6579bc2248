package verdict

// shorts say each code in two or three words, for where a line has room for no more: a
// column of a list, a row of a table.
var shorts = [codeCount]string{
	InvalidJSON:         "not JSON",
	InvalidUTF8:         "not UTF-8",
	DuplicateMember:     "member twice",
	NumberPrecisionLost: "digits lost",
	MessageTooLarge:     "over 32 KB",
	BatchTooLarge:       "over 500 KB",
	BatchTooLong:        "batch too long",
	EmptyBatch:          "empty batch",
	MessageIDTooLong:    "long messageId",
	BodyNotRecorded:     "body not saved",
	BodySpoilt:          "body spoilt",

	NoUserAnonID:        "no user id",
	IDNotString:         "unusable id",
	EventNotDefined:     "no event name",
	EventNotString:      "event not text",
	PropertiesNotObject: "bad properties",
	TraitsNotObject:     "bad traits",
	NameNotString:       "no page name",
	CategoryNotString:   "bad category",
	DuplicateMessageID:  "messageId reused",
	SDKRetry:            "sent again",
	TypeUnknown:         "unknown type",

	NotTrack:              "not a Track call",
	IntegrationDisabled:   "switched off",
	IntegrationUnclear:    "may be off",
	IntegrationNameNear:   "integration name",
	ConsentRefused:        "consent refused",
	AliasUnsupported:      "alias event",
	FieldRejected:         "field refused",
	TimestampInvalid:      "not a date",
	TimestampSeconds:      "time in seconds",
	TimestampUnit:         "time in µs or ns",
	TimestampImplausible:  "date not meant",
	OriginalTimestampOnly: "no timestamp",
	TimestampFuture:       "in the future",
	TimestampUnusual:      "free-form date",
	ClockSkew:             "clock is off",

	UserKeyMissing:         "no user key",
	UserKeyEmpty:           "userId empty",
	UserKeyFromAnonymousID: "by anonymousId",
	UserKeyCoerced:         "key not a string",
	UserKeyNullText:        `key "null"`,
	UserKeyShared:          "shared key",
	UserKeyWrapped:         "key has extras",
	ContextKindInvalid:     "bad context kind",

	ValueMissing:        "no value",
	ValueNotNumber:      "not a number",
	ValueCoerced:        "value converted",
	ValueOverflow:       "value too large",
	ValueEmpty:          "value empty",
	RevenueShadowsValue: "revenue is taken",
	ValueNotRequired:    "value optional",

	MetricNotFound:               "no such metric",
	MetricNearMiss:               "nearly a metric",
	MetricMatchesNameNotEventKey: "metric's name",
	MetricCaseDiffers:            "case differs",
	MetricNotFed:                 "nothing feeds it",
	NameNotPlanned:               "not planned",
	PlannedNameNearMiss:          "nearly planned",

	MetricNotCustom:       "not custom",
	MetricWarehouseNative: "warehouse metric",
	MetricArchived:        "metric archived",
	MetricValueRequired:   "needs a number",
	MetricFilterExcludes:  "filtered out",
	MetricFilterUnseen:    "filter unseen",

	MetricNotAttached:         "no experiment",
	ExperimentNotRunning:      "not running",
	IterationUsesOtherVersion: "other version",

	UnitMissing:     "no unit key",
	UnitNotInMetric: "wrong unit",
}

// Short says the code in two or three words, in at most 16 cells; nothing for [NoCode].
func (c Code) Short() string { return shorts[c] }
