package verdict

import (
	"segtap/mapping/message"
)

// Code names one kind of finding. Its text form is stable: it is never renamed
// and never reused for another meaning.
type Code uint8

// The codes of the nine gates. Where Segment publishes a discard code of its
// ingest, that code is used.
const (
	NoCode Code = iota
	// received
	InvalidJSON
	InvalidUTF8
	DuplicateMember
	NumberPrecisionLost
	MessageTooLarge
	BatchTooLarge
	BatchTooLong
	EmptyBatch
	MessageIDTooLong
	BodyNotRecorded
	BodySpoilt
	// accepted
	NoUserAnonID
	IDNotString
	EventNotDefined
	EventNotString
	PropertiesNotObject
	TraitsNotObject
	NameNotString
	CategoryNotString
	DuplicateMessageID
	SDKRetry
	TypeUnknown
	// routed
	NotTrack
	IntegrationDisabled
	IntegrationUnclear
	IntegrationNameNear
	ConsentRefused
	AliasUnsupported
	FieldRejected
	TimestampInvalid
	TimestampSeconds
	TimestampUnit
	TimestampImplausible
	OriginalTimestampOnly
	TimestampFuture
	TimestampUnusual
	ClockSkew
	// keyed
	UserKeyMissing
	UserKeyEmpty
	UserKeyFromAnonymousID
	UserKeyCoerced
	UserKeyNullText
	UserKeyShared
	UserKeyWrapped
	ContextKindInvalid
	// valued
	ValueMissing
	ValueNotNumber
	ValueCoerced
	ValueOverflow
	ValueEmpty
	RevenueShadowsValue
	ValueNotRequired
	// named
	MetricNotFound
	MetricNearMiss
	MetricMatchesNameNotEventKey
	MetricCaseDiffers
	MetricNotFed
	NameNotPlanned
	PlannedNameNearMiss
	// measurable
	MetricNotCustom
	MetricWarehouseNative
	MetricArchived
	MetricValueRequired
	MetricFilterExcludes
	MetricFilterUnseen
	// recording
	MetricNotAttached
	ExperimentNotRunning
	IterationUsesOtherVersion
	// unit
	UnitMissing
	UnitNotInMetric
	codeCount
)

// CodeInfo is one row of the table of codes.
type CodeInfo struct {
	Code     Code
	Name     string // stable, lower_snake
	Severity Severity
	Gate     Gate
	What     string // what is the case, in one sentence
	Why      string // what comes of it at Segment or LaunchDarkly
	Fix      string // the way out
	Source   string // the public page or source file the rule comes from
}

// OfNames reports whether a code is said of names alone, as plans and source code have
// them before an event has come: no message has it.
func (c Code) OfNames() bool {
	switch c {
	case ValueNotRequired, MetricNotFed, NameNotPlanned, PlannedNameNearMiss:
		return true
	}
	return false
}

// String returns the stable name of the code.
func (c Code) String() string { return codes[c].Name }

// Info returns the row of the code.
func (c Code) Info() CodeInfo { return codes[c] }

// Page returns the page of the guide about a code, with an example.
func (i CodeInfo) Page() string { return "docs/diagnostics/" + i.Name + ".md" }

// Codes returns all rows of the table, in the order of the gates.
func Codes() []CodeInfo {
	return append([]CodeInfo(nil), codes[1:]...)
}

// CodeByName finds a code by its stable name.
func CodeByName(name string) (CodeInfo, bool) {
	for _, info := range codes[1:] {
		if info.Name == name {
			return info, true
		}
	}
	return CodeInfo{}, false
}

// CodeOfProblem returns the code of what is wrong with a request as a whole;
// [NoCode] for nothing.
func CodeOfProblem(p message.Problem) Code {
	info, _ := CodeByName(string(p))
	return info.Code
}
