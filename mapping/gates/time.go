package gates

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"segtap/mapping/destination"
	"segtap/mapping/destination/date"
	"segtap/mapping/jsondoc"
	"segtap/mapping/message"
	"segtap/mapping/prose"
	"segtap/mapping/verdict"
)

// day is in ms.
const day = 24 * 60 * 60 * 1000

// skewed is from how many ms on the sender's clock is called off: more than a
// slow network explains.
const skewed = 60_000

// earliest is the first time that an event of an experiment can have, ms since
// 1970: the start of the year 2000. What lies before is a zero, a default or
// another unit.
const earliest = 946_684_800_000

// ClockOf returns the time that Segment has for a message that arrived so. It moves
// the timestamp by the difference between its own clock and the sender's, as far
// as the sender says when it sent the request.
func ClockOf(in *message.Arrival) destination.Clock {
	at := destination.Clock{Now: in.At}
	if in.SentAt != "" {
		if sent := date.Read(in.SentAt); sent.OK {
			at.Correction = in.At - sent.MS
		}
	}
	return at
}

// Timed is the part of gate 3 that looks at when the event happened.
func Timed(f *Findings, o *destination.Outcome, in *message.Arrival, at destination.Clock) {
	checkSkew(f, o, in.SentAt, at.Correction)
	v := o.Find(destination.FieldTimestamp)
	if e := o.ErrorOf(destination.FieldTimestamp); e != nil {
		if e.Field.Reported {
			f.add(verdict.TimestampInvalid, v.At(), v.Raw()).Severity = verdict.Warning
		} else if !f.has(verdict.TimestampInvalid) {
			f.refused(verdict.TimestampInvalid, verdict.Routed, v, e.Message)
		}
		return
	}
	if v.Value().IsBlank() {
		checkNoTime(f, o)
		return
	}
	if o.Unusual {
		d := f.add(verdict.TimestampUnusual, v.At(), v.Raw())
		if o.Event != nil {
			d.Effect = "Segment takes it as its JavaScript engine reads it; segtap reads " + date.ISO(o.Event.CreationDate-o.Correction) + "."
		}
	}
	if unit, ok := unitOf(v, o, in.At); ok {
		unit.note(f, v, o)
		return
	}
	checkDate(f, v, o, in.At)
}

// checkNoTime looks at a message without timestamp: what RudderStack's SDKs send
// in its place, Segment does not read.
func checkNoTime(f *Findings, o *destination.Outcome) {
	original := o.Message().Member("originalTimestamp")
	if missing(original) || !slices.Contains(o.Pointers(destination.FieldTimestamp), "/timestamp") {
		return
	}
	d := f.add(verdict.OriginalTimestampOnly, "/originalTimestamp", original.Raw())
	d.Effect = "Segment reads timestamp and not originalTimestamp: the custom event carries the time at which the message arrives."
	d.Fix = "Send the time as timestamp when the message goes to Segment; RudderStack's SDKs write originalTimestamp for their own servers."
	if m := date.Read(original.Text()); m.OK {
		put := verdict.PatchOp{Op: "add", Path: "/timestamp", Value: string(original.Raw())}
		if o.Message().Member("timestamp").Kind() != jsondoc.Absent {
			put.Op = "replace"
		}
		d.QuickFix = verdict.Patch{put}
	}
}

// checkDate looks at a date that is read as it is meant to be read: whether it
// can be meant.
func checkDate(f *Findings, v destination.Found, o *destination.Outcome, now int64) {
	if o.Event == nil {
		return
	}
	at := o.Event.CreationDate
	switch {
	case o.NowUsed:
		d := f.add(verdict.TimestampImplausible, v.At(), v.Raw())
		d.Effect = "It can be no time of JavaScript: the custom event carries the time at which the message arrives."
	case at < earliest:
		d := f.add(verdict.TimestampImplausible, v.At(), v.Raw())
		d.Effect = "The custom event carries " + date.ISO(at) + ", long before there were experiments."
	case at > now+day && at-o.Correction <= now+day:
		d := f.add(verdict.TimestampFuture, v.At(), v.Raw())
		d.Effect = "Segment adds " + prose.Span(o.Correction) + " to it, since sentAt lies as far back: the custom event carries " + date.ISO(at) + ", " + prose.Span(at-now) + " ahead."
		d.Fix = "Send in sentAt the time of sending, by the same clock as timestamp."
	case at > now+day:
		d := f.add(verdict.TimestampFuture, v.At(), v.Raw())
		d.Effect = "The custom event carries " + date.ISO(at) + ", " + prose.Span(at-now) + " ahead."
	}
}

