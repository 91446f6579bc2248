package recorded

import (
	"net/http"

	"segtap/capture"
	"segtap/capture/journal"
	"segtap/capture/routes"
	"segtap/mapping/jsondoc"
	"segtap/mapping/message"
	"segtap/mapping/query"
)

// keptHeaders are the request headers worth keeping: they tell which client
// sent the request and how. Credentials never are.
var keptHeaders = []string{
	"Content-Type", "Content-Encoding", "User-Agent", "Origin", "Referer",
	"X-Retry-Count", "X-Forwarded-For",
}

// Headers returns the headers of a request that are kept, what its sender called
// the host first.
func Headers(host string, header http.Header) []journal.Header {
	kept := make([]journal.Header, 0, 1+len(keptHeaders))
	if host != "" {
		kept = append(kept, journal.Header{Name: "Host", Value: host})
	}
	for _, name := range keptHeaders {
		if v := header.Get(name); v != "" {
			kept = append(kept, journal.Header{Name: name, Value: v})
		}
	}
	return kept
}

// maxLibrary is how many bytes of the name of an SDK are kept.
const maxLibrary = 128

// Library names the SDK that sent a request, as NAME/VERSION: context.library
// of the first message, which it may have from its batch, else what the client
// calls itself.
func Library(first *message.Message, userAgent string) string {
	if first.Root.Kind() != jsondoc.Absent {
		library := first.Root.Member("context").Member("library")
		if name := library.Member("name").Text(); name != "" {
			if version := library.Member("version").Text(); version != "" {
				name += "/" + version
			}
			return query.Cut(name, maxLibrary)
		}
	}
	return query.Cut(userAgent, maxLibrary)
}

// Batch is what a record has in the place of a type when its messages came as a
// batch.
const Batch = "batch"

// keptEncoded is how the body of a record is kept that is not in the content
// encoding it says it is in: see [journal.Record].
const keptEncoded = "encoded"

// Note has a record tell what [Intake] reads.
func Note(rec *journal.Record, in *message.Intake) {
	p := in.Posted()
	rec.Body, rec.Type, rec.FullBytes = p.Raw, p.Type, p.Full
	if p.Batch {
		rec.Type = Batch
	}
	if p.Undecoded != "" {
		rec.Kept = keptEncoded
	}
	rec.Problem = string(in.Problem)
}

// Intake takes the request of a record in, as it was when it came; of an entry
// that was made here, its one message. The body of the record is kept.
func Intake(rec *journal.Record) *message.Intake {
	if rec.Kind == journal.Entry {
		return message.TakeIn(message.Posted{Raw: rec.Body, At: rec.At.UnixMilli(), Unreceived: true})
	}
	route := routes.Route{Type: rec.Type}
	switch rec.Type {
	case Batch:
		route.Type = ""
	case "": // of a version that did not note it
		route, _ = routes.Match(rec.Path)
	}
	p := route.Posted(rec.Body, rec.At)
	if rec.Origin == capture.Opened.String() && rec.Status == 0 { // no file says that it has arrived
		p.Unreceived = true
		p.Batch = rec.Type == Batch
	}
	p.Full = rec.FullBytes
	if problem := message.ProblemNamed(rec.Problem); p.Full > 0 || problem.Unseen() {
		p.Problem = problem
	}
	if rec.Kept == keptEncoded {
		p.Undecoded = rec.Encoding
	}
	return message.TakeIn(p)
}
