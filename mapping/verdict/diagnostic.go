package verdict

import (
	"segtap/mapping/prose"
)

// Severity says how much a diagnostic matters to the person reading it.
type Severity uint8

// The severities, from the least to the most.
const (
	Info    Severity = iota // worth knowing; nothing is lost
	Warning                 // something other than what was meant may happen
	Error                   // the event, or its value, is lost
)

var severityNames = [...]string{Info: "info", Warning: "warning", Error: "error"}

// String returns "info", "warning" or "error".
func (s Severity) String() string { return severityNames[s] }

// Diagnostic is one finding about one message. It is data: what is shown to a
// person is made from it where it is shown.
type Diagnostic struct {
	Code     Code
	Severity Severity
	Gate     Gate
	// Pointer is the RFC 6901 JSON Pointer of the offending place in the
	// message; for a missing member, where it would stand. Empty: the whole.
	Pointer string
	// Metric is the key of the metric that it is about; empty where it is not
	// about one metric.
	Metric string
	// Value is the offending value as it came, shortened; empty when missing.
	Value string
	// Effect says what Segment or LaunchDarkly does with it.
	Effect string
	// Fix says how to repair it.
	Fix string
	// QuickFix repairs the message when the repair is evident; else nil.
	QuickFix Patch
}

// Name is the stable code in lower_snake, as `segtap explain` takes it.
func (d Diagnostic) Name() string { return d.Code.String() }

// Source is the public page or source file the rule comes from.
func (d Diagnostic) Source() string { return codes[d.Code].Source }

// Unusable reports whether the finding, where an event is made all the same, says
// that LaunchDarkly cannot use it.
func (d Diagnostic) Unusable() bool { return d.Gate == Keyed && d.Severity == Error }

// NewDiagnostic returns a finding with the texts of the table of codes. What is
// known of the message at hand says more.
func NewDiagnostic(code Code, pointer string, value []byte) Diagnostic {
	info := &codes[code]
	return Diagnostic{
		Code: code, Severity: info.Severity, Gate: info.Gate,
		Pointer: pointer, Value: prose.Shorten(value), Effect: info.Why, Fix: info.Fix,
	}
}
