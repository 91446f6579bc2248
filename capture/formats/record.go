package formats

import (
	"net/http"
	"net/url"
	"time"

	"segtap/capture"
	"segtap/capture/journal"
	"segtap/capture/routes"
	"segtap/capture/store/intake"
	"segtap/mapping/destination/date"
	"segtap/mapping/jsondoc"
	"segtap/mapping/message"
)

var openedOrigin = capture.Opened.String()

// Record returns the record that stands for an item, as if it had been captured; ok is
// false for a record of a capture file that holds no messages. Now is the time of what
// does not say its own, as its messages do not either. Nothing in the record points into the item.
func (i *Item) Record(now time.Time) (rec journal.Record, ok bool, err error) {
	switch {
	case i.Err != nil:
		return rec, false, i.Err
	case i.Form == Call:
		c, fits := readCall(i.Text)
		if c.undated {
			c.rec.At = timeIn(c.rec.Body, now)
		}
		return c.rec, fits, nil
	case i.Form == Command:
		rec, err = readCommand(i.Text, now)
		return rec, err == nil, err
	case i.Kind == Record:
		return decode(i.Text)
	}
	return recordOf(i, now), true, nil
}

// Take takes the messages of an item in; ok is as of [Item.Record]. When messages came
// that do not say how they were sent is not known: they are judged at the time of the
// clock, now.
func (i *Item) Take(now time.Time) (taken Taken, ok bool, err error) {
	switch {
	case i.Err != nil:
		return taken, false, i.Err
	case i.Form == Value && i.Kind == Record:
		return Recorded(i.Text)
	case i.Form == Value:
		var within *message.Scratch
		if i.within != nil {
			within = &i.within.Scratch
		}
		return TakeIn(i.Kind, i.Text, i.own, AssumedType(i.Root), now, within), true, nil
	}
	rec, ok, err := i.Record(now)
	if err != nil || !ok {
		return taken, false, err
	}
	in := intake.Of(&rec, nil)
	return Taken{
		Intake: in, WriteKey: rec.WriteKey, At: rec.At, Origin: capture.Opened,
		Refused: in.Refusal != "" || rec.Status != 0 && rec.Status != http.StatusOK,
	}, true, nil
}

// itemAt returns the item that a text is.
func itemAt(form Form, text []byte) *Item {
	item := &Item{Form: form, Text: text}
	if form != Value {
		return item
	}
	if doc, err := jsondoc.Parse(text); err == nil {
		item.Root = doc.Root()
		item.Kind, item.Err = KindOf(item.Root)
	}
	return item
}

// AssumedType returns the type of a message that stands alone and says none: what was
// sent to /v1/track needs no type, and a file does not say where its messages were
// sent.
func AssumedType(root jsondoc.Value) string {
	if root.Member("type").Kind() == jsondoc.Absent && root.Member("event").Kind() != jsondoc.Absent {
		return "track"
	}
	return ""
}

// opened begins the record of a request that a file tells of.
func opened(method string, to *url.URL, header http.Header, route routes.Route) journal.Record {
	rec := journal.Record{
		Head:   journal.Head{Kind: journal.Request, Origin: openedOrigin},
		Method: method, Path: to.EscapedPath(), Query: routes.WithoutSecrets(to.RawQuery), Type: route.Type,
		Headers: intake.AppendHeaders(nil, to.Host, header), Encoding: header.Get("Content-Encoding"),
	}
	if route.Type == "" {
		rec.Type = intake.BatchType
	}
	return rec
}

// finish has the record of a request say what its body says of it. A message that
// stands alone has neither an address nor headers.
func finish(rec *journal.Record, to *url.URL, header http.Header) {
	in := intake.Of(rec, nil)
	rec.N, rec.WriteKey = in.Len(), in.WriteKey
	if to != nil {
		rec.WriteKey = routes.WriteKey(&http.Request{Header: header, URL: to}, in.WriteKey)
	}
	if rec.Problem == "" {
		rec.Problem = string(in.Problem)
	}
	first := in.Message(0)
	rec.Library = intake.Library(&first, header.Get("User-Agent"))
}

// times are the members that say when a message came, the surest first.
var times = []string{"receivedAt", "timestamp", "originalTimestamp", "sentAt"}

// earliest is the first time that is believed.
var earliest = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)

// timeIn returns when the messages of a body came; see [timeOr].
func timeIn(body []byte, now time.Time) time.Time {
	doc, err := jsondoc.Parse(body)
	if err != nil {
		return now
	}
	return timeOr(doc.Root(), now)
}

// timeOr returns when a message, or a batch, came: as it says, unless it does not or that
// is still ahead; then now.
func timeOr(root jsondoc.Value, now time.Time) time.Time {
	if at, ok := timeOf(root); ok && at.Before(now) {
		return at
	}
	return now
}

// timeOf returns when a message, or a batch, came, as far as it says so.
func timeOf(root jsondoc.Value) (time.Time, bool) {
	for _, name := range times {
		v := root.Member(name)
		if v.Kind() != jsondoc.String {
			continue
		}
		if m := date.Read(v.Text()); m.OK {
			if at := time.UnixMilli(m.MS).UTC(); at.After(earliest) {
				return at, true
			}
		}
	}
	if first := root.Member("batch").Element(0); first.Kind() == jsondoc.Object {
		return timeOf(first)
	}
	return time.Time{}, false
}
