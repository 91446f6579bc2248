package eventjson

import (
	"strconv"
	"time"

	"segtap/capture/store"
	"segtap/mapping/destination/date"
	"segtap/mapping/jsondoc"
	"segtap/mapping/verdict"
)

// AppendEvent appends one entry as a JSON object on one line:
//
//	{"id":1,"at":"…","origin":"captured","answered":200,"headline":"unknown","summary":"…","gates":{"received":"pass",…},
//	 "diagnostics":[…],"message":{…},"sends":[{…}]}
//
// What is not JSON is a string under "raw" instead of "message". "sends" is null
// when nothing reaches LaunchDarkly: "reason" says why the destination sends
// nothing, or "would_send" what it would send if Segment did not drop the
// message before. A further try to send it is a line of its own, with the number
// of the try, when it came and what it was answered: {"id":1,"try":2,"at":…}.
func AppendEvent(dst []byte, got *store.Captured, try store.Try) []byte {
	at, status := got.Entry.At, got.Record.Status
	dst = strconv.AppendUint(append(dst, `{"id":`...), got.Entry.ID, 10)
	if try.Number > 0 {
		at, status = try.At, try.Status
		dst = strconv.AppendInt(append(dst, `,"try":`...), int64(try.Number), 10)
	}
	dst = append(append(append(dst, `,"at":"`...), stamp(at)...), '"')
	dst = append(append(append(dst, `,"origin":"`...), got.Entry.Origin.String()...), '"')
	if from := got.Record.From; from != "" {
		dst = jsondoc.AppendString(append(dst, `,"from":`...), from)
	}
	if status != 0 {
		dst = strconv.AppendInt(append(dst, `,"answered":`...), int64(status), 10)
	}
	if got.Entry.Parent != 0 {
		dst = strconv.AppendUint(append(dst, `,"parent":`...), got.Entry.Parent, 10)
	}
	j := &got.Judgement
	dst = append(append(append(dst, `,"headline":"`...), j.Verdict.Headline.Name()...), `","summary":`...)
	dst = append(jsondoc.AppendString(dst, j.Summary()), `,"gates":{`...)
	for i, g := range verdict.AllGates() {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(append(append(dst, '"'), g.String()...), `":"`...)
		dst = append(append(dst, j.Verdict.Gates.State(g).String()...), '"')
	}
	dst = AppendDiagnostics(append(dst, `},"diagnostics":`...), j.Diagnostics)
	if got.Message.Syntax != nil {
		dst = jsondoc.AppendString(append(dst, `,"raw":`...), string(got.Message.Text))
	} else {
		dst = append(append(dst, `,"message":`...), jsondoc.Compact(got.Message.Text)...)
	}
	switch {
	case j.Sent():
		dst = append(append(dst, `,"sends":`...), j.Event.Body()...)
	case j.Event != nil:
		dst = append(append(dst, `,"sends":null,"would_send":`...), j.Event.Body()...)
	default:
		dst = jsondoc.AppendString(append(dst, `,"sends":null,"reason":`...), j.Reason)
	}
	return append(dst, '}')
}

// AppendDiagnostics appends diagnostics as a JSON array.
func AppendDiagnostics(dst []byte, list []verdict.Diagnostic) []byte {
	dst = append(dst, '[')
	for i, d := range list {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(append(dst, `{"code":"`...), d.Name()...)
		dst = append(append(append(dst, `","severity":"`...), d.Severity.String()...), `","gate":"`...)
		dst = append(append(dst, d.Gate.String()...), `","pointer":`...)
		dst = jsondoc.AppendString(dst, d.Pointer)
		if d.Value != "" {
			dst = jsondoc.AppendString(append(dst, `,"value":`...), d.Value)
		}
		if d.Metric != "" {
			dst = jsondoc.AppendString(append(dst, `,"metric":`...), d.Metric)
		}
		dst = jsondoc.AppendString(append(dst, `,"effect":`...), d.Effect)
		dst = jsondoc.AppendString(append(dst, `,"fix":`...), d.Fix)
		if d.QuickFix != nil {
			dst = d.QuickFix.AppendJSON(append(dst, `,"quick_fix":`...))
		}
		dst = jsondoc.AppendString(append(dst, `,"source":`...), d.Source())
		dst = append(dst, '}')
	}
	return append(dst, ']')
}

// stamp is how times are written in JSON lines: UTC, milliseconds.
func stamp(t time.Time) string { return date.ISO(t.UnixMilli()) }
