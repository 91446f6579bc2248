package ingest_test

import (
	"bufio"
	"bytes"
	"fmt"
	"net/http"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"

	"segtap/capture/ingest"
)

// stall begins an upload of size bytes, sends some of it, and sends no more.
func stall(t *testing.T, address string, sent, size int) *bufio.Reader {
	t.Helper()
	conn := dial(t, address)
	if _, err := fmt.Fprintf(conn, "POST /v1/batch HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\nExpect: 100-continue\r\n\r\n", size); err != nil {
		t.Fatal(err)
	}
	answers := bufio.NewReader(conn)
	for range 2 { // its handler is about to read the body
		if _, err := answers.ReadString('\n'); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := conn.Write(bytes.Repeat([]byte(" "), sent)); err != nil {
		t.Fatal(err)
	}
	return answers
}

// Clients that send a part of a large body and then nothing keep nobody waiting:
// neither who sends large ones as well, nor who has packed what he sends.
func TestUploadsThatStallHoldNobodyUp(t *testing.T) {
	store := newStore(t)
	address := serve(t, ingest.New(store, ingest.Options{Stall: time.Hour}), ingest.ServeOptions{Close: time.Millisecond})
	for range 80 {
		stall(t, address, 600<<10, 1200<<10)
		stall(t, address, 100<<10, 400<<10)
	}
	var br, zst bytes.Buffer
	packer := brotli.NewWriter(&br)
	_, _ = packer.Write([]byte(oneTrack))
	_ = packer.Close()
	second, _ := zstd.NewWriter(&zst)
	_, _ = second.Write([]byte(oneTrack))
	_ = second.Close()
	message := `{"userId":"u","event":"E","properties":{"pad":"` + strings.Repeat("x", 4000) + `"}}`
	large := `{"batch":[` + strings.Repeat(message+",", 99) + message + `]}`
	for _, c := range []struct {
		what, body, encoding string
		status               int
	}{
		{"brotli", br.String(), "br", 200},
		{"zstd", zst.String(), "zstd", 200},
		{"a large batch", large, "", 200},
		{"a batch that is too large", strings.Repeat(" ", 600<<10) + oneTrack, "", 400},
	} {
		if status, _, body := send(t, "POST", "http://"+address+"/v1/batch", c.body, "Content-Encoding", c.encoding); status != c.status {
			t.Errorf("%s: answered %d %s", c.what, status, body)
		}
	}
}

// An upload that makes no progress ends long before the time for a whole request
// is over, and is asked for again.
func TestAnUploadWithoutProgressIsAskedForAgain(t *testing.T) {
	store := newStore(t)
	address := serve(t, ingest.New(store, ingest.Options{Stall: 50 * time.Millisecond}), ingest.ServeOptions{Read: time.Hour, Write: time.Hour})
	for _, sent := range []int{0, 1, 100, 100 << 10, 600 << 10} {
		status, _, body := answer(t, stall(t, address, sent, 9<<20))
		if status != http.StatusRequestTimeout || !strings.Contains(body, `"body_incomplete"`) {
			t.Errorf("%d bytes: answered %d %s", sent, status, body)
		}
	}
	if n := store.Counts().Entries; n != 0 {
		t.Errorf("%d entries of it are listed", n)
	}
}

// The time for a body is over with the body: a request that then waits, here for
// a fault, is not ended by it.
func TestAStallIsOverWithTheBody(t *testing.T) {
	address := serve(t, ingest.New(newStore(t), ingest.Options{Stall: 30 * time.Millisecond, Faults: faults(t, "delay:200ms")}), ingest.ServeOptions{})
	if status, _, _ := send(t, "POST", "http://"+address+"/v1/track", oneTrack); status != 200 {
		t.Errorf("answered %d", status)
	}
}

// Any page can send what is refused. What is kept of it each second is bounded,
// and the entry says so, when it comes and from the capture file.
func TestWhatIsKeptOfRefusedBodiesIsBounded(t *testing.T) {
	path := filepath.Join(t.TempDir(), "captured.ndjson")
	store := onFile(t, path)
	var seconds atomic.Int64
	clock := func() time.Time { return noon.Add(time.Duration(seconds.Load()) * time.Second) }
	address := serve(t, ingest.New(store, ingest.Options{Now: clock}), ingest.ServeOptions{})
	message := `{"type":"track","userId":"u_1","event":"É","properties":{"pad":"` + strings.Repeat("é", 30_000) + `"}}`
	body := `{"writeKey":"the-key","batch":[` + strings.Repeat(message+",", 120) + message + `]}`
	refuse := func() {
		t.Helper()
		if status, _, text := send(t, "POST", "http://"+address+"/v1/batch", body); status != 400 || !strings.Contains(text, "batch_too_large") {
			t.Fatalf("answered %d %s", status, text)
		}
	}
	const rounds = 10
	for range rounds {
		refuse()
	}
	size := store.Counts().Entries
	whole := size / 121 // each is 121 entries where it is kept whole, and one where it is not
	if whole < 2 || whole > 5 || size != whole*121+rounds-whole {
		t.Fatalf("%d entries: %d were kept whole", size, whole)
	}
	seconds.Add(60)
	refuse()
	if n := store.Counts().Entries; n != size+121 {
		t.Errorf("a minute later it is not kept whole: %d entries after %d", n, size)
	}
	check := func() {
		t.Helper()
		got, err := store.Read(uint64(whole*121 + 1))
		if err != nil {
			t.Fatal(err)
		}
		if n := len(got.Record.Body); n == 0 || n > 8<<10 || !strings.HasPrefix(body, string(got.Record.Body)) {
			t.Errorf("%d bytes are kept", n)
		}
		if got.Record.FullBytes != int64(len(body)) || got.Record.WireBytes != int64(len(body)) || got.WriteKey != "the-key" || got.Record.Problem != "batch_too_large" {
			t.Errorf("of %d bytes, %d on the wire, key %q, problem %s", got.Record.FullBytes, got.Record.WireBytes, got.WriteKey, got.Record.Problem)
		}
		if s := got.Message.Syntax; s == nil || !strings.Contains(s.Msg, "were kept") {
			t.Errorf("it does not say so: %v", s)
		}
		if n := store.Counts().Damaged; n != 0 {
			t.Errorf("%d places are damaged", n)
		}
	}
	check()
	n := store.Counts().Entries
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	store = onFile(t, path)
	t.Cleanup(func() { _ = store.Close() })
	for store.Counts().Loading < 1 {
		<-store.Changed()
	}
	if again := store.Counts().Entries; again != n {
		t.Errorf("%d entries, and %d after opening it again", n, again)
	}
	check()
}

// What is small is kept whole, however much of it is refused.
func TestSmallRefusedBodiesAreKept(t *testing.T) {
	url, store := endpoint(t)
	broken := `{"event":"` + strings.Repeat("x", 3_000)
	for range 2_000 {
		if status, _, _ := send(t, "POST", url+"/v1/track", broken); status != 400 {
			t.Fatalf("answered %d", status)
		}
	}
	got, err := store.Read(2_000)
	if err != nil || string(got.Record.Body) != broken || got.Record.FullBytes != 0 {
		t.Errorf("%d bytes, %v", len(got.Record.Body), err)
	}
}