// checkSkew compares when the sender says it sent the request with when it
// came. Segment corrects the timestamp by that difference.
func checkSkew(f *Findings, o *destination.Outcome, sentAt string, by int64) {
	if by <= skewed && by >= -skewed {
		return
	}
	// A fleet with a slow clock has this in every message: all texts are one.
	var room [320]byte
	text := jsondoc.AppendString(room[:0], sentAt)
	value := len(text)
	text = prose.AppendSpan(append(text, "sentAt lies "...), by)
	if by < 0 {
		text = append(text, " after the arrival"...)
	} else {
		text = append(text, " before the arrival"...)
	}
	corrects := o.Event != nil && o.Correction != 0
	switch {
	case o.Event == nil:
		text = append(text, ", and Segment corrects timestamps by as much."...)
	case !corrects:
		text = append(text, ". The custom event does not take its time from timestamp, so nothing is corrected."...)
	default:
		text = date.AppendISO(append(text, ": Segment corrects the timestamp by as much, from "...), o.Event.CreationDate-o.Correction)
		text = append(date.AppendISO(append(text, " to "...), o.Event.CreationDate), '.')
	}
	all := string(text)
	d := f.add(verdict.ClockSkew, "/sentAt", nil)
	d.Value, d.Effect = all[:value], all[value:]
	if value > prose.MaxShown {
		d.Value = prose.Shorten(text[:value])
	}
	switch {
	case o.Event != nil && !corrects:
		d.Severity = verdict.Info
	case corrects && by > 0:
		d.Fix = "Look at the clock of the sender; a request that has waited needs a sentAt of its own for each try."
	}
}

// timeUnit is a unit in which a time was sent instead of ms.
type timeUnit struct {
	code   verdict.Code
	name   string
	digits int // how many decimal digits the unit is finer than ms; negative for a coarser one
	text   bool
}

// unitOf tells a number that is a time in another unit than ms, or a string of
// digits, which is read as a date in another century.
func unitOf(v destination.Found, o *destination.Outcome, now int64) (u timeUnit, ok bool) {
	const latest = 20 * 365 * day // from now on
	value, n := v.Value(), 0.0
	u.code = verdict.TimestampUnit
	switch value.Kind() {
	case jsondoc.Number:
		n = math.Abs(value.Number())
	case jsondoc.String:
		if raw := value.Node().Raw(); len(raw) > 5 && (raw[5] == '-' || raw[1] < '0' || raw[1] > '9') {
			return u, false // nearly every timestamp: nothing to take apart
		}
		whole, err := strconv.ParseUint(value.Text(), 10, 64)
		misread := o.Event == nil || o.NowUsed || o.Event.CreationDate-o.Correction < earliest || o.Event.CreationDate-o.Correction > now+latest
		if err != nil || !misread {
			return u, false
		}
		u.text, n = true, float64(whole)
	default:
		return u, false
	}
	between := func(perMS float64) bool { return n/perMS >= earliest && n/perMS <= float64(now+latest) }
	switch {
	case n >= 1e8 && n < 1e11: // 1973 to 5138 in seconds, 2 days to 3 years in ms
		u.code, u.name, u.digits = verdict.TimestampSeconds, "seconds", -3
	case between(1):
		if !u.text {
			return u, false
		}
		u.code, u.name = verdict.TimestampSeconds, "milliseconds"
	case between(1e3):
		u.name, u.digits = "microseconds", 3
	case between(1e6):
		u.name, u.digits = "nanoseconds", 6
	default:
		return u, false
	}
	return u, true
}

// note says what becomes of a time in that unit, and writes it in ms.
func (u timeUnit) note(f *Findings, v destination.Found, o *destination.Outcome) {
	d := f.add(u.code, v.At(), v.Raw())
	becomes := "the time at which the message arrives"
	if o.Event != nil && !o.NowUsed {
		becomes = date.ISO(o.Event.CreationDate)
	}
	if u.text {
		d.Effect = "It looks like " + u.name + " as a text. Digits in a text are read as a date: the custom event carries " + becomes + "."
	} else {
		d.Effect = "It looks like " + u.name + ". Numbers are read as milliseconds: the custom event carries " + becomes + "."
	}
	node := v.Node()
	digits, negative := strings.CutPrefix(strings.Trim(string(node.Raw()), `"`), "-")
	ms, ok := shiftPoint(digits, -u.digits)
	if !ok || negative || node.Parent().Kind() != jsondoc.Object {
		return
	}
	d.Fix = "Send milliseconds: " + ms + "."
	d.QuickFix = verdict.Patch{{Op: "replace", Path: node.Pointer(), Value: ms}}
}

// shiftPoint moves the decimal point of a number that is written with digits
// alone, and cuts what is then behind it.
func shiftPoint(number string, by int) (string, bool) {
	whole, fraction, _ := strings.Cut(number, ".")
	if strings.Trim(whole+fraction, "0123456789") != "" || len(whole) <= -by {
		return "", false
	}
	if by < 0 {
		return whole[:len(whole)+by], true
	}
	fraction += strings.Repeat("0", by)
	return whole + fraction[:by], true
}
