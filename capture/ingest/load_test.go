package ingest_test

import (
	"bytes"
	"flag"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/klauspost/compress/gzip"

	"segtap/capture"
	"segtap/capture/ingest"
	"segtap/capture/journal/file"
	"segtap/capture/store"
)

// load is one request of the load test.
type load struct {
	path, encoding string
	body           []byte
	status         int
	entries        int // that it makes
}

// loadOf gives request i of a client: single calls of many sizes, batches,
// packed ones, and one in a hundred that is no JSON.
func loadOf(client, i int) load {
	message := func(size int) string {
		return fmt.Sprintf(`{"type":"track","userId":"u_%d","event":"E","messageId":"m-%d-%d-%d","properties":{"pad":%q}}`,
			client, client, i, size, strings.Repeat("x", size))
	}
	n := client*7919 + i
	switch {
	case n%100 == 99:
		return load{path: "/v1/track", body: []byte(`{"userId":"u","garbage`), status: 400, entries: 1}
	case n%5 == 1:
		messages := make([]string, 1+n%40)
		for k := range messages {
			messages[k] = message(k * 37)
		}
		return load{path: "/v1/batch", body: []byte(`{"batch":[` + strings.Join(messages, ",") + `]}`), status: 200, entries: len(messages)}
	case n%5 == 2:
		var out bytes.Buffer
		w := gzip.NewWriter(&out)
		_, _ = io.WriteString(w, message(n%5000))
		_ = w.Close()
		return load{path: "/v1/t", encoding: "gzip", body: out.Bytes(), status: 200, entries: 1}
	}
	size := n * 13 % 2000
	if n%50 == 3 {
		size = 30_000
	}
	return load{path: "/v1/track", body: []byte(message(size)), status: 200, entries: 1}
}

// loadFor is how long the clients go on.
var loadFor = flag.Duration("load", time.Second, "how long TestNothingIsLostUnderLoad sends; 30s for the real thing")

// heap is how much memory is in use, in bytes.
func heap() int64 {
	var stats runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&stats)
	return int64(stats.HeapAlloc)
}

// perEntry is how much an entry may add to the memory in use, in bytes: its row,
// its texts, and the hash of its messageId in a map that doubles.
const perEntry = 400

func TestNothingIsLostUnderLoad(t *testing.T) {
	const (
		clients = 64
		pause   = 20 * time.Millisecond // between the requests of a client; the disk is not what is tested
	)
	path := filepath.Join(t.TempDir(), "captured.ndjson")
	kept, err := file.Open(path, file.Options{Program: "test", Now: noon})
	if err != nil {
		t.Fatal(err)
	}
	s, err := store.New(newJudge(t), kept, capture.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	address := serve(t, ingest.New(s, ingest.Options{}), ingest.ServeOptions{})
	network := &http.Transport{MaxIdleConnsPerHost: clients}
	defer network.CloseIdleConnections()
	send := func(client, i int) int {
		l := loadOf(client, i)
		req, err := http.NewRequest("POST", "http://"+address+l.path, bytes.NewReader(l.body))
		if err != nil {
			t.Error(err)
			return 0
		}
		if l.encoding != "" {
			req.Header.Set("Content-Encoding", l.encoding)
		}
		res, err := network.RoundTrip(req)
		if err != nil {
			t.Error(err)
			return 0
		}
		_, _ = io.Copy(io.Discard, res.Body)
		res.Body.Close()
		if res.StatusCode != l.status {
			t.Errorf("client %d, request %d: answered %d, want %d", client, i, res.StatusCode, l.status)
		}
		return l.entries
	}
	want := make([]int, clients)
	var all sync.WaitGroup
	before, end := heap(), time.Now().Add(*loadFor)
	for client := range clients {
		all.Go(func() {
			ticker := time.NewTicker(pause)
			defer ticker.Stop()
			for i := 0; time.Now().Before(end) && !t.Failed(); i++ {
				want[client] += send(client, i)
				<-ticker.C
			}
		})
	}
	all.Wait()
	network.CloseIdleConnections()
	total := 0
	for _, n := range want {
		total += n
	}
	if grown, room := heap()-before, int64(total*perEntry+32<<20); grown > room {
		t.Errorf("memory grew by %d bytes for %d entries, more than %d", grown, total, room)
	}
	t.Logf("%d entries", total)
	if n := s.Counts().Entries; n != total {
		t.Errorf("%d entries of %d messages", n, total)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	reopened, err := file.Open(path, file.Options{Program: "test", Now: noon})
	if err != nil {
		t.Fatal(err)
	}
	again, err := store.New(newJudge(t), reopened, capture.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	for again.Counts().Loading < 1 {
		<-again.Changed()
	}
	if n := again.Counts().Entries; n != total {
		t.Errorf("the capture file has %d entries of %d messages", n, total)
	}
}
