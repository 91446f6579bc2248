package verdict

// Verdict is what all diagnostics of a message come to.
type Verdict struct {
	Gates    Gates
	Headline Headline
	Errors   int
	Warnings int
}

// Worst is the highest severity among the diagnostics: [Info] when there is
// none above it.
func (v Verdict) Worst() Severity {
	switch {
	case v.Errors > 0:
		return Error
	case v.Warnings > 0:
		return Warning
	}
	return Info
}

// Why says in two or three words why the verdict is as it is, for where a line has room for
// no more: the code that is told first, else, of an event that arrives and feeds no metric
// that was read, that not all were. Nothing where nothing needs a reason.
func (v Verdict) Why(first Code, feeds, unread bool) string {
	switch {
	case first != NoCode:
		return first.Short()
	case v.Headline == HeadlineUnknown && unread && !feeds:
		return "unread metrics"
	}
	return ""
}

// Duplicate returns the verdict of a message that has been judged, and of which it
// turns out that an earlier one has its messageId: what a judgement with
// [message.Arrival].DuplicateOf says.
func (v Verdict) Duplicate() Verdict {
	v.Errors++
	v.Gates = v.Gates.With(Accepted, Fail)
	if v.Headline != Rejected {
		v.Headline = DroppedBySegment
	}
	return v
}
