package formats

import (
	"errors"
	"net/http"
	"time"

	"segtap/capture/formats/curl"
	"segtap/capture/journal"
	"segtap/capture/routes"
	"segtap/mapping/jsondoc"
)

// maxCommands is how many bytes of commands are read: they are few.
const maxCommands = 8 << 20

// commands gives the curl commands of the input.
func (r *Reader) commands(give func(Stretch) error) error {
	for r.ended == nil {
		if len(r.buf)-r.at > maxCommands {
			return &Foreign{"more than 8 MiB of commands", "give the messages as JSON, one a line"}
		}
		r.more()
	}
	if err := r.failed(); err != nil {
		return err
	}
	text, base := r.buf[r.at:], r.offset
	list, others, err := curl.Commands(text)
	if err != nil {
		return foreignCommand(err)
	}
	r.told.passed = others
	for _, c := range list {
		if err := give(Stretch{text[c.From:c.To], c.Line, base + int64(c.From), Command}); err != nil {
			return err
		}
	}
	return nil
}

// foreignCommand says of a command why it brings no message.
func foreignCommand(err error) error {
	if e := new(curl.Error); errors.As(err, &e) {
		return &Foreign{e.What, e.Out}
	}
	return err
}

// readCommand returns the record that stands for a curl command, as if it had been run
// now. Its route says the type of its messages, else they do.
func readCommand(text []byte, now time.Time) (journal.Record, error) {
	t, err := curl.Read(text)
	if err != nil {
		return journal.Record{}, foreignCommand(err)
	}
	rec, to, body := journal.Record{}, t.URL, t.Body
	route, ok := routes.Match(to.EscapedPath())
	switch {
	case ok && route.Pixel && !t.HasData:
		rec, body = opened(http.MethodGet, to, t.Header, route), routes.PixelMessage(to.RawQuery)
	case !t.HasData:
		return rec, &Foreign{"a curl command that sends no data", "give one that has -d or --data-raw"}
	case ok && !route.Telemetry && !route.Pixel:
		rec = opened(t.Method, to, t.Header, route)
	default:
		kind, err := kindOfText(body)
		if err != nil {
			return rec, &Foreign{"a curl command to " + to.Host + to.Path + " whose data is no Segment message", "give one that sends to a route such as /v1/track, or the messages themselves"}
		}
		rec = opened(t.Method, to, t.Header, routes.Route{})
		if kind != Batch {
			rec.Type = ""
		}
	}
	rec.Body, rec.At, rec.WireBytes = body, timeIn(body, now), int64(len(body))
	rec.Encoding = ""
	finish(&rec, to, t.Header)
	return rec, nil
}

// kindOfText says whether a text is a message or a batch.
func kindOfText(text []byte) (Kind, error) {
	doc, err := jsondoc.Parse(text)
	if err != nil {
		return Message, err
	}
	kind, err := KindOf(doc.Root())
	if err == nil && (doc.Root().Kind() != jsondoc.Object || kind == Record) {
		err = ErrForeign
	}
	return kind, err
}
