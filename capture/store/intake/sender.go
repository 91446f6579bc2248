package intake

import (
	"net/http"

	"segtap/capture/journal"
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

// AppendHeaders appends the headers of a request that are kept, what its sender called
// the host first.
func AppendHeaders(kept []journal.Header, host string, header http.Header) []journal.Header {
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
