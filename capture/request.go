package capture

import (
	"net/http"
	"time"

	"segtap/capture/journal"
	"segtap/mapping"
	"segtap/mapping/jsondoc"
)

// Request is one request to the capture endpoint, as far as it is kept.
type Request struct {
	At        time.Time
	Method    string
	Path      string // as it came
	Query     string // as it came, without the question mark
	Remote    string // host:port of the sender
	Host      string // what the sender called this host
	WriteKey  string
	Header    http.Header
	Encoding  string // the content encoding; empty for none
	WireBytes int64  // how many bytes of body came over the wire
	Body      *mapping.Body
	Raw       []byte       // the body with its encoding undone; not kept after Capture returns
	FullBytes int64        // how many bytes the body has, where Raw is only its beginning; else 0
	Problem   mapping.Code // why the request is refused; NoCode when it is not
	Status    int          // the status the sender is answered with
	ParentID  uint64       // the entry that this is a replay of; 0 for none
}

// keptHeaders are the request headers worth keeping: they tell which client
// sent the request and how. Credentials never are.
var keptHeaders = []string{
	"Content-Type", "Content-Encoding", "User-Agent", "Origin", "Referer",
	"X-Retry-Count", "X-Forwarded-For",
}

// record makes the record of a request; first is its first message.
func (r *Request) record(first *mapping.Message, drafts []draft) journal.Record {
	rec := journal.Record{
		Head: journal.Head{
			Kind: journal.Request, At: r.At, N: len(drafts), Heads: summaries(drafts), Parent: r.ParentID,
		},
		Method: r.Method, Path: r.Path, Query: r.Query, Remote: r.Remote, WriteKey: r.WriteKey,
		Library: r.library(first), Encoding: r.Encoding, WireBytes: r.WireBytes, Status: r.Status, Body: r.Raw,
	}
	rec.FullBytes = r.FullBytes
	if r.Problem != mapping.NoCode {
		rec.Problem = r.Problem.String()
	}
	rec.Headers = make([]journal.Header, 0, 1+len(keptHeaders))
	if r.Host != "" {
		rec.Headers = append(rec.Headers, journal.Header{Name: "Host", Value: r.Host})
	}
	for _, name := range keptHeaders {
		if v := r.Header.Get(name); v != "" {
			rec.Headers = append(rec.Headers, journal.Header{Name: name, Value: v})
		}
	}
	return rec
}

// maxLibrary is how many bytes of the name of an SDK are kept.
const maxLibrary = 128

// library names the SDK that sent the request, as NAME/VERSION: context.library
// of the first message, which it may have from its batch, else what the client
// calls itself.
func (r *Request) library(first *mapping.Message) string {
	if first.Root.Kind() != jsondoc.Absent {
		library := first.Root.Member("context").Member("library")
		if name := library.Member("name").Text(); name != "" {
			if version := library.Member("version").Text(); version != "" {
				name += "/" + version
			}
			return cut(name, maxLibrary)
		}
	}
	return cut(r.Header.Get("User-Agent"), maxLibrary)
}

// Arrival is what a judge has to know of the request beside its messages.
func (r *Request) Arrival() mapping.Arrival {
	return mapping.Arrival{
		At: r.At.UnixMilli(), RequestBytes: max(len(r.Raw), int(r.FullBytes)), BatchMessages: r.Body.BatchMessages(),
		Problem: r.Problem, SentAt: r.Body.SentAt,
	}
}

// CutShort has only the first n bytes of the body kept, which has full in all: it
// counts as one message that cannot be read.
func (r *Request) CutShort(n int, full int64) {
	r.Raw, r.FullBytes = r.Raw[:n], full
	r.Body = cutShort(r.Raw, full)
}

// entryRecord makes the record of an entry made here.
func entryRecord(text []byte, origin Origin, parent uint64, at time.Time, drafts []draft) journal.Record {
	return journal.Record{
		Head: journal.Head{
			Kind: journal.Entry, At: at, N: 1, Heads: summaries(drafts), Parent: parent, Origin: origin.String(),
		},
		Body: text,
	}
}
